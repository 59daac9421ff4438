"""Encoders of kind `static`: a vector for each piece of a vocabulary; a name is the sum of those of its pieces.

The layout of `vectors.bin` is that of docs/models.md ("The table of a static encoder").
"""

import hashlib
import json
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy import sparse
from tokenizers import Tokenizer

MAGIC = b"OGSTAT01"
ALIGNMENT = 8
MOST_STEPS = 127
# Names are summed so many at a time.
CHUNK = 16_384


def quantize(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Steps from -127 to 127 and, for each row, what a step is worth."""
    scales = (np.abs(rows).max(axis=1) / MOST_STEPS).astype(np.float32)
    safe = np.where(scales > 0, scales, 1)[:, None]
    return np.rint(rows / safe).astype(np.int8), scales


def write_table(path: Path, rows: np.ndarray) -> None:
    """Writes vectors, a row for each id of the tokenizer; weights of the pieces are the lengths of their rows."""
    steps, scales = quantize(rows.astype(np.float32))
    parts = [("steps", "u8", steps), ("scales", "u32", scales.astype("<f4"))]
    sections, body = [], b""
    for name, kind, values in parts:
        sections.append({"name": name, "type": kind, "offset": len(body), "length": values.size})
        body += _aligned(values.tobytes())
    meta = {"rows": rows.shape[0], "dimensions": rows.shape[1]}
    header = json.dumps({"meta": meta, "sections": sections}, separators=(",", ":")).encode()
    path.write_bytes(_aligned(MAGIC + struct.pack("<I", len(header)) + header) + body)


def read_table(path: Path) -> np.ndarray:
    """Vectors as float32, a row for each id."""
    content = path.read_bytes()
    if content[: len(MAGIC)] != MAGIC:
        raise SystemExit(f"{path}: no table of a static encoder")
    (length,) = struct.unpack_from("<I", content, len(MAGIC))
    begin = len(MAGIC) + 4
    header = json.loads(content[begin : begin + length])
    start = -(-(begin + length) // ALIGNMENT) * ALIGNMENT
    found = {section["name"]: (section["length"], start + section["offset"]) for section in header["sections"]}
    steps = np.frombuffer(content, np.int8, *found["steps"])
    scales = np.frombuffer(content, "<f4", *found["scales"])
    return steps.reshape(header["meta"]["rows"], -1).astype(np.float32) * scales[:, None]


def _aligned(content: bytes) -> bytes:
    return content + bytes(-len(content) % ALIGNMENT)


def embed(rows: np.ndarray, tokenizer: Tokenizer, texts: Sequence[str]) -> np.ndarray:
    """Vectors of length one, float32, in the order of the texts; the first axis for a text without any piece."""
    vectors = np.empty((len(texts), rows.shape[1]), dtype=np.float32)
    for start in range(0, len(texts), CHUNK):
        found = tokenizer.encode_batch_fast(list(texts[start : start + CHUNK]), add_special_tokens=False)
        ids = [encoding.ids for encoding in found]
        ends = np.cumsum([0, *(len(row) for row in ids)])
        places = np.fromiter((place for row in ids for place in row), np.int32, ends[-1])
        counts = sparse.csr_matrix((np.ones(len(places), np.float32), places, ends), shape=(len(ids), len(rows)))
        sums = counts @ rows
        lengths = np.linalg.norm(sums, axis=1)
        sums[lengths == 0, 0] = 1
        vectors[start : start + len(ids)] = sums / np.where(lengths > 0, lengths, 1)[:, None]
    return vectors


class StaticEncoder:
    """Runs an exported table the way the engine does."""

    def __init__(self, folder: Path) -> None:
        self.settings = json.loads((folder / "ontoground.json").read_text(encoding="utf-8"))
        table, tokenizer = folder / self.settings["file"], folder / "tokenizer.json"
        self.hash = hashlib.sha256(table.read_bytes() + tokenizer.read_bytes()).hexdigest()
        self._rows = read_table(table)
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(self.settings["maxTokens"])
        self._tokenizer.no_padding()

    @property
    def dimensions(self) -> int:
        return int(self.settings["dimensions"])

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        return embed(self._rows, self._tokenizer, texts)
