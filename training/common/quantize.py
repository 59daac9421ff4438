"""Makes a network of float32 small and fast: signed bytes for weights, and bytes for what is multiplied with them.

ONNX Runtime's dynamic quantisation scales all that goes into a matrix by the greatest number in a batch, and a table of
word vectors by its greatest. But a few tokens (the ones at the ends, marks) have numbers tens of times as large as all
others', which then keep few digits; and what a text is tagged with depends on the texts beside it. So each token's
numbers are divided by the greatest of them before, and what comes out is multiplied by it after; and each row of a
table has a scale. Probabilities of an early model came half as far from those of float32.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

# Tables with fewer numbers stay as they are.
LEAST = 50_000
_SMALL = "quantize.small"


def quantize(whole: Path, to: Path, rows: bool = True) -> None:
    """`rows`: as said above; else as ONNX Runtime does it by itself."""
    if not rows:
        quantize_dynamic(whole, to, weight_type=QuantType.QInt8, per_channel=True)
        return
    model = onnx.load(str(whole))
    by_row(model)
    between = to.with_suffix(".rows.tmp")
    onnx.save(model, str(between))
    quantize_dynamic(
        between, to, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"],
        extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip
    between.unlink()


def by_row(model: ModelProto) -> None:
    """Tables become bytes with a scale for each row; what goes into a matrix is of size one for each token."""
    weights = {tensor.name: tensor for tensor in model.graph.initializer}
    model.graph.initializer.append(numpy_helper.from_array(np.array(1e-6, dtype=np.float32), _SMALL))
    placed: list[NodeProto] = []
    sized: set[str] = set()
    for node in model.graph.node:
        table = weights.get(node.input[0]) if node.op_type == "Gather" else None
        if table is not None and len(table.dims) == 2 and np.prod(table.dims) >= LEAST:
            placed += _table(model, node, numpy_helper.to_array(table))
        elif node.op_type == "MatMul" and node.input[1] in weights:
            placed += _matrix(node, sized)
        else:
            placed.append(node)
    del model.graph.node[:]
    model.graph.node.extend(placed)
    used = {name for node in placed for name in node.input}
    kept = [tensor for tensor in model.graph.initializer if tensor.name in used]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)


def bytes_of(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Signed bytes, and the scale of each row."""
    scales = np.maximum(np.abs(table).max(axis=1, keepdims=True) / 127, 1e-12).astype(np.float32)
    return np.clip(np.rint(table / scales), -127, 127).astype(np.int8), scales


def _table(model: ModelProto, node: NodeProto, table: np.ndarray) -> list[NodeProto]:
    name, places, out = node.input[0], node.input[1], node.output[0]
    steps, scales = bytes_of(table)
    model.graph.initializer.append(numpy_helper.from_array(steps, f"{name}.steps"))
    model.graph.initializer.append(numpy_helper.from_array(scales, f"{name}.scales"))
    return [
        helper.make_node("Gather", [f"{name}.steps", places], [f"{out}.steps"], axis=0),
        helper.make_node("Cast", [f"{out}.steps"], [f"{out}.numbers"], to=TensorProto.FLOAT),
        helper.make_node("Gather", [f"{name}.scales", places], [f"{out}.scales"], axis=0),
        helper.make_node("Mul", [f"{out}.numbers", f"{out}.scales"], [out]),
    ]


def _matrix(node: NodeProto, sized: set[str]) -> list[NodeProto]:
    numbers, out = node.input[0], node.output[0]
    placed = []
    if numbers not in sized:
        sized.add(numbers)
        placed = [
            helper.make_node("Abs", [numbers], [f"{numbers}.abs"]),
            helper.make_node("ReduceMax", [f"{numbers}.abs"], [f"{numbers}.most"], axes=[-1], keepdims=1),
            helper.make_node("Add", [f"{numbers}.most", _SMALL], [f"{numbers}.size"]),
            helper.make_node("Div", [numbers, f"{numbers}.size"], [f"{numbers}.unit"]),
        ]
    node.input[0], node.output[0] = f"{numbers}.unit", f"{out}.unit"
    return [*placed, node, helper.make_node("Mul", [f"{out}.unit", f"{numbers}.size"], [out])]
