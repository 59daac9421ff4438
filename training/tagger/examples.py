"""Sentences as the network sees them: pieces, their case, and what each word is in each class."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from tokenizers import Tokenizer

from tagger.forms import Sentence, Span

# What a word is in a class. UNKNOWN: not annotated, or unsure; nothing is learned from it.
OUTSIDE, BEGIN, INSIDE, UNKNOWN = 0, 1, 2, -1
# Case of a word, of its letters that have case: none is a capital; the first alone is (of several letters); all of
# several are; another mixture; the only letter is one. The tokenizer makes them all small, and then they are lost.
LOWER, TITLE, UPPER, MIXED, SINGLE = range(5)
CASES = 5
_CHUNK = 4096


@dataclass(slots=True)
class Example:
    """A sentence. `labels`: words by classes of its corpus. `words`: half-open, code points."""

    ids: np.ndarray
    firsts: np.ndarray
    cases: np.ndarray
    words: np.ndarray
    labels: np.ndarray
    sentence: Sentence

    def __len__(self) -> int:
        return len(self.ids)


@lru_cache(maxsize=1 << 18)
def case_of(word: str) -> int:
    capitals = sum(char.isupper() or char.istitle() for char in word)
    if capitals == 0:
        return LOWER
    small = sum(char.islower() for char in word)
    if small == 0:
        return UPPER if capitals > 1 else SINGLE
    return TITLE if capitals == 1 and (word[0].isupper() or word[0].istitle()) else MIXED


def examples(
    sentences: Sequence[Sentence], tokenizer: Tokenizer, classes: Sequence[str], faults: Counter[str]
) -> Iterator[Example]:
    """In the order of the sentences; those without a word are left out. The tokenizer must neither cut nor pad."""
    for start in range(0, len(sentences), _CHUNK):
        chunk = sentences[start : start + _CHUNK]
        encodings = tokenizer.encode_batch([sentence.text for sentence in chunk], add_special_tokens=False)
        for sentence, encoding in zip(chunk, encodings, strict=True):
            if not encoding.ids:
                continue
            ids = np.asarray(encoding.ids, dtype=np.uint16)
            word_ids = np.asarray(encoding.word_ids)
            offsets = np.asarray(encoding.offsets, dtype=np.int32)
            firsts = np.flatnonzero(np.diff(word_ids, prepend=-1)).astype(np.int32)
            lasts = np.append(firsts[1:], len(ids)) - 1
            words = np.stack([offsets[firsts, 0], offsets[lasts, 1]], axis=1)
            text = sentence.text
            of_words = np.array([case_of(text[start:end]) for start, end in words.tolist()], dtype=np.uint8)
            cases = np.repeat(of_words, lasts - firsts + 1)
            yield Example(ids, firsts, cases, words, labels_of(sentence, words, classes, faults), sentence)


def labels_of(sentence: Sentence, words: np.ndarray, classes: Sequence[str], faults: Counter[str]) -> np.ndarray:
    """Spans by words. Of a word that a span covers by less than half nothing is known; of spans of one class that
    overlap the longest counts."""
    labels = np.zeros((len(words), len(classes)), dtype=np.int8)
    for span in sentence.unsure:
        if span.label in classes:
            first, end = _words_of(span, words)
            labels[first:end, classes.index(span.label)] = UNKNOWN
    for span in sorted(set(sentence.spans), key=lambda span: (span.start - span.end, span.start)):
        column = classes.index(span.label)
        first, end = _words_of(span, words)
        if first < end and not _mostly(span, words[first]):
            labels[first, column] = UNKNOWN
            faults["span within a word"] += 1
            first += 1
        if first < end and not _mostly(span, words[end - 1]):
            labels[end - 1, column] = UNKNOWN
            faults["span within a word"] += 1
            end -= 1
        if first >= end:
            continue
        if (labels[first:end, column] > 0).any():
            faults["span overlaps a longer one"] += 1
            continue
        labels[first, column] = BEGIN
        labels[first + 1 : end, column] = INSIDE
    return labels


def _words_of(span: Span, words: np.ndarray) -> tuple[int, int]:
    """The words that a span touches, half-open."""
    return int(np.searchsorted(words[:, 1], span.start, "right")), int(np.searchsorted(words[:, 0], span.end, "left"))


def _mostly(span: Span, word: np.ndarray) -> bool:
    covered = min(span.end, word[1]) - max(span.start, word[0])
    return bool(covered * 2 >= word[1] - word[0])


def parts(example: Example, room: int) -> list[Example]:
    """The example, cut between words where it does not fit. Where an entity is cut nothing can be learned wrongly:
    its second half begins with INSIDE, as it would in the engine's window."""
    found, first = [], 0
    starts = np.append(example.firsts, len(example.ids))
    while starts[-1] - starts[first] > room:
        end = int(np.searchsorted(starts, starts[first] + room, "right")) - 1
        end = max(end, first + 1)
        found.append(slice_of(example, first, end))
        first = end
    if first == 0:
        return [example]
    found.append(slice_of(example, first, len(example.firsts)))
    return [part for part in found if len(part) <= room]


def slice_of(example: Example, first: int, end: int) -> Example:
    """Some words of an example; half-open."""
    starts = np.append(example.firsts, len(example.ids))
    pieces = slice(starts[first], starts[end])
    return Example(
        example.ids[pieces], example.firsts[first:end] - starts[first], example.cases[pieces],
        example.words[first:end], example.labels[first:end], example.sentence,
    )  # fmt: skip
