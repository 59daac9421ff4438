"""Loads the corpora of the catalogue, with classes of ours, and keeps what is measured on out of what is learned.

    python -m tagger.corpora --data ../../shared/data/corpora

prints sentences and mentions by corpus and split. Texts of dev (and of what is held out) are not learned from: a
sentence of train goes when it shares a run of ten words with any sentence of dev, or, shorter, is equal to one of five
words or more. Test splits are not at hand, and no path to one is known here.
"""

import argparse
import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tagger.catalogue import SOURCES, Source
from tagger.forms import Document, Sentence, Span, words_of
from tagger.readers import READERS, Faults

SHINGLE = 10
LEAST_WORDS = 5
# Sentences that stay together when a tenth of a corpus without documents is held out.
BLOCK = 20
_PEOPLE = re.compile(
    r"\b(?:patients?|wom[ae]n|m[ae]n|child(?:ren)?|boys?|girls?|infants?|neonates?|newborns?|adults?|adolescents?"
    r"|people|persons?|participants?|volunteers?|subjects?|males?|females?)\b", re.IGNORECASE,
)  # fmt: skip


@dataclass(slots=True)
class Corpus:
    """Spans have classes of ours. `dropped`: sentences of train left out for their likeness to dev.

    `tune`: a fiftieth of train, never learned from; thresholds are chosen on it, so that dev stays for measuring.
    """

    name: str
    classes: tuple[str, ...]
    weight: float
    train: list[Document]
    dev: list[Document]
    tune: list[Document] = field(default_factory=list)
    dropped: int = 0
    faults: Faults = field(default_factory=Counter)


def load(
    data: Path, names: tuple[str, ...] = (), without: tuple[str, ...] = (), forms: bool = False, with_dev: bool = False
) -> list[Corpus]:
    """The corpora, or some of them. The dev texts of all, named or not, stay out of train unless `with_dev`.

    `with_dev` adds dev to train: for a model that is shipped once all choices are made, never for one that is measured.
    """
    every = [_read(data, source) for source in SOURCES]
    known = {corpus.name for corpus in every}
    if odd := {*names, *without} - known:
        raise SystemExit(f"no such corpus: {', '.join(sorted(odd))}; there are {', '.join(sorted(known))}")
    barred = shingles(sentence for corpus in every for document in corpus.dev for sentence in document.sentences)
    found = []
    for source, corpus in zip(SOURCES, every, strict=True):
        if (names and corpus.name not in names) or corpus.name in without or (source.form_of and not forms):
            continue
        if source.form_of:
            corpus.train = []
        elif with_dev:
            corpus.train += corpus.dev
        else:
            _bar(corpus, barred)
        corpus.train = _blocks(corpus.train)
        corpus.tune = [document for document in corpus.train if is_held(f"tune/{corpus.name}/{document.id}", 50)]
        corpus.train = [document for document in corpus.train if not is_held(f"tune/{corpus.name}/{document.id}", 50)]
        found.append(corpus)
    return found


def _read(data: Path, source: Source) -> Corpus:
    corpus = Corpus(source.name, source.classes, source.weight, [], [])
    corpus.train = _split_of(data, source, source.train, corpus.faults)
    if source.held:
        parts = _blocks(corpus.train)
        corpus.dev = [document for document in parts if is_held(f"{source.name}/{document.id}")]
        corpus.train = [document for document in parts if not is_held(f"{source.name}/{document.id}")]
    elif source.dev:
        corpus.dev = _split_of(data, source, source.dev, corpus.faults)
    return corpus


def is_held(name: str, one_in: int = 10) -> bool:
    """A tenth, told by a hash: the same whatever else there is."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % one_in == 0


def _blocks(documents: list[Document]) -> list[Document]:
    """Documents, for a corpus that has but sentences."""
    if len(documents) != 1:
        return documents
    sentences = documents[0].sentences
    return [
        Document(f"{documents[0].id}/{start}", sentences[start : start + BLOCK])
        for start in range(0, len(sentences), BLOCK)
    ]


def _split_of(data: Path, source: Source, path: str, faults: Faults) -> list[Document]:
    if not source.folders:
        documents = READERS[source.kind](data / path, faults)
        for document in documents:
            for sentence in document.sentences:
                adopt(sentence, source)
        return documents
    first = next(iter(source.folders))
    merged: list[Document] = []
    for folder, label in source.folders.items():
        documents = READERS[source.kind](_existing(data / path.replace(f"/{first}/", f"/{folder}/")), faults)
        for document in documents:
            for sentence in document.sentences:
                sentence.spans = [Span(span.start, span.end, label) for span in sentence.spans]
        merged = _merge(merged, documents, label, faults) if merged else documents
    for document in merged:
        for sentence in document.sentences:
            _people(sentence, source)
    return merged


def _existing(path: Path) -> Path:
    """HUNER has dev.tsv.gz in some folders, devel.tsv.gz in the others."""
    other = path.with_name("dev.tsv.gz")
    return other if path.name == "devel.tsv.gz" and not path.exists() and other.exists() else path


def _merge(merged: list[Document], more: list[Document], label: str, faults: Faults) -> list[Document]:
    """Spans of one more class over the same sentences, found by their text; where one is not there, all is unsure."""
    spans = {sentence.text: sentence.spans for document in more for sentence in document.sentences}
    for document in merged:
        for sentence in document.sentences:
            if sentence.text in spans:
                sentence.spans += spans[sentence.text]
            else:
                faults[f"no {label} for a sentence"] += 1
                sentence.unsure.append(Span(0, len(sentence.text), label))
    return merged


def adopt(sentence: Sentence, source: Source) -> None:
    """Gives the spans our classes; those of labels that are not learned go, or become unsure."""
    spans = sentence.spans
    sentence.unsure = [
        Span(span.start, span.end, source.labels[span.label]) for span in sentence.unsure if span.label in source.labels
    ]
    for span in spans:
        sentence.unsure += [Span(span.start, span.end, name) for name in source.unsure.get(span.label, ())]
    sentence.spans = [
        Span(span.start, span.end, source.labels[span.label]) for span in spans if span.label in source.labels
    ]
    _people(sentence, source)


def _people(sentence: Sentence, source: Source) -> None:
    if source.people_unsure:
        sentence.unsure += [Span(*match.span(), "species") for match in _PEOPLE.finditer(sentence.text)]


def shingles(sentences: object) -> set[int]:
    found: set[int] = set()
    for sentence in sentences:  # type: ignore[attr-defined]
        found.update(_shingles_of(sentence.text))
    return found


def _shingles_of(text: str) -> list[int]:
    words = words_of(text)
    if len(words) < SHINGLE:
        return [hash(("whole", *words))] if len(words) >= LEAST_WORDS else []
    return [hash(tuple(words[start : start + SHINGLE])) for start in range(len(words) - SHINGLE + 1)]


def _bar(corpus: Corpus, barred: set[int]) -> None:
    for document in corpus.train:
        kept = [sentence for sentence in document.sentences if not barred.intersection(_shingles_of(sentence.text))]
        corpus.dropped += len(document.sentences) - len(kept)
        document.sentences = kept
    corpus.train = [document for document in corpus.train if document.sentences]


def counts(documents: list[Document]) -> tuple[int, Counter[str]]:
    sentences = [sentence for document in documents for sentence in document.sentences]
    return len(sentences), Counter(span.label for sentence in sentences for span in sentence.spans)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../../shared/data/corpora"))
    options = parser.parse_args()
    print("| corpus | split | documents | sentences | left out | mentions by class |\n|---|---|---:|---:|---:|---|")
    total: Counter[str] = Counter()
    for corpus in load(options.data, forms=True):
        for split, documents in (("train", corpus.train), ("tune", corpus.tune), ("dev", corpus.dev)):
            if documents:
                number, mentions = counts(documents)
                said = ", ".join(f"{name} {mentions[name]}" for name in corpus.classes)
                dropped = corpus.dropped if split == "train" else 0
                print(f"| {corpus.name} | {split} | {len(documents)} | {number} | {dropped} | {said} |")
                total.update({f"{split} {name}": count for name, count in mentions.items()})
                total[f"{split} sentences"] += number
        if faults := {what: number for what, number in corpus.faults.items() if number}:
            print(f"| | at fault | | | | {', '.join(f'{what}: {number}' for what, number in faults.items())} |")
    print("\n" + "; ".join(f"{what} {number}" for what, number in sorted(total.items())))


if __name__ == "__main__":
    main()
