"""Are the vectors that the engine makes in Node those that torch makes? Before quantisation and after.

    python -m encoder.parity --model base --export checkpoints/export/base [--names FILE]

    python -m encoder.parity --export checkpoints/export/static [--names FILE]

--export is a folder made by `encoder.export --float` of the same --model, or a table, which is compared with what numpy
makes of it; FILE holds a name a line (default: 1,000 made of words of the vocabulary). Needs the engine's checkout,
with its dependencies, above this folder.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from encoder.export import FLOAT, MOST_DIFFERENCE, load, sample_names, vectors
from encoder.model import base_folder, load_tokenizer
from encoder.static_table import StaticEncoder

ENGINE = Path(__file__).resolve().parents[2]


def engine_vectors(folder: Path, texts: list[str], dimensions: int) -> np.ndarray:
    command = ["npx", "tsx", "bench/accuracy/encoder-vectors.ts", str(folder.resolve())]
    done = subprocess.run(command, cwd=ENGINE, input=json.dumps(texts).encode(), stdout=subprocess.PIPE, check=True)
    return np.frombuffer(done.stdout, dtype="<f4").reshape(len(texts), dimensions)


def of_table(folder: Path, texts: list[str]) -> None:
    exact = StaticEncoder(folder).embed(texts)
    difference = np.abs(engine_vectors(folder, texts, exact.shape[1]) - exact).max()
    print(f"{len(texts)} names; the table in Node to numpy: {difference:.1e} at most (may be {MOST_DIFFERENCE})")
    if difference > MOST_DIFFERENCE:
        raise SystemExit("too far from numpy")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", help="as for export; not last, which changes; not for tables")
    parser.add_argument("--export", type=Path, required=True)
    parser.add_argument("--names", type=Path)
    options = parser.parse_args()
    settings = json.loads((options.export / "ontoground.json").read_text(encoding="utf-8"))
    tokenizer = load_tokenizer(options.export, settings["maxTokens"])
    texts = sample_names(tokenizer, 1000)
    if options.names:
        texts = options.names.read_text(encoding="utf-8").rstrip("\n").split("\n")
    if settings["kind"] == "static":
        of_table(options.export, texts)
        return
    if not options.model:
        parser.error("--model is wanted")
    bert = load(base_folder() if options.model == "base" else Path(options.model))
    exact = vectors(bert, tokenizer, texts, settings["pooling"])
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch)
        for name in (FLOAT, "tokenizer.json"):
            (whole / name).symlink_to((options.export / name).resolve())
        changed = {key: value for key, value in settings.items() if key != "files"} | {"file": FLOAT}
        (whole / "ontoground.json").write_text(json.dumps(changed), encoding="utf-8")
        difference = np.abs(engine_vectors(whole, texts, exact.shape[1]) - exact).max()
    cosines = (engine_vectors(options.export, texts, exact.shape[1]) * exact).sum(axis=1)
    print(f"{len(texts)} names; float32 in Node to torch: {difference:.1e} at most (may be {MOST_DIFFERENCE}); int8 in "
          f"Node to torch, cosine: mean {cosines.mean():.4f}, 1 % {np.quantile(cosines, 0.01):.4f}, "
          f"least {cosines.min():.4f}")  # fmt: skip
    if difference > MOST_DIFFERENCE:
        raise SystemExit("too far from torch")


if __name__ == "__main__":
    main()
