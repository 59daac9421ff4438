"""What the readers make of a corpus: documents of sentences with spans."""

import re
from dataclasses import dataclass, field

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open, in code points of the sentence. `label` is the corpus's; after mapping, a class of ours."""

    start: int
    end: int
    label: str


@dataclass(slots=True)
class Sentence:
    """`unsure`: spans of which the corpus says too little to learn either way, each with a class."""

    text: str
    spans: list[Span] = field(default_factory=list)
    unsure: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    id: str
    sentences: list[Sentence]


def words_of(text: str) -> list[str]:
    """Runs of letters and digits in lower case: the form in which texts are compared."""
    return _WORD.findall(text.lower())


# Breaks after the mark that ends a sentence, where a new one seems to begin.
_BREAK = re.compile(r"[.!?][)\]\"'”’]*\s+(?=[\"'“‘(\[]*[A-Z0-9Α-Ω])|\s{2,}(?=\S)|\n")
_NO_END = re.compile(
    r"(?:^|[\s(\[])(?:[A-Z]|e\.g|i\.e|cf|vs|approx|ca|Figs?|Eqs?|Refs?|Tabs?|Dr|Prof|Mr|Mrs|St|No|Nos|vol|al|resp"
    r"|var|subsp|ssp|spp?|str|cv|sv|pv|etc|Inc|Ltd|Co|Corp)\.\s*$",
)


def cuts(text: str) -> list[int]:
    """Where sentences begin, the first at 0. Plain rules; a wrong cut costs context, no label."""
    found = [0]
    for match in _BREAK.finditer(text):
        if match.group()[0] in ".!?" and _NO_END.search(text[max(0, match.start() - 12) : match.start() + 1] + " "):
            continue
        if match.end() < len(text):
            found.append(match.end())
    return found


def split(text: str, spans: list[Span], unsure: list[Span] | None = None) -> list[Sentence]:
    """Sentences of a text; none is cut within a span. Blanks at their ends are left out."""
    unsure = unsure or []
    inside = [(span.start, span.end) for span in (*spans, *unsure)]
    starts = [cut for cut in cuts(text) if cut == 0 or not any(start < cut < end for start, end in inside)]
    sentences = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        if start < end:
            sentences.append(Sentence(text[start:end], _within(spans, start, end), _within(unsure, start, end)))
    return sentences


def _within(spans: list[Span], start: int, end: int) -> list[Span]:
    return [
        Span(max(span.start, start) - start, min(span.end, end) - start, span.label)
        for span in spans
        if span.start < end and span.end > start
    ]
