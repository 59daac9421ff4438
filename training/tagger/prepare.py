"""Corpora as examples, kept in a file: making them takes minutes, reading them seconds."""

import hashlib
import pickle
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from tagger.catalogue import AUXILIARY, CLASSES
from tagger.corpora import Corpus, load
from tagger.examples import Example, examples
from tagger.forms import Document, Sentence
from tagger.network import open_tokenizer
from tagger.sampler import Stream

# In the order of the outputs.
ALL = (*CLASSES, *AUXILIARY)
# Corpora whose dev figures are the goal, looked at more closely while training.
GOALS = ("ncbi-disease", "bc5cdr", "bc2gm", "jnlpba", "linnaeus", "biored")
DEV_SENTENCES, OTHER_SENTENCES = 500, 100


@dataclass(slots=True)
class Measured:
    """A dev split, or some of it."""

    name: str
    classes: tuple[str, ...]
    examples: list[Example]


@dataclass(slots=True)
class Prepared:
    streams: list[Stream]
    dev: list[Measured]
    faults: dict[str, int]


def prepare(
    data: Path, out: Path, base: Path, names: tuple[str, ...], without: tuple[str, ...], with_dev: bool
) -> Prepared:
    """From the file of an earlier run, where neither the code that makes it nor what it is made of has changed."""
    here = Path(__file__).parent
    code = [here / f"{name}.py" for name in ("catalogue", "corpora", "examples", "forms", "readers", "prepare")]
    made_of = [*(path.read_bytes() for path in code), (base / "tokenizer.json").read_bytes()]
    made_of += [f"{path.relative_to(data)} {path.stat().st_size}".encode() for path in sorted(data.rglob("*.gz"))]
    made_of.append(repr((names, without, with_dev)).encode())
    path = out.parent / f"tagger-examples-{hashlib.sha256(b'|'.join(made_of)).hexdigest()[:12]}.pickle"
    if path.exists():
        with path.open("rb") as file:
            return pickle.load(file)
    tokenizer = open_tokenizer(base)
    faults: Counter[str] = Counter()
    corpora = load(data, names, without, with_dev=with_dev)
    prepared = Prepared(streams_of(corpora, tokenizer, faults), [], {})
    for corpus in corpora:
        sentences = some(corpus.dev, DEV_SENTENCES if corpus.name in GOALS else OTHER_SENTENCES)
        made = list(examples(sentences, tokenizer, corpus.classes, Counter()))
        prepared.dev.append(Measured(corpus.name, corpus.classes, made))
    prepared.faults = dict(faults)
    with path.with_suffix(".tmp").open("wb") as file:
        pickle.dump(prepared, file, protocol=pickle.HIGHEST_PROTOCOL)
    path.with_suffix(".tmp").replace(path)
    return prepared


def some(documents: Sequence[Document], most: int) -> list[Sentence]:
    """All sentences, or runs of ten from all over; the same ones each time."""
    every = [sentence for document in documents for sentence in document.sentences]
    if len(every) <= most:
        return every
    runs = [every[start : start + 10] for start in range(0, len(every), 10)]
    return [sentence for run in random.Random(0).sample(runs, most // 10) for sentence in run]


def streams_of(corpora: Sequence[Corpus], tokenizer: Tokenizer, faults: Counter[str]) -> list[Stream]:
    found = []
    for corpus in corpora:
        columns = np.array([ALL.index(name) for name in corpus.classes])
        sentences = [sentence for document in corpus.train for sentence in document.sentences]
        place = {id(s): number for number, document in enumerate(corpus.train) for s in document.sentences}
        documents: list[list[Example]] = [[] for _ in corpus.train]
        for example in examples(sentences, tokenizer, corpus.classes, faults):
            documents[place[id(example.sentence)]].append(example)
        found.append(Stream(corpus.name, columns, corpus.weight, [own for own in documents if own]))
    return found
