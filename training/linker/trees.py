"""Boosted trees as the engine reads them, and their log-odds."""

from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

# What must not speak for a candidate when it grows, or against it: the more alike, the better.
DIRECTIONS = {
    "fuzzy": 1, "vector": 1, "fuzzyBehind": -1, "vectorBehind": -1, "fuzzyRank": -1, "vectorRank": -1,
    "ties": -1, "rivals": -1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    trees: int = 150
    rate: float = 0.1
    leaves: int = 16
    least: int = 40
    penalty: float = 1.0
    directed: bool = True
    seed: int = 20261121


def fit(
    settings: Settings, features: tuple[str, ...], inputs: np.ndarray, right: np.ndarray, weights: np.ndarray
) -> HistGradientBoostingClassifier:
    directions = [DIRECTIONS.get(name, 0) if settings.directed else 0 for name in features]
    model = HistGradientBoostingClassifier(
        max_iter=settings.trees, learning_rate=settings.rate, max_leaf_nodes=settings.leaves,
        min_samples_leaf=settings.least, l2_regularization=settings.penalty, monotonic_cst=directions,
        early_stopping=False, random_state=settings.seed,
    )  # fmt: skip
    return model.fit(inputs, right, sample_weight=weights)


def tree_lists(model: HistGradientBoostingClassifier) -> list[dict]:
    """As `Tree` of src/linker/boosted-scorer.ts says."""
    return [_tree(predictors[0].nodes) for predictors in model._predictors]


def _tree(nodes: np.ndarray) -> dict:
    values = nodes["value"].astype(float).copy()
    # A node comes before its children: backwards, each is the mean of what is below it.
    for place in range(len(nodes) - 1, -1, -1):
        node = nodes[place]
        if node["is_leaf"]:
            continue
        left, right = int(node["left"]), int(node["right"])
        counts = nodes["count"][[left, right]].astype(float)
        values[place] = (values[[left, right]] * counts).sum() / counts.sum()
    inner = ~nodes["is_leaf"].astype(bool)
    return {
        "feature": [int(value) for value in np.where(inner, nodes["feature_idx"], 0)],
        # Beyond all numbers: what is known goes left, what is not goes right. JSON has no infinity.
        "threshold": [float(value) for value in np.minimum(np.where(inner, nodes["num_threshold"], 0), 1e300)],
        "missingLeft": [bool(value) for value in np.where(inner, nodes["missing_go_to_left"], 0)],
        "left": [int(value) for value in np.where(inner, nodes["left"], 0)],
        "right": [int(value) for value in np.where(inner, nodes["right"], 0)],
        "value": [round(float(value), 6) for value in values],
    }


def prior_of(model: HistGradientBoostingClassifier) -> float:
    return float(np.asarray(model._baseline_prediction).ravel()[0])
