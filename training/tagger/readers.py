"""Reads corpora as they stand: IOB, PubTator, BioC XML, brat standoff; plain, gzip or tar.gz.

Each reader gives documents with the corpus's own labels. What is at fault is left out and counted, never mended.
"""

import gzip
import re
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from tagger.forms import Document, Sentence, Span, split

Faults = Counter[str]


def _text(path: Path) -> str:
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")


def read_iob(path: Path, faults: Faults) -> list[Document]:
    """Token and label a line, an empty line after each sentence. Tokens are joined by blanks.

    Documents end at -DOCSTART- where the corpus has it. AIONER's marks around sentences (`<ALL>`, `</ALL>`) are left
    out. Bare labels (B, I, O) get the label "" for the folder to name.
    """
    documents = [Document(f"{path.parent.parent.name}/0", [])]
    tokens: list[str] = []
    labels: list[str] = []

    def close() -> None:
        if tokens:
            documents[-1].sentences.append(iob_sentence(tokens, labels, faults))
            tokens.clear()
            labels.clear()

    for line in _text(path).split("\n"):
        token, _, label = line.rstrip("\r").rpartition("\t")
        if not token.strip():
            close()
        elif token == "-DOCSTART-":
            close()
            documents.append(Document(f"{path.parent.parent.name}/{len(documents)}", []))
        elif not re.fullmatch(r"</?[A-Za-z]+>", token) or label != "O":
            tokens.append(token.strip())
            labels.append(label)
    close()
    return [document for document in documents if document.sentences]


def iob_sentence(tokens: list[str], labels: list[str], faults: Faults) -> Sentence:
    """B opens, I goes on; an I after nothing, or after another label, opens, too, and counts as a fault."""
    spans: list[Span] = []
    place = 0
    last = "O"
    for token, tag in zip(tokens, labels, strict=True):
        kind, _, label = tag.partition("-")
        end = place + len(token)
        if kind == "I" and last == label:
            spans[-1] = Span(spans[-1].start, end, label)
        elif kind in ("B", "I"):
            faults["I without B"] += kind == "I"
            spans.append(Span(place, end, label))
        last = "O" if kind == "O" else label
        place = end + 1
    return Sentence(" ".join(tokens), spans)


def read_pubtator(path: Path, faults: Faults) -> list[Document]:
    """Title and abstract are one text with one character between. Rows that the text contradicts are left out.

    Of a discontinuous annotation (seventh column) the extent is unsure: its pieces are not names of their own.
    """
    documents = []
    for block in re.split(r"\n{2,}", _text(path).replace("\r\n", "\n").strip("\n")):
        lines = block.split("\n")
        if len(lines) < 2 or "|t|" not in lines[0] or "|a|" not in lines[1]:
            faults["not a document"] += 1
            continue
        id_, _, title = lines[0].partition("|t|")
        text = f"{title}\n{lines[1].partition('|a|')[2]}"
        spans, unsure = [], []
        for line in lines[2:]:
            row = line.split("\t")
            if len(row) < 5 or not row[1].isdigit():
                continue  # a relation
            span = Span(int(row[1]), int(row[2]), row[4])
            if text[span.start : span.end] != row[3]:
                faults["row contradicts the text"] += 1
            elif len(row) > 6 and "," in row[6]:
                unsure.append(span)
            else:
                spans.append(span)
        documents.append(Document(id_, split(text, spans, unsure)))
    return documents


def read_bioc(path: Path, faults: Faults) -> list[Document]:
    """Passages with annotations; offsets count from the start of the document."""
    documents = []
    for element in ElementTree.fromstring(_text(path)).iter("document"):
        sentences: list[Sentence] = []
        for passage in element.iter("passage"):
            text = passage.findtext("text") or ""
            base = int(passage.findtext("offset") or 0)
            spans, unsure = [], []
            for annotation in passage.iter("annotation"):
                label = next((i.text or "" for i in annotation.iter("infon") if i.get("key") == "type"), "")
                places = [(int(p.get("offset", 0)), int(p.get("length", 0))) for p in annotation.iter("location")]
                pieces = [(start - base, start - base + length) for start, length in places]
                span = Span(pieces[0][0], pieces[-1][1], label)
                if len(pieces) > 1:
                    unsure.append(span)
                elif text[span.start : span.end] != annotation.findtext("text"):
                    faults["annotation contradicts the text"] += 1
                else:
                    spans.append(span)
            sentences += split(text, spans, unsure)
        documents.append(Document(element.findtext("id") or "", sentences))
    return documents


def read_standoff(path: Path, faults: Faults) -> list[Document]:
    """brat: pairs of .txt and .ann, in a tar.gz or a folder. Only text-bound annotations are read."""
    files = dict(_members(path))
    documents = []
    for name in sorted(name for name in files if name.endswith(".txt")):
        text = files[name]
        spans, unsure = [], []
        for line in files.get(name[:-4] + ".ann", "").split("\n"):
            row = line.split("\t")
            if not line.startswith("T") or len(row) < 3:
                continue
            label, _, places = row[1].partition(" ")
            pieces = [tuple(int(place) for place in piece.split(" ")) for piece in places.split(";")]
            span = Span(pieces[0][0], pieces[-1][1], label)
            if len(pieces) > 1:
                unsure.append(span)
            elif text[span.start : span.end] != row[2]:
                faults["annotation contradicts the text"] += 1
            else:
                spans.append(span)
        documents.append(Document(Path(name).stem, split(text, spans, unsure)))
    return documents


def _members(path: Path) -> Iterator[tuple[str, str]]:
    if path.is_dir():
        for file in path.rglob("*.*"):
            yield str(file), file.read_text(encoding="utf-8")
        return
    with tarfile.open(path) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None:
                yield member.name, content.read().decode("utf-8")


READERS = {"iob": read_iob, "pubtator": read_pubtator, "bioc": read_bioc, "standoff": read_standoff}
