"""Draws sentences from many corpora and joins them into batches that follow from the seed and the state alone."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tagger.examples import UNKNOWN, Example, parts

CLS, SEP = 101, 102
# So many sequences are one sentence; the others are neighbours that fill a window, as the engine's windows are.
SINGLE = 0.4
LEAST_WINDOW = 48
# So many are shown without their case: texts in capitals or without any are tagged, too.
CASELESS = 0.1


@dataclass(slots=True)
class Stream:
    """A corpus as documents of examples. `columns`: the places of its classes among all."""

    name: str
    columns: np.ndarray
    weight: float
    documents: list[list[Example]]

    def tokens(self) -> int:
        return sum(len(example) for document in self.documents for example in document)


@dataclass(slots=True)
class Batch:
    """`places`: of first pieces, into the flattened batch. `targets` and `known`: words by classes by (B, I)."""

    ids: np.ndarray
    mask: np.ndarray
    cases: np.ndarray
    places: np.ndarray
    targets: np.ndarray
    known: np.ndarray

    @property
    def tokens(self) -> int:
        return int(self.mask.sum())


@dataclass(frozen=True, slots=True)
class Mixture:
    """`exponent`: a corpus is drawn in proportion to weight * tokens ** exponent: the smaller, the more even."""

    round_tokens: int = 400_000
    batch_tokens: int = 2048
    max_tokens: int = 128
    exponent: float = 0.75
    seed: int = 20261121


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sequence of a batch."""

    columns: np.ndarray
    sentences: list[Example]
    case: bool = True


class Sampler:
    """A round has about `round_tokens`, each corpus its share; where a corpus stopped it goes on in the next round."""

    def __init__(self, streams: Sequence[Stream], classes: int, mixture: Mixture) -> None:
        self._streams = streams
        self._classes = classes
        self._mixture = mixture
        self.cursors = {stream.name: (0, 0) for stream in streams}
        self._passes: dict[str, tuple[int, list[list[Example]]]] = {}
        sizes = [stream.weight * stream.tokens() ** mixture.exponent for stream in streams]
        self.shares = {stream.name: size / sum(sizes) for stream, size in zip(streams, sizes, strict=True)}

    def round(self, number: int) -> tuple[list[list[Drawn]], dict[str, tuple[int, int]]]:
        """Batches of the round, and the cursors after it. Without effect on the state."""
        cursors = dict(self.cursors)
        drawn: list[Drawn] = []
        rng = random.Random(f"{self._mixture.seed}/round/{number}")
        for stream in self._streams:
            wanted = self.shares[stream.name] * self._mixture.round_tokens
            while wanted > 0:
                turn, at = cursors[stream.name]
                sequences = self._pass(stream, turn)
                if at >= len(sequences):
                    cursors[stream.name] = (turn + 1, 0)
                    continue
                drawn.append(Drawn(stream.columns, sequences[at], rng.random() >= CASELESS))
                wanted -= _length(sequences[at])
                cursors[stream.name] = (turn, at + 1)
        return self._batches(drawn, rng), cursors

    def _pass(self, stream: Stream, turn: int) -> list[list[Example]]:
        """The corpus once: documents in another order each time, cut in other places."""
        kept = self._passes.get(stream.name)
        if kept is not None and kept[0] == turn:
            return kept[1]
        rng = random.Random(f"{self._mixture.seed}/{stream.name}/{turn}")
        room = self._mixture.max_tokens - 2
        sequences: list[list[Example]] = []
        for document in rng.sample(stream.documents, len(stream.documents)):
            sequences += _sequences(document, room, rng)
        rng.shuffle(sequences)
        self._passes[stream.name] = (turn, sequences)
        return sequences

    def _batches(self, drawn: list[Drawn], rng: random.Random) -> list[list[Drawn]]:
        """Sequences of like length together: padding is half of the cost else."""
        rng.shuffle(drawn)
        drawn.sort(key=lambda item: _length(item.sentences) + rng.random() * 6)
        batches: list[list[Drawn]] = []
        longest = 0
        for item in drawn:
            longest = max(longest, _length(item.sentences))
            if not batches or (len(batches[-1]) + 1) * longest > self._mixture.batch_tokens:
                batches.append([])
                longest = _length(item.sentences)
            batches[-1].append(item)
        rng.shuffle(batches)
        return batches

    def batch(self, items: list[Drawn]) -> Batch:
        return collate(items, self._classes)


def _length(sentences: list[Example]) -> int:
    return 2 + sum(len(example) for example in sentences)


def _sequences(document: list[Example], room: int, rng: random.Random) -> list[list[Example]]:
    found: list[list[Example]] = []
    wanted = 0
    for example in document:
        for part in parts(example, room):
            if wanted > 0 and _length(found[-1]) - 2 + len(part) <= wanted:
                found[-1].append(part)
                continue
            found.append([part])
            wanted = 0 if rng.random() < SINGLE else rng.randint(min(LEAST_WINDOW, room), room)
    return found


def collate(items: Sequence[Drawn], classes: int) -> Batch:
    """Each row the sentences of one sequence; of classes outside `columns` nothing is known."""
    longest = max(_length(item.sentences) for item in items)
    ids = np.zeros((len(items), longest), dtype=np.int64)
    mask = np.zeros((len(items), longest), dtype=np.int64)
    cases = np.zeros((len(items), longest), dtype=np.int64)
    places, labels = [], []
    for row, item in enumerate(items):
        at = 1
        ids[row, 0] = CLS
        for example in item.sentences:
            ids[row, at : at + len(example)] = example.ids
            if item.case:
                cases[row, at : at + len(example)] = example.cases
            places.append(row * longest + at + example.firsts)
            wide = np.full((len(example.firsts), classes), UNKNOWN, dtype=np.int8)
            wide[:, item.columns] = example.labels
            labels.append(wide)
            at += len(example)
        ids[row, at] = SEP
        mask[row, : at + 1] = 1
    every = np.concatenate(labels)
    targets = np.stack([every == 1, every == 2], axis=2).astype(np.float32)
    known = np.repeat((every != UNKNOWN)[:, :, None], 2, axis=2).astype(np.float32)
    return Batch(ids, mask, cases, np.concatenate(places).astype(np.int64), targets, known)
