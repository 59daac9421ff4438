"""Makes a folder that the engine loads of a token classifier by another maker, as Hugging Face's library saves it.

    python -m tagger.adopt --model path/to/TinyBERN2 --decoding multi-label --to folder
    python -m tagger.adopt --model path/to/OpenMed --decoding single-label --class DISEASE=disease --to folder
    python -m tagger.adopt --model path/to/AIONER --decoding single-label --class Gene=gene --class Variant= \\
        --keys tasks.json --to folder

Any BERT with a WordPiece tokenizer: config.json with `id2label`; weights; tokenizer.json, or vocab.txt with
tokenizer_config.json. `multi-label`: sigmoids, labels B-x and I-x, or x alone (Kazu, TinyBERN2). `single-label`:
soft-max over O, B-x, I-x (OpenMed, BERN2, AIONER). What a label names that is no entity class needs a class, or nothing
after "=" to be left out. --keys: a file of further keys for ontoground.json (tasks, transitions, words, context, ...;
see docs/models.md). Not supported: other networks (RoBERTa, DeBERTa, ...), whose tokenizers are no WordPiece.
"""

import argparse
import hashlib
import json
import re
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn
from transformers import BertForTokenClassification

from common.quantize import quantize
from encoder.export import write_tokenizer
from tagger.export import FLOAT, MOST_DIFFERENCE
from tagger.network import onnx_network

CLASS = "[a-z][a-z0-9_]*"


class Logits(nn.Module):
    def __init__(self, model: BertForTokenClassification) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        return self.model(input_ids=input_ids, attention_mask=attention_mask).logits


def open_classifier(folder: Path) -> BertForTokenClassification:
    if not (folder / "config.json").exists():
        raise SystemExit(f"{folder}: no config.json; a folder as Hugging Face's library saves models is wanted")
    kind = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("model_type", "bert")
    if kind != "bert":
        raise SystemExit(f'{folder}: a model of type "{kind}"; only "bert" is supported, with its WordPiece tokenizer')
    model, info = BertForTokenClassification.from_pretrained(folder, local_files_only=True, output_loading_info=True)
    if info["missing_keys"]:
        raise SystemExit(f"{folder}: weights are missing: {', '.join(sorted(info['missing_keys'])[:5])}")
    return model.eval()


def name_of(label: str) -> str | None:
    """What a label speaks of, as the engine has it: `x` of B-x and of x alone, "" of a bare B, nothing of O and O-x."""
    if label in ("X", "[CLS]", "[SEP]", "[PAD]"):
        return None
    match = re.fullmatch(r"([BIELSUO])(?:-(.*))?", label, re.DOTALL)
    if match is None:
        return label
    return None if match.group(1) == "O" else match.group(2) or ""


def to_onnx(model: BertForTokenClassification, path: Path) -> None:
    ids = torch.tensor([[2, 3, 4, 5], [2, 3, 5, 0]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    axes = {name: {0: "batch", 1: "tokens"} for name in ("input_ids", "attention_mask", "logits")}
    torch.onnx.export(
        Logits(model).eval(), (ids, mask), str(path), input_names=["input_ids", "attention_mask"],
        output_names=["logits"], dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip


def compare(folder: Path, whole: str, model: BertForTokenClassification) -> None:
    rng = np.random.default_rng(0)
    ids = rng.integers(1, model.config.vocab_size, (8, 32))
    mask = np.ones_like(ids)
    with torch.inference_mode():
        exact = torch.sigmoid(model(torch.from_numpy(ids), torch.from_numpy(mask)).logits).numpy()
    apart = [np.abs(onnx_network(folder, 1, file)(ids, mask, ids) - exact).max() for file in (whole, "model.onnx")]
    print(f"apart from torch at most: float32 {apart[0]:.1e}, int8 {apart[1]:.2f}")
    if apart[0] > MOST_DIFFERENCE:
        raise SystemExit("too far from torch")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--name", help="as people call it; default: the name of the folder")
    parser.add_argument("--decoding", choices=["multi-label", "single-label"], required=True)
    parser.add_argument("--aggregation", choices=["first", "average", "max"], default="first")
    parser.add_argument("--class", action="append", default=[], dest="classes", metavar="LABEL=CLASS")
    parser.add_argument("--keys", type=Path, help="further keys of ontoground.json")
    parser.add_argument("--threshold", type=float, default=0.5, help="multi-label only")
    parser.add_argument("--max-tokens", type=int, default=128, help="of a window, with the two at its ends")
    parser.add_argument("--overlap", type=int, default=32, help="pieces that neighbouring windows share")
    parser.add_argument("--plain", action="store_true", help="quantise as ONNX Runtime does by itself; see quantize.py")
    parser.add_argument("--float", action="store_true", help=f"also keep {FLOAT}")
    options = parser.parse_args()
    model = open_classifier(options.model)
    options.to.mkdir(parents=True, exist_ok=True)
    lower = write_tokenizer(options.model, options.to)
    labels = [model.config.id2label[place] for place in range(model.config.num_labels)]
    classes = dict(said.split("=", 1) for said in options.classes)
    names = {name for label in labels for name in [name_of(label)] if name is not None}
    if odd := set(classes) - set(names):
        raise SystemExit(f"no such label: {', '.join(sorted(odd))}; there are {', '.join(labels)}")
    if odd := [name for name in sorted(set(names) - set(classes)) if not re.fullmatch(CLASS, name)]:
        raise SystemExit(f"no entity class: {', '.join(odd) or 'the empty name'}; say --class NAME=CLASS for each")
    found: dict[str, object] = {
        "kind": "tagger",
        "name": options.name or options.model.name,
        "file": "model.onnx",
        "decoding": options.decoding,
        "labels": labels,
        **({"classes": {name: to or None for name, to in classes.items()}} if classes else {}),
        **({"threshold": options.threshold} if options.decoding == "multi-label" else {}),
        "aggregation": options.aggregation,
        "maxTokens": min(options.max_tokens, model.config.max_position_embeddings),
        "overlap": options.overlap,
        "lowerCase": lower,
        **(json.loads(options.keys.read_text(encoding="utf-8")) if options.keys else {}),
    }
    with tempfile.TemporaryDirectory() as scratch:
        whole = options.to / FLOAT if options.float else Path(scratch) / "model.onnx"
        to_onnx(model, whole)
        onnx.checker.check_model(str(whole))
        quantize(whole, options.to / "model.onnx", rows=not options.plain)
        found["files"] = {
            file: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for file in ("model.onnx", "tokenizer.json")
            for content in ((options.to / file).read_bytes(),)
        }
        (options.to / "ontoground.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
        compare(options.to, str(whole.resolve()), model)


if __name__ == "__main__":
    main()
