"""Strict entity precision, recall and F1 on dev splits, by corpus and class, of exported taggers.

    python -m tagger.evaluate --model int8=checkpoints/export/tagger-1 \\
        --model float32=checkpoints/export/tagger-1:model.float32.onnx --figures tagger/figures.md

A sentence is a text of its own, or with --documents all of a document's are one, through windows as in the engine. Both
ends and the class must be right; gold is what was published, such as no word ends at, too. With several models the last
lines say in how many sentences each finds what the first finds.
"""

import argparse
import json
import os
import platform
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np

from tagger.corpora import load
from tagger.examples import Example, examples
from tagger.forms import Document, Sentence
from tagger.network import onnx_network, open_tokenizer
from tagger.prepare import GOALS, some
from tagger.score import Counts, Mention, Network, mentions, probabilities, score, total


@dataclass(slots=True)
class Model:
    name: str
    network: Network
    classes: tuple[str, ...]
    thresholds: np.ndarray
    max_tokens: int
    overlap: int
    folder: Path


def open_model(said: str, threads: int) -> Model:
    """NAME=FOLDER, or NAME=FOLDER:FILE for another file of the folder."""
    name, _, place = said.partition("=")
    folder, _, file = place.partition(":")
    settings = json.loads((Path(folder) / "ontoground.json").read_text(encoding="utf-8"))
    classes = tuple(label[2:] for label in settings["labels"] if label.startswith("B-"))
    thresholds = np.array([settings["thresholds"][name] for name in classes])
    network = onnx_network(Path(folder), threads, file or None)
    return Model(name, network, classes, thresholds, settings["maxTokens"], settings["overlap"], Path(folder))


def joined(document: Document) -> Sentence:
    """The sentences of a document as one text; sentences of IOB are joined by blanks as its tokens are."""
    text, spans = "", []
    for sentence in document.sentences:
        start = len(text) + (1 if text else 0)
        text = f"{text} {sentence.text}" if text else sentence.text
        spans += [type(span)(span.start + start, span.end + start, span.label) for span in sentence.spans]
    return Sentence(text, spans)


def found_by(model: Model, made: Sequence[Example], of: Sequence[str]) -> tuple[list[np.ndarray], list[set[Mention]]]:
    values = probabilities(model.network, made, len(model.classes), model.max_tokens, model.overlap)
    sets = [
        {mention for mention in mentions(example, numbers, model.thresholds, model.classes) if mention[2] in of}
        for example, numbers in zip(made, values, strict=True)
    ]
    return values, sets


def line(corpus: str, what: str, model: str, counts: Counts) -> str:
    figures = f"{100 * counts.precision:.1f} | {100 * counts.recall:.1f} | **{100 * counts.f1:.1f}**"
    return f"| {corpus} | {what} | {model} | {counts.gold} | {figures} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", action="append", required=True, help="NAME=FOLDER or NAME=FOLDER:FILE")
    parser.add_argument("--data", type=Path, default=Path("../../shared/data/corpora"))
    parser.add_argument("--corpora", nargs="*", default=[], help=f"default: all; `goals` for {', '.join(GOALS)}")
    parser.add_argument("--documents", action="store_true")
    parser.add_argument("--limit", type=int, help="so many sentences of each corpus, from all over it")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--figures", type=Path)
    options = parser.parse_args()
    models = [open_model(said, options.threads) for said in options.model]
    tokenizer = open_tokenizer(models[0].folder)
    begun, worked = time.monotonic(), time.process_time()
    lines = ["| corpus (dev) | class | model | mentions | P | R | F1 |", "|---|---|---|---:|---:|---:|---:|"]
    same: Counter[str] = Counter()
    texts = 0
    names = tuple(GOALS if options.corpora == ["goals"] else options.corpora)
    for corpus in load(options.data, names, forms=True):
        sentences = some(corpus.dev, options.limit or sys.maxsize)
        if options.documents:
            sentences = [joined(document) for document in corpus.dev]
        made = list(examples(sentences, tokenizer, corpus.classes, Counter()))
        of = [name for name in corpus.classes if name in models[0].classes]
        texts += len(made)
        first: list[set[Mention]] = []
        for model in models:
            values, sets = found_by(model, made, of)
            first = first or sets
            same[model.name] += sum(one == other for one, other in zip(first, sets, strict=True))
            by_class = score(made, values, model.thresholds, model.classes, of)
            lines += [line(corpus.name, name, model.name, counts) for name, counts in by_class.items() if counts.gold]
            if len(by_class) > 1:
                lines.append(line(corpus.name, "all", model.name, total(by_class.values())))
    lines.append("")
    for model in models[1:]:
        share = 100 * same[model.name] / max(1, texts)
        lines.append(f"{model.name} finds what {models[0].name} finds in {share:.2f} % of {texts} texts.")
    print("\n".join(lines))
    print(f"wall {time.monotonic() - begun:.0f} s, cpu {time.process_time() - worked:.0f} s")
    if options.figures:
        head = f"<!-- python -m tagger.evaluate {' '.join(sys.argv[1:])}; {platform.processor() or 'CPU'} -->\n\n"
        options.figures.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
