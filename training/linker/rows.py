"""Reads what `bench/accuracy/linker-rows.ts` writes: gold mentions with the features of their candidates."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

# How much mentions with a typing error made by us count, against those that people wrote.
MISSPELT = 0.3


@dataclass(frozen=True, slots=True)
class Mention:
    """`inputs`: candidates by features, NaN: not known. `run`: file, pair and stages; `read`: by its long form."""

    pair: str
    run: str
    split: str
    entity_class: str
    doc: str
    read: bool
    misspelt: bool
    inputs: np.ndarray
    right: np.ndarray


@dataclass(frozen=True, slots=True)
class Rows:
    features: tuple[str, ...]
    mentions: tuple[Mention, ...]

    def of(self, split: str) -> list[Mention]:
        return [mention for mention in self.mentions if mention.split == split]


def read_rows(files: Sequence[Path]) -> Rows:
    features: set[tuple[str, ...]] = set()
    mentions: list[Mention] = []
    for file in files:
        with file.open(encoding="utf-8") as lines:
            features.add(tuple(json.loads(next(lines))["features"]))
            mentions += (_mention(json.loads(line), file.stem) for line in lines)
    if len(features) != 1:
        raise SystemExit("the files have other features: write them anew, all with one version of the engine")
    return Rows(features.pop(), tuple(mentions))


def _mention(row: dict, file: str) -> Mention:
    inputs = [[np.nan if value is None else value for value in each["inputs"]] for each in row["candidates"]]
    run = f"{file} {row['pair']} {'+'.join(row['stages'])}"
    return Mention(
        row["pair"], run, row["split"], row["class"], row["doc"], row["read"], row.get("misspelt", False),
        np.array(inputs, dtype=np.float64), np.array([each["right"] for each in row["candidates"]], dtype=bool),
    )  # fmt: skip


def stacked(mentions: Iterable[Mention]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Inputs, what is right, and weights by which every run counts the same; those of misspelt mentions less."""
    chosen = [mention for mention in mentions if len(mention.inputs) > 0 and not mention.read]
    counts: dict[str, int] = {}
    for mention in chosen:
        counts[mention.run] = counts.get(mention.run, 0) + 1
    weights = [
        np.full(len(mention.inputs), (MISSPELT if mention.misspelt else 1) * 1000 / counts[mention.run])
        for mention in chosen
    ]
    inputs = np.concatenate([mention.inputs for mention in chosen])
    return inputs, np.concatenate([mention.right for mention in chosen]), np.concatenate(weights)
