"""What a training run has written of itself."""

import json
from pathlib import Path


def reached(stage: Path, key: str) -> dict[str, int]:
    """How far each stage got, in `key` (steps, tokens), up to the stage in this folder, by the log beside it."""
    stages: dict[str, int] = {}
    for line in (stage.parent / "train.log").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if "loss" in row:
            stages[row["stage"]] = row[key]
        if row.get("event") == "stage done" and f"stage-{row['stage']}" == stage.name:
            break
    return stages
