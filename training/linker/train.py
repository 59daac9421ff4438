"""Fits the scorer of candidates, calibrates it and writes it where the engine reads it.

    npx tsx bench/accuracy/linker-rows.ts rows-encoder.jsonl --encoder data/models/encoder   # and others, and none
    python -m linker.train rows-*.jsonl --to ../data/models/linker

Fitted on train splits, calibrated on folds of them by document; dev splits are measured only. A run takes a minute.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from linker.calibrate import Score, calibration, folds_of
from linker.measure import Figures, measure
from linker.rows import Mention, Rows, read_rows, stacked
from linker.trees import Settings, fit, prior_of, tree_lists


def odds_of(model: HistGradientBoostingClassifier) -> Score:
    return lambda inputs: model.decision_function(inputs)


def fitted(settings: Settings, rows: Rows, mentions: Sequence[Mention]) -> HistGradientBoostingClassifier:
    return fit(settings, rows.features, *stacked(mentions))


def calibrated(settings: Settings, rows: Rows, train: Sequence[Mention]) -> dict[str, dict[str, float]]:
    parts = folds_of(train)
    held_out = []
    for number, fold in enumerate(parts):
        others = [mention for place, part in enumerate(parts) if place != number for mention in part]
        held_out.append((fold, odds_of(fitted(settings, rows, others))))
    return calibration(held_out)


HEAD = "| dev | mentions | acc@1 before | acc@1 | R@5 | ECE |\n| --- | ---: | ---: | ---: | ---: | ---: |"


def print_figures(title: str, rows: Rows, score: Score, lines: dict[str, dict[str, float]] | None) -> None:
    print(f"\n{title}\n\n{HEAD}")
    dev = rows.of("dev")
    for run in sorted({mention.run for mention in dev}):
        found: Figures = measure([mention for mention in dev if mention.run == run], score, lines)
        figures = " | ".join(f"{value:.3f}" for value in (found.before, found.first, found.five, found.ece))
        print(f"| {run} | {found.mentions} | {figures} |")


def without_each_pair(settings: Settings, rows: Rows) -> None:
    """What is left of it for names and texts of a kind it never saw."""
    train = rows.of("train")
    for pair in sorted({mention.pair for mention in train}):
        model = fitted(settings, rows, [mention for mention in train if mention.pair != pair])
        dev = [mention for mention in rows.mentions if mention.split == "dev" and mention.pair == pair]
        print_figures(f"Without {pair}", Rows(rows.features, tuple(dev)), odds_of(model), None)


def write(to: Path, rows: Rows, model: HistGradientBoostingClassifier, lines: dict, settings: Settings) -> None:
    to.mkdir(parents=True, exist_ok=True)
    content = {
        "kind": "linker",
        "name": "boosted-trees",
        "features": rows.features,
        "prior": round(prior_of(model), 6),
        "calibration": lines,
        "settings": asdict(settings),
        "trees": tree_lists(model),
    }
    (to / "model.json").write_text(json.dumps(content, separators=(",", ":"), allow_nan=False) + "\n", encoding="utf-8")


def sample(rows: Rows, model: HistGradientBoostingClassifier, to: Path) -> None:
    """Some candidates with their log-odds: the engine is to say the same."""
    rng = np.random.default_rng(0)
    inputs = np.concatenate([mention.inputs for mention in rows.mentions if len(mention.inputs) > 0])
    chosen = inputs[rng.choice(len(inputs), 200, replace=False)]
    odds = model.decision_function(chosen)
    lines = [
        json.dumps({"inputs": [None if np.isnan(value) else value for value in row], "odds": round(float(each), 6)})
        for row, each in zip(chosen, odds, strict=True)
    ]
    to.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path, nargs="+")
    parser.add_argument("--to", type=Path, help="folder of the model; without it, only measured")
    parser.add_argument(
        "--sample", type=Path, help="also writes candidates with their log-odds, for the engine's tests"
    )
    parser.add_argument("--each", action="store_true", help="also measures each pair by a model that never saw it")
    for field in fields(Settings):
        kind = {"int": int, "float": float}.get(str(field.type), lambda value: value == "True")
        parser.add_argument(f"--{field.name}", type=kind, default=field.default)
    options = parser.parse_args()
    settings = Settings(**{field.name: getattr(options, field.name) for field in fields(Settings)})
    rows = read_rows(options.rows)
    train = rows.of("train")
    model = fitted(settings, rows, train)
    lines = calibrated(settings, rows, train)
    print(f"{len(train)} mentions of train splits; {settings}\n{json.dumps(lines)}")
    print_figures("All", rows, odds_of(model), lines)
    if options.each:
        without_each_pair(settings, rows)
    if options.to is not None:
        write(options.to, rows, model, lines, settings)
    if options.sample is not None:
        sample(rows, model, options.sample)


if __name__ == "__main__":
    main()
