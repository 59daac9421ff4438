"""The scorer of candidates: rows, trees as the engine reads them, calibration."""

import json
import math
import tempfile
import unittest
from pathlib import Path

import numpy as np

from linker import calibrate, measure, rows, train, trees

FEATURES = ("fuzzy", "ties", "names")


def made(count: int, seed: int, **more: object) -> list[dict]:
    """Mentions whose right candidate is as a rule the one more alike."""
    rng = np.random.default_rng(seed)
    lines = []
    for number in range(count):
        fuzzy = rng.random(4)
        right = int(np.argmax(fuzzy + 0.2 * rng.random(4)))
        candidates = [
            {"inputs": [None if rng.random() < 0.1 else float(value), int(rng.integers(3)), 1], "right": place == right}
            for place, value in enumerate(fuzzy)
        ]
        lines.append(
            {"pair": "made", "split": "train", "class": "disease", "doc": str(number // 3), "read": False,
             "stages": ["exact"], "candidates": candidates, **more}
        )  # fmt: skip
    return lines


def written(folder: str, *lines: list[dict]) -> Path:
    file = Path(folder) / "rows.jsonl"
    texts = [json.dumps({"features": FEATURES}), *(json.dumps(line) for part in lines for line in part)]
    file.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return file


def through(tree: dict, inputs: np.ndarray) -> float:
    """As the engine goes through a tree."""
    node = 0
    while tree["left"][node] != 0:
        value = inputs[tree["feature"][node]]
        left = tree["missingLeft"][node] if math.isnan(value) else value <= tree["threshold"][node]
        node = tree["left"][node] if left else tree["right"][node]
    return tree["value"][node]


class Linker(unittest.TestCase):
    def setUp(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            read = {"read": True}
            self.rows = rows.read_rows([written(folder, made(300, 1), made(20, 2, **read), made(30, 3, split="dev"))])
        self.settings = trees.Settings(trees=12, leaves=6, least=5)
        self.model = train.fitted(self.settings, self.rows, self.rows.of("train"))

    def test_rows(self) -> None:
        self.assertEqual(self.rows.features, FEATURES)
        self.assertEqual((len(self.rows.of("train")), len(self.rows.of("dev"))), (320, 30))
        inputs, right, weights = rows.stacked(self.rows.of("train"))
        self.assertEqual((inputs.shape, int(right.sum())), ((1200, 3), 300))
        self.assertTrue(np.isnan(inputs[:, 0]).any())
        self.assertAlmostEqual(float(weights.sum()), 4000)

    def test_rows_of_other_features_are_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            one = written(folder, made(1, 1))
            other = Path(folder) / "other.jsonl"
            other.write_text(json.dumps({"features": ["age"]}) + "\n", encoding="utf-8")
            with self.assertRaises(SystemExit):
                rows.read_rows([one, other])

    def test_trees_as_written_add_up_to_the_model(self) -> None:
        lists = json.loads(json.dumps(trees.tree_lists(self.model), allow_nan=False))
        inputs, _, _ = rows.stacked(self.rows.of("dev"))
        for row, odds in zip(inputs, self.model.decision_function(inputs), strict=True):
            found = trees.prior_of(self.model) + sum(through(tree, row) for tree in lists)
            self.assertAlmostEqual(found, odds, places=4)
        for tree in lists:
            counts = {len(tree[name]) for name in ("feature", "threshold", "missingLeft", "left", "right", "value")}
            self.assertEqual(len(counts), 1)
            inner = [node for node, left in enumerate(tree["left"]) if left != 0]
            for node in inner:
                below = [tree["value"][tree["left"][node]], tree["value"][tree["right"][node]]]
                self.assertTrue(min(below) - 1e-6 <= tree["value"][node] <= max(below) + 1e-6)

    def test_more_alike_is_never_worse(self) -> None:
        grid = np.array([[value, 1, 1] for value in np.linspace(0, 1, 50)])
        odds = self.model.decision_function(grid)
        self.assertTrue((np.diff(odds) >= -1e-9).all())

    def test_folds_keep_documents_whole(self) -> None:
        folds = calibrate.folds_of(self.rows.of("train"))
        documents = [{mention.doc for mention in fold} for fold in folds]
        self.assertEqual(sum(len(each) for each in documents), len(set.union(*documents)))

    def test_calibration_makes_scores_agree(self) -> None:
        mentions = self.rows.of("train")
        far = lambda inputs: 3 * self.model.decision_function(inputs) + 2  # noqa: E731
        lines = calibrate.calibration([(mentions, far)])
        self.assertEqual(set(lines), {"disease", "default"})
        self.assertGreater(measure.measure(mentions, far).ece, measure.measure(mentions, far, lines).ece)

    def test_figures_counted_by_hand(self) -> None:
        known = rows.Mention("p", "r", "dev", "c", "d", False, False, np.array([[0.1], [0.9]]), np.array([True, False]))
        found = measure.measure([known], lambda inputs: inputs[:, 0])
        self.assertEqual((found.before, found.first, found.five), (1.0, 0.0, 1.0))
        self.assertAlmostEqual(found.ece, 1 / (1 + math.exp(-0.9)))


if __name__ == "__main__":
    unittest.main()
