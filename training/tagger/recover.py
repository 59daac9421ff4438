"""Weights out of a folder that was exported: a training goes on from a model that was shipped, its checkpoint lost.

    python -m tagger.recover --from ../data/models/ner --to checkpoints/recovered
    python -m tagger.train --base checkpoints/recovered --out checkpoints/tagger-more

They are those of the bytes, each times its scale: what is lost is what quantising lost.
"""

import argparse
from pathlib import Path

import onnx
import torch

from common.bert_int8 import weights_of
from encoder.model import base_folder
from tagger.model import Tagger, save
from tagger.prepare import ALL


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="source", type=Path, required=True, help="folder with model.onnx")
    parser.add_argument("--to", type=Path, required=True)
    options = parser.parse_args()
    found = weights_of(onnx.load(str(options.source / "model.onnx")))
    weights = {name: torch.from_numpy(value.copy()) for name, value in found.items()}
    base = base_folder()
    # Loaded strictly: a weight that is missing, or one too many, is an error.
    tagger = Tagger(base, len(ALL))
    tagger.load_state_dict(weights)
    save(tagger, options.to, base)
    print(f"{len(weights)} weights, {sum(value.numel() for value in weights.values()):,} numbers")


if __name__ == "__main__":
    main()
