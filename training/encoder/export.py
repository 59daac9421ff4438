"""Makes the folder that the engine loads: ONNX (int8, and float32 to compare), tokenizer, ontoground.json. For example:

    python -m encoder.export --model checkpoints/encoder/stage-1 --to checkpoints/export/stage-1
    python -m encoder.export --model base --to checkpoints/export/base --float
    python -m encoder.export --model path/to/any/bert --pooling cls --to folder    (SapBERT as its hub has it)

The last line is for encoders of other makers: any BERT with model.safetensors, config.json, tokenizer.json, vocab.txt.
"""

import argparse
import json
import random
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from encoder.model import MAX_TOKENS, Encoder, base_folder, embed, load_tokenizer
from encoder.onnx_model import OnnxEncoder

# The checkpoint of a training that runs.
LAST = Path("checkpoints/encoder/last.pt")
LARGEST_FILE = 40 * 1024 * 1024
# int8 and float32 vectors of a name must be as near as this, on average.
LEAST_AGREEMENT = 0.98


class _Hidden(nn.Module):
    """What the file computes: the last hidden states. Pooling is the engine's, as for encoders of other makers."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.bert = encoder.bert

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        return self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state


def to_onnx(encoder: Encoder, path: Path) -> None:
    ids = torch.tensor([[101, 2000, 2001, 102], [101, 2002, 102, 0]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    axes = {"input_ids": {0: "batch", 1: "tokens"}, "attention_mask": {0: "batch", 1: "tokens"}}
    # The tracing exporter: its graphs are those that the quantiser knows.
    torch.onnx.export(
        _Hidden(encoder).eval(), (ids, mask), str(path),
        input_names=["input_ids", "attention_mask"], output_names=["last_hidden_state"],
        dynamic_axes=axes | {"last_hidden_state": {0: "batch", 1: "tokens"}}, opset_version=17, dynamo=False,
    )  # fmt: skip


def settings(dimensions: int, pooling: str, prefixes: list[int]) -> dict[str, object]:
    return {
        "kind": "encoder",
        "file": "model.onnx",
        "pooling": pooling,
        "dimensions": dimensions,
        "prefixes": prefixes,
        "maxTokens": MAX_TOKENS,
        "lowerCase": True,
        "normalize": True,
    }


def sample_names(tokenizer_folder: Path, count: int) -> list[str]:
    """Names for comparing: words of the vocabulary at random, which need no ontology at hand."""
    words = (tokenizer_folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    whole = [word for word in words if word.isalpha() and len(word) > 3]
    rng = random.Random(0)
    return [" ".join(rng.sample(whole, rng.randint(1, 6))) for _ in range(count)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, help="a folder with model.safetensors, base, or last")
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--pooling", choices=["mean", "cls"], default="mean")
    parser.add_argument("--prefixes", type=int, nargs="*", default=[])
    parser.add_argument("--float", action="store_true", help="also keep model.float32.onnx")
    options = parser.parse_args()
    folder = Path(options.model)
    if options.model in ("base", "last"):
        folder = base_folder()
    options.to.mkdir(parents=True, exist_ok=True)
    encoder = Encoder(folder).eval()
    if options.model == "last":
        state = torch.load(LAST, weights_only=True)
        encoder.load_state_dict(state["encoder"])
        print(f"stage {state['stage'] + 1}, step {state['step']}")
    with tempfile.TemporaryDirectory() as scratch:
        whole = options.to / "model.float32.onnx" if options.float else Path(scratch) / "model.onnx"
        to_onnx(encoder, whole)
        onnx.checker.check_model(str(whole))
        quantize_dynamic(whole, options.to / "model.onnx", weight_type=QuantType.QInt8, per_channel=True)
    for name in ("tokenizer.json", "vocab.txt"):
        (options.to / name).write_bytes((folder / name).read_bytes())
    text = json.dumps(settings(encoder.size, options.pooling, options.prefixes), indent=2)
    (options.to / "ontoground.json").write_text(text + "\n", encoding="utf-8")
    size = (options.to / "model.onnx").stat().st_size
    texts = sample_names(folder, 256)
    exact = embed(encoder, load_tokenizer(folder), texts)
    cosines = (exact * OnnxEncoder(options.to, threads=1).embed(texts)).sum(axis=1)
    print(f"model.onnx {size / 1e6:.1f} MB; int8 to float32, cosine: mean {cosines.mean():.4f}, "
          f"5 % {np.quantile(cosines, 0.05):.4f}, least {cosines.min():.4f}")  # fmt: skip
    if size > LARGEST_FILE or (options.pooling == "mean" and cosines.mean() < LEAST_AGREEMENT):
        raise SystemExit("too large, or too far from float32")


if __name__ == "__main__":
    main()
