"""A BERT in ONNX that multiplies bytes: made from weights, with what goes into each matrix measured beforehand.

ONNX Runtime's dynamic quantisation looks at every batch for the greatest number in it: passes over all numbers that
take longer than the products, and what is said of a text depends on the texts beside it. Here each channel has a scale
of its own, known from calibration: most of what makes a channel large is taken from the numbers and given to the
weights (as in SmoothQuant, Xiao et al. 2023, without its share of the weights' own size), and what is left is cut where
that makes the least error. Half as much again goes through in the same time, and a text's numbers are its own.
"""

from dataclasses import dataclass

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from common.quantize import bytes_of

CONTRIB = "com.microsoft"
LEVELS = 255


@dataclass(frozen=True, slots=True)
class Range:
    """Of numbers that go into a matrix, by channel: greatest magnitude; and a sample of them, rows by channels."""

    most: np.ndarray
    sample: np.ndarray


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers times `factors`, one for each channel, rounded, plus `zero`, are bytes from 0 to 255."""

    factors: np.ndarray
    zero: int


@dataclass(frozen=True, slots=True)
class Quantised:
    """What is multiplied with bytes of a scale: weights as bytes, channels by outputs, and a scale for each output."""

    weights: np.ndarray
    scales: np.ndarray


def scale_of(numbers: Range, smoothing: float) -> Scale:
    """`smoothing`: the power of a channel's size that goes to the weights, 0 to 1."""
    smooth = np.maximum(numbers.most, 1e-6) ** smoothing
    smooth = np.maximum(smooth / np.exp(np.log(smooth).mean()), 1e-3)
    low, high = best_range(numbers.sample / smooth)
    step = max((high - low) / LEVELS, 1e-8)
    return Scale((1 / (smooth * step)).astype(np.float32), int(np.clip(np.rint(-low / step), 0, LEVELS)))


def quantised(weights: np.ndarray, scale: Scale) -> Quantised:
    """`weights`: channels by outputs."""
    smoothed = weights / scale.factors[:, None]
    scales = np.maximum(np.abs(smoothed).max(axis=0) / 127, 1e-12).astype(np.float32)
    return Quantised(np.clip(np.rint(smoothed / scales), -127, 127).astype(np.int8), scales)


def best_range(sample: np.ndarray) -> tuple[float, float]:
    """The ends between which bytes are nearest to the numbers: cutting a few makes all others finer."""
    low, high = float(sample.min()), float(sample.max())
    values = sample.ravel()
    best, chosen = np.inf, (low, high)
    for share in np.linspace(0.3, 1.0, 29):
        ends = (min(low * share, 0.0), max(high * share, 0.0))
        step = max((ends[1] - ends[0]) / LEVELS, 1e-8)
        zero = np.rint(-ends[0] / step)
        back = (np.clip(np.rint(values / step) + zero, 0, LEVELS) - zero) * step
        error = float(np.square(back - values).mean())
        if error < best:
            best, chosen = error, ends
    return chosen


class Graph:
    """Nodes and weights, in the order they are added."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.weights: list[TensorProto] = []
        self._names: set[str] = set()

    def weight(self, name: str, value: np.ndarray) -> str:
        if name not in self._names:
            self._names.add(name)
            self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], out: str, domain: str = "", **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [out], domain=domain, **attributes))
        return out

    def table(self, name: str, table: np.ndarray, places: str) -> str:
        """Rows of a table of bytes with a scale for each row."""
        steps, scales = bytes_of(table)
        rows = self.node("Gather", [self.weight(f"{name}.steps", steps), places], f"{name}.rows", axis=0)
        numbers = self.node("Cast", [rows], f"{name}.numbers", to=TensorProto.FLOAT)
        sizes = self.node("Gather", [self.weight(f"{name}.scales", scales), places], f"{name}.sizes", axis=0)
        return self.node("Mul", [numbers, sizes], f"{name}.out")

    def bytes(self, numbers: str, of: Scale, name: str) -> tuple[str, str]:
        """The numbers as bytes, and the zero among them."""
        zero = self.weight(f"{name}.zero", np.array(of.zero, dtype=np.uint8))
        scaled = self.node("Mul", [numbers, self.weight(f"{name}.factors", of.factors)], f"{name}.scaled")
        one = self.weight("one", np.array(1, dtype=np.float32))
        return self.node("QuantizeLinear", [scaled, one, zero], f"{name}.bytes"), zero

    def product(self, numbers: tuple[str, str], of: Quantised, layer: str, bias: np.ndarray) -> str:
        """Of what `bytes` made and the weights, in float32. Named by the layer, for weights to be found again."""
        one = self.weight("one", np.array(1, dtype=np.float32))
        steps = self.weight(f"{layer}.weight.steps", of.weights)
        scales = self.weight(f"{layer}.weight.scales", of.scales)
        inputs = [numbers[0], steps, one, scales, numbers[1], "", self.weight(f"{layer}.bias", bias)]
        return self.node("MatMulIntegerToFloat", inputs, f"{layer}.out", CONTRIB)

    def attention(self, parts: list[str], mask: str, heads: int, width: int, name: str) -> str:
        """Each head by itself, of numbers tokens by texts by channels: heads are a stride apart, none need be moved.

        `parts`: queries, keys and values; `mask` is added to the logits."""
        shape = self.weight("heads", np.array([0, 0, heads, width // heads], dtype=np.int64))
        queries, keys, values = (self.node("Reshape", [part, shape], f"{part}.apart") for part in parts)
        scale = (width // heads) ** -0.5
        by_head = {"transBatchA": 1, "transBatchB": 1, "transB": 1, "alpha": scale}
        logits = self.node("FusedMatMul", [queries, keys], f"{name}.logits", CONTRIB, **by_head)
        masked = self.node("Add", [logits, mask], f"{name}.masked")
        shares = self.node("Softmax", [masked], f"{name}.shares", axis=-1)
        seen = self.node("FusedMatMul", [shares, values], f"{name}.seen", CONTRIB, transBatchB=1)
        back = self.node("Transpose", [seen], f"{name}.back", perm=[2, 0, 1, 3])
        joined = self.weight("joined", np.array([0, 0, width], dtype=np.int64))
        return self.node("Reshape", [back, joined], f"{name}.out")


def weights_of(model: ModelProto) -> dict[str, np.ndarray]:
    """Weights of layers and tables by their names, as what is in the network makes them."""
    values = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    makers = {out: node for node in model.graph.node for out in node.output}
    found = {name: value for name, value in values.items() if name.endswith((".weight", ".bias"))}
    for node in model.graph.node:
        if node.op_type == "MatMulIntegerToFloat":
            name = node.input[1].removesuffix(".steps")
            factors = values[makers[makers[node.input[0]].input[0]].input[1]]
            weights = values[node.input[1]].astype(np.float32) * values[node.input[3]] * factors[:, None]
            found[name] = np.ascontiguousarray(weights.T)
        elif node.op_type == "Gather" and node.input[0].endswith(".steps"):
            name = node.input[0].removesuffix(".steps")
            found[name] = values[node.input[0]].astype(np.float32) * values[f"{name}.scales"]
    return found
