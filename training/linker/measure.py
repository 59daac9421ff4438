"""How often the right concept comes first, among five, and how far scores are from that."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from linker.calibrate import Score
from linker.rows import Mention


@dataclass(frozen=True, slots=True)
class Figures:
    """`before`: in the order in which candidates came. `ece`: expected calibration error of first answers, ten bins."""

    mentions: int
    before: float
    first: float
    five: float
    ece: float


def measure(mentions: Sequence[Mention], score: Score, lines: dict[str, dict[str, float]] | None = None) -> Figures:
    first, five, before, scores, rights = 0, 0, 0, [], []
    for mention in mentions:
        if len(mention.inputs) == 0:
            continue
        odds = score(mention.inputs)
        order = np.argsort(-odds, kind="stable")
        first += bool(mention.right[order[0]])
        five += bool(mention.right[order[:5]].any())
        before += bool(mention.right[0])
        line = (lines or {}).get(mention.entity_class, (lines or {}).get("default", {"slope": 1, "offset": 0}))
        scores.append(1 / (1 + np.exp(-(line["slope"] * odds[order[0]] + line["offset"]))))
        rights.append(bool(mention.right[order[0]]))
    count = max(1, len(mentions))
    return Figures(len(mentions), before / count, first / count, five / count, _ece(np.array(scores), np.array(rights)))


def _ece(scores: np.ndarray, rights: np.ndarray) -> float:
    bins = np.minimum(9, (scores * 10).astype(int))
    parts = [
        abs(scores[bins == place].mean() - rights[bins == place].mean()) * (bins == place).sum() for place in set(bins)
    ]
    return float(sum(parts) / max(1, len(scores)))
