"""From numbers of words to mentions, by the rule of the engine, and how many of them are right."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tagger.examples import Example, slice_of

# Texts by tokens of ids, mask and cases; out come texts by tokens by (2 · classes) probabilities.
Network = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
CLS, SEP = 101, 102
Mention = tuple[int, int, str]


def decode(values: np.ndarray, thresholds: np.ndarray) -> list[tuple[int, int, int]]:
    """Words by classes by (B, I) to (first word, end, class).

    A word is of a class when the greater of its two reaches the threshold. B opens, also directly after another; I
    goes on, and opens where none is open.
    """
    best = values.max(axis=2) >= thresholds
    begins = best & (values[:, :, 0] >= values[:, :, 1])
    found = []
    for column in np.flatnonzero(best.any(axis=0)):
        opened = -1
        for word in range(len(best)):
            if opened >= 0 and (not best[word, column] or begins[word, column]):
                found.append((opened, word, int(column)))
                opened = -1
            if opened < 0 and best[word, column]:
                opened = word
        if opened >= 0:
            found.append((opened, len(best), int(column)))
    return found


def windows(counts: Sequence[int], room: int, overlap: int) -> list[tuple[int, int, int, int]]:
    """(first word, end, heard from, heard to): as the engine cuts texts (src/ner/neural/windows.ts)."""
    found = []
    first, heard = 0, 0
    while first < len(counts):
        end, pieces = first, 0
        while end < len(counts) and (end == first or pieces + counts[end] <= room):
            pieces += counts[end]
            end += 1
        if end == len(counts):
            found.append((first, end, heard, end))
            return found
        after, shared = end, 0
        while after > first + 1 and shared + counts[after - 1] <= overlap:
            after -= 1
            shared += counts[after]
        middle, half = after, 0.0
        while middle < end and half < shared / 2:
            half += counts[middle]
            middle += 1
        found.append((first, end, heard, middle))
        first, heard = after, middle
    return found


def probabilities(
    network: Network, examples: Sequence[Example], classes: int, max_tokens: int, overlap: int, batch_tokens: int = 8192
) -> list[np.ndarray]:
    """Words by classes by (B, I) for each example. Long ones go through in windows; like lengths go together."""
    found = [np.zeros((len(example.firsts), classes, 2), dtype=np.float32) for example in examples]
    pieces: list[tuple[int, Example, int, int, int]] = []
    for place, example in enumerate(examples):
        counts = np.diff(np.append(example.firsts, len(example.ids))).tolist()
        for first, end, heard_from, heard_to in windows(counts, max_tokens - 2, overlap):
            pieces.append((place, slice_of(example, first, end), first, heard_from, heard_to))
    pieces.sort(key=lambda piece: len(piece[1]))
    at = 0
    while at < len(pieces):
        longest, number = 0, 0
        while at + number < len(pieces):
            longest = min(max_tokens, len(pieces[at + number][1]) + 2)
            if number > 0 and (number + 1) * longest > batch_tokens:
                break
            number += 1
        chunk = pieces[at : at + number]
        values = network(*rows_of([piece[1] for piece in chunk], max_tokens))
        for row, (place, example, first, heard_from, heard_to) in enumerate(chunk):
            firsts = np.minimum(example.firsts + 1, values.shape[1] - 1)
            words = values[row, firsts].reshape(-1, classes, 2)
            found[place][heard_from:heard_to] = words[heard_from - first : heard_to - first]
        at += number
    return found


def rows_of(examples: Sequence[Example], max_tokens: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ids, mask and cases of a batch."""
    longest = min(max_tokens, max(len(example) for example in examples) + 2)
    ids, mask, cases = (np.zeros((len(examples), longest), dtype=np.int64) for _ in range(3))
    for row, example in enumerate(examples):
        length = min(len(example), longest - 2)
        ids[row, : length + 2] = [CLS, *example.ids[:length], SEP]
        cases[row, 1 : length + 1] = example.cases[:length]
        mask[row, : length + 2] = 1
    return ids, mask, cases


def mentions(example: Example, values: np.ndarray, thresholds: np.ndarray, classes: Sequence[str]) -> set[Mention]:
    return {
        (int(example.words[first, 0]), int(example.words[end - 1, 1]), classes[column])
        for first, end, column in decode(values, thresholds)
    }


@dataclass(slots=True)
class Counts:
    right: int = 0
    found: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0


def score(
    examples: Iterable[Example],
    values: Iterable[np.ndarray],
    thresholds: np.ndarray,
    classes: Sequence[str],
    of: Sequence[str],
) -> dict[str, Counts]:
    """Strict: both ends and the class. By class, of those that the corpus annotates. Gold is every span as published,
    such as no word ends at, too."""
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    for example, numbers in zip(examples, values, strict=True):
        wanted = {(span.start, span.end, span.label) for span in example.sentence.spans if span.label in of}
        got = {mention for mention in mentions(example, numbers, thresholds, classes) if mention[2] in of}
        gold.update(mention[2] for mention in wanted)
        found.update(mention[2] for mention in got)
        right.update(mention[2] for mention in wanted & got)
    return {name: Counts(right[name], found[name], gold[name]) for name in of}


def total(counts: Iterable[Counts]) -> Counts:
    every = list(counts)
    return Counts(sum(c.right for c in every), sum(c.found for c in every), sum(c.gold for c in every))
