"""Runs an exported encoder the way the engine does."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

CHUNK = 64


class OnnxEncoder:
    def __init__(self, folder: Path, threads: int, file: str | None = None) -> None:
        self.settings = json.loads((folder / "ontoground.json").read_text(encoding="utf-8"))
        path = folder / (file or self.settings["file"])
        self.hash = hashlib.sha256(path.read_bytes()).hexdigest()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Threads that wait sleep: the cores are shared.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(self.settings["maxTokens"])
        self._tokenizer.no_padding()

    @property
    def dimensions(self) -> int:
        return int(self.settings["dimensions"])

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of length one, float32, in the order of the texts."""
        rows = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(rows)), key=lambda place: len(rows[place]))
        vectors = np.empty((len(rows), self.dimensions), dtype=np.float32)
        for start in range(0, len(order), CHUNK):
            places = order[start : start + CHUNK]
            vectors[places] = self._pooled([rows[place] for place in places])
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def _pooled(self, rows: Sequence[Sequence[int]]) -> np.ndarray:
        longest = max(len(row) for row in rows)
        ids = np.zeros((len(rows), longest), dtype=np.int64)
        mask = np.zeros((len(rows), longest), dtype=np.int64)
        for place, row in enumerate(rows):
            ids[place, : len(row)] = row
            mask[place, : len(row)] = 1
        (hidden,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        if self.settings["pooling"] == "cls":
            return hidden[:, 0]
        weights = mask[:, :, None].astype(np.float32)
        return (hidden * weights).sum(axis=1) / weights.sum(axis=1)
