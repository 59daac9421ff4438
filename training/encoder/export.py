"""Makes the folder that the engine loads: ONNX (int8, and float32 to compare), tokenizer, ontoground.json. For example:

    python -m encoder.export --model checkpoints/encoder/stage-1 --to checkpoints/export/stage-1 --prefixes 256 128
    python -m encoder.export --model base --to checkpoints/export/base --float
    python -m encoder.export --model path/to/SapBERT --pooling cls --to folder    (SapBERT as its hub has it)

The last line is for encoders of other makers: any BERT as Hugging Face's library saves it (config.json; weights as
model.safetensors or pytorch_model.bin; tokenizer.json, or vocab.txt with tokenizer_config.json). Not supported: other
networks (RoBERTa, MPNet, DeBERTa, ...), whose tokenizers are no WordPiece; layers after the pooling.
"""

import argparse
import hashlib
import json
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from tokenizers import Tokenizer
from tokenizers.implementations import BertWordPieceTokenizer
from torch import Tensor, nn
from transformers import BertModel

from common.quantize import quantize
from encoder.model import MAX_TOKENS, base_folder, load_tokenizer, pad
from encoder.onnx_model import OnnxEncoder

# The checkpoint of a training that runs.
LAST = Path("checkpoints/encoder/last.pt")
SHIPPED = ("model.onnx", "tokenizer.json")
FLOAT = "model.float32.onnx"
# int8 and float32 vectors of a name must be as near as this, on average.
LEAST_AGREEMENT = 0.98
# What ONNX computes must be what torch computes, before quantisation; of numbers of vectors of length one.
MOST_DIFFERENCE = 1e-3


class _Hidden(nn.Module):
    """What the file computes: the last hidden states. Pooling is the engine's, as for encoders of other makers."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        return self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state


def load(folder: Path) -> BertModel:
    """The network alone, whatever head it was saved with."""
    if not (folder / "config.json").exists():
        raise SystemExit(f"{folder}: no config.json; a folder as Hugging Face's library saves models is wanted")
    kind = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("model_type", "bert")
    if kind != "bert":
        raise SystemExit(f'{folder}: a model of type "{kind}"; only "bert" is supported, with its WordPiece tokenizer')
    after = folder / "modules.json"
    kinds = [module["type"] for module in json.loads(after.read_text(encoding="utf-8"))] if after.exists() else []
    if any(name.endswith("Dense") for name in kinds):
        raise SystemExit(f"{folder}: a dense layer after the pooling, which is not supported")
    bert, info = BertModel.from_pretrained(
        folder, add_pooling_layer=False, local_files_only=True, output_loading_info=True
    )
    if info["missing_keys"]:
        raise SystemExit(f"{folder}: weights are missing: {', '.join(sorted(info['missing_keys'])[:5])}")
    return bert.eval()


def write_tokenizer(folder: Path, to: Path) -> bool:
    """Writes tokenizer.json; answers whether it lower-cases."""
    if (folder / "tokenizer.json").exists():
        content = (folder / "tokenizer.json").read_bytes()
    elif (folder / "vocab.txt").exists():
        settings = folder / "tokenizer_config.json"
        told = json.loads(settings.read_text(encoding="utf-8")) if settings.exists() else {}
        lower = bool(told.get("do_lower_case", True))
        accents = told.get("strip_accents")
        tokenizer = BertWordPieceTokenizer(str(folder / "vocab.txt"), lowercase=lower, strip_accents=accents)
        content = tokenizer.to_str().encode()
    else:
        raise SystemExit(f"{folder}: neither tokenizer.json nor vocab.txt")
    found = json.loads(content)
    if found["model"].get("type", "WordPiece") != "WordPiece":
        raise SystemExit(f'{folder}: a tokenizer of type "{found["model"]["type"]}"; only WordPiece is supported')
    (to / "tokenizer.json").write_bytes(content)
    return bool((found.get("normalizer") or {}).get("lowercase", True))


def to_onnx(bert: BertModel, path: Path) -> None:
    ids = torch.tensor([[2, 3, 4, 5], [2, 3, 5, 0]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    axes = {"input_ids": {0: "batch", 1: "tokens"}, "attention_mask": {0: "batch", 1: "tokens"}}
    # The tracing exporter: its graphs are those that the quantiser knows.
    torch.onnx.export(
        _Hidden(bert).eval(), (ids, mask), str(path),
        input_names=["input_ids", "attention_mask"], output_names=["last_hidden_state"],
        dynamic_axes=axes | {"last_hidden_state": {0: "batch", 1: "tokens"}}, opset_version=17, dynamo=False,
    )  # fmt: skip


@torch.inference_mode()
def vectors(bert: BertModel, tokenizer: Tokenizer, texts: list[str], pooling: str, chunk: int = 64) -> np.ndarray:
    """What torch makes of the texts; of length one, in their order."""
    rows = [tokenizer.encode(text).ids for text in texts]
    order = sorted(range(len(rows)), key=lambda place: len(rows[place]))
    found = np.empty((len(rows), bert.config.hidden_size), dtype=np.float32)
    for start in range(0, len(order), chunk):
        places = order[start : start + chunk]
        ids, mask = pad([rows[place] for place in places])
        states = bert(input_ids=ids, attention_mask=mask).last_hidden_state
        # Every row has a first token: sums and means point the same way.
        pooled = states[:, 0] if pooling == "cls" else (states * mask.unsqueeze(-1)).sum(1)
        found[places] = nn.functional.normalize(pooled, dim=-1).numpy()
    return found


def checksums(folder: Path, names: Sequence[str]) -> dict[str, object]:
    """What ontoground.json says of its files."""
    contents = {name: (folder / name).read_bytes() for name in names}
    return {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        for name, content in contents.items()
    }


def settings(folder: Path, dimensions: int, pooling: str, **others: object) -> dict[str, object]:
    return {
        "kind": "encoder",
        "file": "model.onnx",
        "pooling": pooling,
        "dimensions": dimensions,
        **others,
        "normalize": True,
        "files": checksums(folder, SHIPPED),
    }


def sample_names(tokenizer: Tokenizer, count: int) -> list[str]:
    """Names for comparing: words of the vocabulary at random, which need no ontology at hand."""
    whole = sorted(word for word in tokenizer.get_vocab() if word.isalpha() and len(word) > 3)
    rng = random.Random(0)
    return [" ".join(rng.choices(whole, k=rng.randint(1, 6))) for _ in range(count)]


def compare(folder: Path, whole: Path, bert: BertModel, pooling: str) -> None:
    """Prints how near the files are to torch; ends where they are too far."""
    tokenizer = load_tokenizer(folder, json.loads((folder / "ontoground.json").read_text())["maxTokens"])
    texts = sample_names(tokenizer, 256)
    exact = vectors(bert, tokenizer, texts, pooling)
    difference = np.abs(exact - OnnxEncoder(folder, threads=1, file=str(whole.resolve())).embed(texts)).max()
    cosines = (exact * OnnxEncoder(folder, threads=1).embed(texts)).sum(axis=1)
    size = (folder / "model.onnx").stat().st_size / 1e6
    print(f"float32 to torch: {difference:.1e} at most; model.onnx {size:.1f} MB; "
          f"int8 to torch, cosine: mean {cosines.mean():.4f}, 5 % {np.quantile(cosines, 0.05):.4f}, "
          f"least {cosines.min():.4f}")  # fmt: skip
    if difference > MOST_DIFFERENCE or cosines.mean() < LEAST_AGREEMENT:
        raise SystemExit("too far from torch")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, help="a folder of Hugging Face's library, base, or last")
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--name", help="as people call it; default: the name of the folder")
    parser.add_argument("--pooling", choices=["mean", "cls"], default="mean")
    parser.add_argument("--prefixes", type=int, nargs="*", default=[])
    parser.add_argument("--max-tokens", type=int, default=MAX_TOKENS, help="with the two at the ends")
    parser.add_argument("--rows", action="store_true", help="quantise text by text: nearer, slower; see quantize.py")
    parser.add_argument("--float", action="store_true", help=f"also keep {FLOAT}")
    options = parser.parse_args()
    folder = base_folder() if options.model in ("base", "last") else Path(options.model)
    options.to.mkdir(parents=True, exist_ok=True)
    bert = load(folder)
    if options.model == "last":
        state = torch.load(LAST, weights_only=True)
        bert.load_state_dict({name.removeprefix("bert."): value for name, value in state["encoder"].items()})
        print(f"stage {state['stage'] + 1}, step {state['step']}")
    lower = write_tokenizer(folder, options.to)
    with tempfile.TemporaryDirectory() as scratch:
        whole = options.to / FLOAT if options.float else Path(scratch) / "model.onnx"
        to_onnx(bert, whole)
        onnx.checker.check_model(str(whole))
        quantize(whole, options.to / "model.onnx", rows=options.rows)
        found = settings(
            options.to, bert.config.hidden_size, options.pooling, prefixes=options.prefixes,
            maxTokens=options.max_tokens, lowerCase=lower, **({"name": options.name} if options.name else {}),
        )  # fmt: skip
        text = json.dumps(found, indent=2)
        (options.to / "ontoground.json").write_text(text + "\n", encoding="utf-8")
        compare(options.to, whole, bert, options.pooling)


if __name__ == "__main__":
    main()
