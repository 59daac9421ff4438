"""Makes the folder that the engine loads: ONNX (int8, and float32 to compare), tokenizer, ontoground.json. For example:

    python -m tagger.export --model checkpoints/tagger/stage-1 --to checkpoints/export/tagger-1 --float
    python -m tagger.export --model last --to checkpoints/export/tagger-last

`last` is the moving average in the checkpoint of a training that may still run. Thresholds are those with the best F1
on a fiftieth of train that is never learned from (`tune`). Taggers of other makers: see tagger.adopt.
"""

import argparse
import hashlib
import json
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from encoder.model import base_folder
from tagger.calibration import Batch, round_as_bytes
from tagger.catalogue import CLASSES
from tagger.corpora import load
from tagger.examples import examples
from tagger.int8 import network as int8_network
from tagger.model import Tagger
from tagger.network import onnx_network, open_tokenizer, torch_network
from tagger.prepare import ALL, GOALS
from tagger.score import Counts, Network, probabilities, score, total

LAST = Path("checkpoints/tagger/last.pt")
FLOAT = "model.float32.onnx"
OVERLAP = 32
# What ONNX computes must be what torch computes, before quantisation; of probabilities.
MOST_DIFFERENCE = 1e-3
# A number at the border of two bytes may be either.
MOST_DIFFERENCE_ROUNDED = 0.1
GRID = np.arange(0.2, 0.81, 0.05)
# A class with fewer mentions to choose by keeps the threshold in the middle.
LEAST_MENTIONS = 50


class Engine(nn.Module):
    """What the file computes: logits of the engine's classes, the auxiliary ones left out."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        return self.tagger(input_ids, attention_mask, token_type_ids)[..., : 2 * len(CLASSES)]


class EngineWithoutCase(Engine):
    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        return super().forward(input_ids, attention_mask, torch.zeros_like(input_ids))


def open_tagger(model: str, checkpoint: Path = LAST) -> tuple[Tagger, dict, str]:
    """The tagger, the settings it was trained with, and how far it was."""
    if model != "last":
        folder = Path(model)
        settings = json.loads((folder / "tagger.json").read_text(encoding="utf-8"))
        tagger = Tagger(folder, len(ALL), settings["layers"], settings["case"], settings["exclusive"])
        return tagger.eval(), settings | {"folder": str(folder)}, folder.name
    state = torch.load(checkpoint, weights_only=True)
    settings = state["settings"]
    folder = Path(settings["base"]) if settings["base"] else base_folder()
    tagger = Tagger(folder, len(ALL), settings["layers"], settings["case"], settings["exclusive"])
    tagger.take(state["average"])
    stage = state["stages"][min(state["stage"], len(state["stages"]) - 1)]["name"]
    return tagger.eval(), settings | {"folder": str(folder)}, f"stage {stage}, {state['tokens']} tokens"


def to_onnx(tagger: Tagger, path: Path) -> None:
    ids = torch.tensor([[101, 3, 4, 102], [101, 3, 102, 0]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    inputs = {"input_ids": ids, "attention_mask": mask} | ({"token_type_ids": mask} if tagger.case else {})
    axes = {name: {0: "batch", 1: "tokens"} for name in (*inputs, "logits")}
    # The tracing exporter: its graphs are those that the quantiser knows.
    torch.onnx.export(
        (Engine if tagger.case else EngineWithoutCase)(tagger).eval(), tuple(inputs.values()), str(path),
        input_names=list(inputs), output_names=["logits"], dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip


def tuned(network: Network, data: Path, folder: Path, max_tokens: int) -> dict[str, float]:
    """By class; on the corpora that are the goal where they have enough of it, else on all."""
    tokenizer = open_tokenizer(folder)
    tables: dict[str, list[list[Counts]]] = {name: [] for name in CLASSES}
    goals: dict[str, list[bool]] = {name: [] for name in CLASSES}
    for corpus in load(data):
        sentences = [sentence for document in corpus.tune for sentence in document.sentences]
        made = list(examples(sentences, tokenizer, corpus.classes, Counter()))
        values = probabilities(network, made, len(CLASSES), max_tokens, OVERLAP)
        own = [name for name in corpus.classes if name in CLASSES]
        by_step = [score(made, values, np.full(len(CLASSES), step), CLASSES, own) for step in GRID]
        for name in own:
            tables[name].append([found[name] for found in by_step])
            goals[name].append(corpus.name in GOALS)
    chosen = {}
    for name in CLASSES:
        rows = [row for row, goal in zip(tables[name], goals[name], strict=True) if goal]
        if total(row[0] for row in rows).gold < LEAST_MENTIONS:
            rows = tables[name]
        enough = total(row[0] for row in rows).gold >= LEAST_MENTIONS
        f1 = [total(row[step] for row in rows).f1 for step in range(len(GRID))]
        # The mean over neighbours: what lies between two good ones is no accident.
        smooth = np.convolve(np.pad(f1, 1, mode="edge"), np.ones(3) / 3, mode="valid")
        chosen[name] = round(float(GRID[int(np.argmax(smooth))]), 2) if enough else 0.5
    return chosen


def settings_of(folder: Path, name: str, thresholds: dict[str, float], case: bool, max_tokens: int) -> dict:
    contents = {file: (folder / file).read_bytes() for file in ("model.onnx", "tokenizer.json")}
    return {
        "kind": "tagger",
        "name": name,
        "file": "model.onnx",
        "decoding": "multi-label",
        "labels": [f"{mark}-{label}" for label in CLASSES for mark in "BI"],
        "thresholds": thresholds,
        "aggregation": "first",
        "maxTokens": max_tokens,
        "overlap": OVERLAP,
        "lowerCase": True,
        **({"tokenTypes": "case"} if case else {}),
        "files": {
            file: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for file, content in contents.items()
        },
    }


def sampled(tagger: Tagger) -> tuple[Batch, np.ndarray]:
    """Made-up texts, and what torch says of them."""
    rng = np.random.default_rng(0)
    ids = rng.integers(1, tagger.bert.config.vocab_size, (16, 48))
    mask = (np.arange(48) < rng.integers(8, 49, (16, 1))).astype(np.int64)
    cases = rng.integers(0, 5, (16, 48))
    return (ids, mask, cases), torch_network(tagger)(ids, mask, cases)[..., : 2 * len(CLASSES)] * mask[:, :, None]


def compare(folder: Path, whole: Path, batch: Batch, exact: np.ndarray, most: float) -> None:
    """Prints how near the files are to torch; ends where float32 is too far."""
    apart = [
        np.abs(onnx_network(folder, 1, file)(*batch) * batch[1][:, :, None] - exact).max()
        for file in (str(whole.resolve()), "model.onnx")
    ]
    size = (folder / "model.onnx").stat().st_size / 1e6
    print(f"model.onnx {size:.1f} MB; apart from torch at most: float32 {apart[0]:.1e}, int8 {apart[1]:.2f}")
    if apart[0] > most:
        raise SystemExit("too far from torch")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, help="stage-NAME folder of a training, or last")
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--name", default="biomedical entities", help="as people call it")
    parser.add_argument("--data", type=Path, default=Path("../../shared/data/corpora"))
    parser.add_argument("--checkpoint", type=Path, default=LAST, help="where last is")
    parser.add_argument("--no-tune", action="store_true", help="thresholds of 0.5")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--float", action="store_true", help=f"also keep {FLOAT}")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.to.mkdir(parents=True, exist_ok=True)
    tagger, settings, known_as = open_tagger(options.model, options.checkpoint)
    print(known_as)
    max_tokens = settings["mixture"]["max_tokens"]
    (options.to / "tokenizer.json").write_bytes((Path(settings["folder"]) / "tokenizer.json").read_bytes())
    with tempfile.TemporaryDirectory() as scratch:
        whole = options.to / FLOAT if options.float else Path(scratch) / "model.onnx"
        to_onnx(tagger, whole)
        onnx.checker.check_model(str(whole))
        exact = sampled(tagger)
        most = MOST_DIFFERENCE_ROUNDED if tagger.rounds else MOST_DIFFERENCE
        round_as_bytes(tagger, options.data, options.to, max_tokens)
        onnx.save(int8_network(tagger), str(options.to / "model.onnx"))
        thresholds = dict.fromkeys(CLASSES, 0.5)
        found = settings_of(options.to, options.name, thresholds, tagger.case, max_tokens)
        text = json.dumps(found, indent=2)
        (options.to / "ontoground.json").write_text(text + "\n", encoding="utf-8")
        compare(options.to, whole, *exact, most)
    if not options.no_tune:
        found["thresholds"] = tuned(onnx_network(options.to, options.threads), options.data, options.to, max_tokens)
        print(json.dumps(found["thresholds"]))
        (options.to / "ontoground.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
