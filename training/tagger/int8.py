"""The tagger as a network that multiplies bytes: `common/bert_int8.py`, with its own embeddings and head."""

import numpy as np
from onnx import ModelProto, TensorProto, helper

from common.bert_int8 import CONTRIB, Graph, quantised
from tagger.catalogue import CLASSES
from tagger.model import Tagger
from tagger.rounding import scales_in

OUTPUTS = 2 * len(CLASSES)


def network(tagger: Tagger) -> ModelProto:
    """Of a tagger that rounds. Inputs and output as `tagger.export.Engine` has them."""
    scales = scales_in(tagger.bert)
    graph = Graph()
    values = {name: value.detach().numpy() for name, value in tagger.state_dict().items()}
    config = tagger.bert.config

    def kept(name: str) -> str:
        return graph.weight(name, values[name])

    def norm(numbers: str, name: str) -> str:
        inputs = [numbers, kept(f"{name}.weight"), kept(f"{name}.bias")]
        return graph.node("LayerNormalization", inputs, f"{name}.out", epsilon=config.layer_norm_eps)

    def linear(numbers: str, *layers: str) -> list[str]:
        """Of several layers that read the same numbers, which become bytes once."""
        scale = scales[layers[0]]
        read = graph.bytes(numbers, scale, layers[0])
        return [
            graph.product(read, quantised(values[f"{layer}.weight"].T, scale), layer, values[f"{layer}.bias"])
            for layer in layers
        ]

    def added(state: str, numbers: str, at: str) -> str:
        out = linear(numbers, f"{at}.dense")
        # A Sum: an Add and a norm are fused to what takes many times as long.
        return norm(graph.node("Sum", [state, *out], f"{at}.sum"), f"{at}.LayerNorm")

    mask = _mask(graph)
    state = norm(_embedded(graph, values, tagger.case), "bert.embeddings.LayerNorm")
    for number in range(config.num_hidden_layers):
        at = f"bert.encoder.layer.{number}"
        parts = linear(state, *(f"{at}.attention.self.{part}" for part in ("query", "key", "value")))
        seen = graph.attention(parts, mask, config.num_attention_heads, config.hidden_size, f"{at}.attention")
        state = added(state, seen, f"{at}.attention.output")
        # Not a BiasGelu: to add here takes as long as all else of it, within the product nothing.
        wide = graph.node("Gelu", linear(state, f"{at}.intermediate.dense"), f"{at}.gelu", CONTRIB)
        state = added(state, wide, f"{at}.output")
    _head(graph, values, state, tagger.exclusive)
    return _model(graph, tagger.case)


def _mask(graph: Graph) -> str:
    """Texts by 1 by 1 by tokens: 0, and where nothing is a number less than any."""
    wide = graph.node(
        "Unsqueeze", ["attention_mask", graph.weight("wide", np.array([1, 2], dtype=np.int64))], "mask.wide"
    )
    numbers = graph.node("Cast", [wide], "mask.numbers", to=TensorProto.FLOAT)
    off = graph.node("Sub", [numbers, graph.weight("mask.one", np.array(1, dtype=np.float32))], "mask.off")
    return graph.node("Mul", [off, graph.weight("mask.least", np.array(10_000, dtype=np.float32))], "mask")


def _embedded(graph: Graph, values: dict[str, np.ndarray], case: bool) -> str:
    """Tokens by texts by channels: see `Graph.attention`."""

    def named(part: str) -> str:
        return f"bert.embeddings.{part}_embeddings.weight"

    def turned(ids: str) -> str:
        return graph.node("Transpose", [ids], f"{ids}.turned", perm=[1, 0])

    words = graph.table(named("word"), values[named("word")], turned("input_ids"))
    types = graph.weight(named("token_type"), values[named("token_type")])
    kinds = graph.node("Gather", [types, turned("token_type_ids")], "kinds", axis=0) if case else types
    shape = graph.node("Shape", ["input_ids"], "length", start=1, end=2)
    table = graph.weight(named("position"), values[named("position")])
    zero = graph.weight("start", np.array([0], dtype=np.int64))
    rows = graph.node("Slice", [table, zero, shape, zero], "rows")
    places = graph.node("Unsqueeze", [rows, graph.weight("between", np.array([1], dtype=np.int64))], "places")
    return graph.node("Add", [graph.node("Add", [words, kinds], "typed"), places], "placed")


def _head(graph: Graph, values: dict[str, np.ndarray], state: str, exclusive: bool) -> None:
    """As `Tagger.independent` has it; in float32, for it is small. Auxiliary classes are there, and not told."""
    weights, bias = (graph.weight(f"head.{part}", values[f"head.{part}"]) for part in ("weight", "bias"))
    by_text = graph.node("Transpose", [state], "head.by_text", perm=[1, 0, 2])
    turned = graph.node("Transpose", [weights], "head.turned", perm=[1, 0])
    every = graph.node("Add", [graph.node("MatMul", [by_text, turned], "head.out"), bias], "head.every")
    ends = [
        graph.weight(f"head.{at}", np.array([end], dtype=np.int64))
        for at, end in (("from", 0), ("to", OUTPUTS), ("axis", 2))
    ]
    logits = graph.node("Slice", [every, *ends], "head.logits" if exclusive else "logits")
    if not exclusive:
        return
    pairs = graph.node(
        "Reshape", [logits, graph.weight("pairs", np.array([0, 0, OUTPUTS // 2, 2], dtype=np.int64))], "head.pairs"
    )
    either = graph.node("ReduceLogSumExp", [pairs], "head.either", axes=[-1], keepdims=1)
    turn = graph.weight("turn", np.array([1, 0], dtype=np.int64))
    ahead = graph.node("Sub", [pairs, graph.node("Gather", [pairs, turn], "head.other", axis=-1)], "head.ahead")
    behind = graph.node("Min", [ahead, graph.weight("nothing", np.array(0, dtype=np.float32))], "head.behind")
    both = graph.node("Add", [either, behind], "head.both")
    graph.node("Reshape", [both, graph.weight("flat", np.array([0, 0, OUTPUTS], dtype=np.int64))], "logits")


def _model(graph: Graph, case: bool) -> ModelProto:
    names = ["input_ids", "attention_mask", *(["token_type_ids"] if case else [])]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in names]
    out = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "tokens", OUTPUTS])
    made = helper.make_graph(graph.nodes, "tagger", inputs, [out], graph.weights)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(CONTRIB, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=9)
