"""Log-odds that agree with how often first answers are right: a line for each class (Platt 1999)."""

from collections.abc import Callable, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from linker.rows import Mention

Score = Callable[[np.ndarray], np.ndarray]
FOLDS = 5
# A class with fewer first answers has the line of all.
LEAST = 200


def folds_of(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """By document, so that what is calibrated on was not learned from."""
    documents = sorted({mention.doc for mention in mentions})
    fold = {doc: place % FOLDS for place, doc in enumerate(documents)}
    return [[mention for mention in mentions if fold[mention.doc] == number] for number in range(FOLDS)]


def firsts(mentions: Sequence[Mention], score: Score) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds of the first answers, and whether they are right."""
    found = []
    for mention in mentions:
        if len(mention.inputs) == 0 or mention.read or mention.misspelt:
            continue
        odds = score(mention.inputs)
        place = int(np.argmax(odds))
        found.append((odds[place], mention.right[place]))
    odds, right = zip(*found, strict=True)
    return np.array(odds), np.array(right)


def line(odds: np.ndarray, right: np.ndarray, weights: np.ndarray) -> dict[str, float]:
    model = LogisticRegression(C=100).fit(odds.reshape(-1, 1), right, sample_weight=weights)
    return {"slope": round(float(model.coef_[0, 0]), 4), "offset": round(float(model.intercept_[0]), 4)}


def calibration(held_out: Sequence[tuple[Sequence[Mention], Score]]) -> dict[str, dict[str, float]]:
    """Of mentions scored by what was not fitted on their documents; `default`: of all classes, each as heavy."""
    by_class: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}
    for mentions, score in held_out:
        for entity_class in sorted({mention.entity_class for mention in mentions}):
            chosen = [mention for mention in mentions if mention.entity_class == entity_class]
            by_class.setdefault(entity_class, []).append(firsts(chosen, score))
    joined = {
        name: (np.concatenate([odds for odds, _ in parts]), np.concatenate([right for _, right in parts]))
        for name, parts in by_class.items()
    }
    found = {}
    for name, (odds, right) in joined.items():
        if len(odds) >= LEAST and 0 < right.mean() < 1:
            found[name] = line(odds, right, np.ones(len(odds)))
    everything = [(odds, right, np.full(len(odds), 1000 / len(odds))) for odds, right in joined.values()]
    found["default"] = line(*(np.concatenate(parts) for parts in zip(*everything, strict=True)))
    return found
