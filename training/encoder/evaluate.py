"""How often the nearest names are of the right concept: dev splits alone, names of the ontology alone, no context.

    python -m encoder.evaluate --kb kb --gold ../../shared/data/linking --model base=checkpoints/export/base \\
        --model stage-1=checkpoints/export/stage-1 --tf-idf --figures encoder/figures.md

Mentions: with an id that the ontology has, not composite. A concept counts once, by its nearest name. Vectors of
names are kept in checkpoints/vectors by model and name: only new names are embedded.
"""

import argparse
import hashlib
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from common.gold import PAIRS, Mention, Ontology, Pair, read_mentions
from common.kb import open_store, read_concepts
from encoder.onnx_model import OnnxEncoder
from encoder.static_table import StaticEncoder

DEPTHS = (1, 5, 20, 64)
# Names looked at for each mention: enough for 64 concepts even where each has dozens of names.
NAMES_LOOKED_AT = 1024

Scores = Callable[[Sequence[str]], np.ndarray]
NameEncoder = OnnxEncoder | StaticEncoder


def open_encoder(folder: Path, threads: int) -> NameEncoder:
    kind = json.loads((folder / "ontoground.json").read_text(encoding="utf-8"))["kind"]
    return StaticEncoder(folder) if kind == "static" else OnnxEncoder(folder, threads)


@dataclass(frozen=True, slots=True)
class Row:
    pair: str
    system: str
    mentions: int
    coverage: float
    recall: tuple[float, ...]


class Vectors:
    """A cache of vectors of one model, by name, kept as one matrix with one list of names."""

    def __init__(self, folder: Path, encoder: NameEncoder) -> None:
        self._encoder = encoder
        self._folder = folder / encoder.hash[:16]
        self._folder.mkdir(parents=True, exist_ok=True)
        self.seconds = 0.0
        self.embedded = 0

    def of(self, names: Sequence[str]) -> np.ndarray:
        key = hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]
        path = self._folder / f"{key}.npy"
        if path.exists():
            return np.load(path).astype(np.float32)
        begun = time.process_time()
        vectors = self._encoder.embed(names)
        self.seconds += time.process_time() - begun
        self.embedded += len(names)
        np.save(path, vectors.astype(np.float16))
        return vectors


def ranks(scores: np.ndarray, ontology: Ontology, gold: frozenset[int]) -> int | None:
    """Rank from 0 of the first right concept among the nearest, None when it is not among them."""
    most = min(NAMES_LOOKED_AT, len(scores))
    near = np.argpartition(-scores, most - 1)[:most]
    seen: dict[int, None] = {}
    for name in near[np.lexsort((near, -scores[near]))]:
        for concept in ontology.concepts[name]:
            if concept in gold:
                return len(seen) if concept not in seen else None
            seen[concept] = None
        if len(seen) >= DEPTHS[-1]:
            return None
    return None


def recalls(mentions: Sequence[Mention], ontology: Ontology, score: Scores) -> tuple[float, ...]:
    """Share of mentions with a right concept among the first 1, 5, 20, 64; a mention said twice is looked up once."""
    texts = sorted({mention.text.lower() for mention in mentions})
    wanted: dict[str, list[frozenset[int]]] = {text: [] for text in texts}
    for mention in mentions:
        wanted[mention.text.lower()].append(ontology.places(mention.ids))
    found: list[int | None] = []
    for start in range(0, len(texts), 256):
        block = texts[start : start + 256]
        for text, row in zip(block, score(block), strict=True):
            known: dict[frozenset[int], int | None] = {}
            for gold in wanted[text]:
                if gold not in known:
                    known[gold] = ranks(row, ontology, gold)
                found.append(known[gold])
    return tuple(sum(rank is not None and rank < depth for rank in found) / len(found) for depth in DEPTHS)


def by_vectors(ontology: Ontology, vectors: Vectors, encoder: NameEncoder, dimensions: int) -> Scores:
    def cut(matrix: np.ndarray) -> np.ndarray:
        matrix = matrix[:, :dimensions]
        return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)

    names = cut(vectors.of(ontology.names)).T
    return lambda texts: cut(encoder.embed(texts)) @ names


def by_tf_idf(ontology: Ontology) -> Scores:
    """Cosine of character trigrams weighted by tf-idf, as the lexical peers have it, without their cut-off."""
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), sublinear_tf=True, dtype=np.float32)
    names = sparse.csr_matrix(grams.fit_transform(ontology.names)).T.tocsr()
    return lambda texts: (grams.transform(texts) @ names).toarray()


def measure(pair: Pair, system: str, ontology: Ontology, gold: list[Mention], score: Scores) -> Row:
    covered = [mention for mention in gold if ontology.places(mention.ids)]
    return Row(pair.name, system, len(covered), len(covered) / len(gold), recalls(covered, ontology, score))


def table(rows: list[Row]) -> str:
    lines = [
        "| pair | mentions (covered) | names by | acc@1 | R@5 | R@20 | R@64 |",
        "| --- | ---: | --- | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        figures = " | ".join(f"{value:.3f}" for value in row.recall)
        lines.append(f"| {row.pair} | {row.mentions} ({row.coverage:.3f}) | {row.system} | {figures} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kb", type=Path, default=Path("kb"))
    parser.add_argument("--gold", type=Path, required=True, help="folder with the gold mentions, dev and train alone")
    parser.add_argument("--model", action="append", default=[], help="NAME=FOLDER of an exported encoder")
    parser.add_argument("--dimensions", type=int, nargs="*", default=[], help="prefixes to measure beside the whole")
    parser.add_argument("--tf-idf", action="store_true")
    parser.add_argument("--pairs", default=",".join(pair.name for pair in PAIRS), help="which pairs, by name")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--cache", type=Path, default=Path("checkpoints/vectors"))
    parser.add_argument("--figures", type=Path, help="file to write the table to")
    options = parser.parse_args()
    store = open_store(options.kb)
    chosen = [pair for pair in PAIRS if pair.name in options.pairs.split(",")]
    encoders = {
        name: open_encoder(Path(folder), options.threads)
        for name, folder in (item.split("=", 1) for item in options.model)
    }
    caches = {name: Vectors(options.cache, encoder) for name, encoder in encoders.items()}
    rows: list[Row] = []

    def add(*of: object) -> None:
        rows.append(measure(*of))  # type: ignore[arg-type]
        print(table(rows[-1:]).splitlines()[-1], flush=True)

    for pair in chosen:
        ontology = Ontology(read_concepts(store, pair.sources))
        gold = list(read_mentions(options.gold / pair.file))
        print(f"{pair.name}: {len(ontology.ids)} concepts, {len(ontology.names)} names", flush=True)
        if options.tf_idf:
            add(pair, "tf-idf, trigrams", ontology, gold, by_tf_idf(ontology))
        for name, encoder in encoders.items():
            for size in [encoder.dimensions, *options.dimensions]:
                label = name if size == encoder.dimensions else f"{name}, first {size}"
                add(pair, label, ontology, gold, by_vectors(ontology, caches[name], encoder, size))
    for name, cache in caches.items():
        if cache.embedded:
            rate = cache.embedded / cache.seconds
            print(f"{name}: {cache.embedded} names embedded, {rate:.0f} a second of one core")
    if options.figures:
        options.figures.write_text(f"{preface()}\n{table(rows)}\n", encoding="utf-8")


def preface() -> str:
    """How the figures were made: the command, the machine, the day."""
    processor = next(
        (line.partition(":")[2].strip() for line in _lines(Path("/proc/cpuinfo")) if line.startswith("model name")),
        platform.processor() or platform.machine(),
    )
    day = time.strftime("%Y-%m-%d", time.gmtime())
    command = " ".join(["python -m encoder.evaluate", *sys.argv[1:]])
    return (
        f"# Encoder alone, dev splits\n\nMade on {day}, {processor}, by\n\n    {command}\n\n"
        "Mentions with an id that the ontology has, composite ones apart (BioID: train, for want of a dev split). No\n"
        "context, no abbreviations expanded, names of the ontology alone. int8 models, as shipped.\n"
    )


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


if __name__ == "__main__":
    main()
