"""Weights out of a folder that was exported: a training goes on from a model that was shipped, its checkpoint lost.

    python -m tagger.recover --from ../data/models/ner --to checkpoints/recovered
    python -m tagger.train --base checkpoints/recovered --out checkpoints/tagger-more

They are those of the bytes, each times its scale: what is lost is what quantising lost.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import ModelProto, numpy_helper

from encoder.model import base_folder
from tagger.model import Tagger, save
from tagger.prepare import ALL

# What the exporter calls the tagger within what it exports.
PREFIX = "tagger."


def weights_of(model: ModelProto) -> dict[str, torch.Tensor]:
    """By the names that `Tagger` has for them."""
    values = {tensor.name: tensor for tensor in model.graph.initializer}
    found: dict[str, np.ndarray] = {}
    for name in values:
        if name.startswith(PREFIX) and not name.endswith((".steps", ".scales")):
            found[name] = numpy_helper.to_array(values[name])
        elif name.endswith(".steps"):
            table = name.removesuffix(".steps")
            scales = numpy_helper.to_array(values[f"{table}.scales"])
            found[table] = numpy_helper.to_array(values[name]).astype(np.float32) * scales
    for node in model.graph.node:
        if node.op_type != "MatMulInteger":
            continue
        matrix = node.input[1].removesuffix("_quantized")
        zero = numpy_helper.to_array(values[f"{matrix}_zero_point"]).astype(np.float32)
        steps = numpy_helper.to_array(values[node.input[1]]).astype(np.float32) - zero
        weight = steps * numpy_helper.to_array(values[f"{matrix}_scale"])
        # The node is named by its place: /tagger/head/MatMul_quant; torch keeps its matrices transposed.
        place = node.name.removeprefix("/").rpartition("/")[0].replace("/", ".")
        found[f"{place}.weight"] = np.ascontiguousarray(weight.T)
    return {name.removeprefix(PREFIX): torch.from_numpy(value.copy()) for name, value in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="source", type=Path, required=True, help="folder with model.onnx")
    parser.add_argument("--to", type=Path, required=True)
    options = parser.parse_args()
    weights = weights_of(onnx.load(str(options.source / "model.onnx")))
    base = base_folder()
    # Loaded strictly: a weight that is missing, or one too many, is an error.
    tagger = Tagger(base, len(ALL))
    tagger.load_state_dict(weights)
    save(tagger, options.to, base)
    print(f"{len(weights)} weights, {sum(value.numel() for value in weights.values()):,} numbers")


if __name__ == "__main__":
    main()
