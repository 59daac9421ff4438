"""Where the table of a static encoder begins: its vocabulary, and rows from what a trained encoder makes of names."""

import hashlib
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from tokenizers.implementations import BertWordPieceTokenizer
from torch import Tensor
from torch.nn import functional

from encoder.onnx_model import OnnxEncoder
from encoder.sampler import Sampler

# Pieces of a name that count; the rest is cut off.
MAX_TOKENS = 64
# Pieces as frequent as this count half (SIF; Arora, Liang and Ma 2017).
HALF_SHARE = 1e-3
FITTED_AT_ONCE = 1024
CONTINUATION = "##"


def learn_tokenizer(texts: Iterable[str], size: int) -> Tokenizer:
    """A WordPiece vocabulary like BERT's: lower case, no accents."""
    learner = BertWordPieceTokenizer(lowercase=True, strip_accents=True)
    learner.train_from_iterator(texts, vocab_size=size, min_frequency=2, show_progress=False)
    tokenizer = Tokenizer.from_str(learner.to_str())
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def drawn(sampler: Sampler, batches: int) -> Iterator[str]:
    """Names as training draws them, in other batches than those of training."""
    for number in range(batches):
        batch = sampler.batch(-1 - number, 0.0)
        yield from batch.left
        yield from batch.right


def pieces_of(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    return [found.ids for found in tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]


def sums(rows: Tensor, ids: Sequence[Sequence[int]]) -> Tensor:
    """For each list of pieces the sum of their rows."""
    starts = np.cumsum([0, *(len(row) for row in ids[:-1])])
    flat = torch.tensor([place for row in ids for place in row], dtype=torch.long)
    return functional.embedding_bag(flat, rows, torch.from_numpy(starts), mode="sum")


def principal_axes(vectors: np.ndarray, dimensions: int) -> np.ndarray:
    """The directions that the vectors hold most of, as columns, greatest first. No mean is taken away: cosines stay."""
    _, directions = np.linalg.eigh(vectors.T @ vectors)
    return np.ascontiguousarray(directions[:, ::-1][:, :dimensions])


class Teacher:
    """Vectors that an exported encoder makes, kept on disk by model and texts."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self._encoder = OnnxEncoder(folder, threads=1)
        self._cache = cache
        cache.mkdir(parents=True, exist_ok=True)

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        key = hashlib.sha256("\n".join([self._encoder.hash, *texts]).encode()).hexdigest()[:16]
        path = self._cache / f"{key}.npy"
        if not path.exists():
            np.save(path, self._encoder.embed(texts).astype(np.float16))
        return np.load(path).astype(np.float32)


def first_rows(tokenizer: Tokenizer, teacher: Teacher, axes: np.ndarray, texts: Sequence[str]) -> np.ndarray:
    """What the teacher makes of each piece, along the axes; the more frequent in the texts, the shorter."""
    pieces = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    vectors = teacher.vectors([piece.removeprefix(CONTINUATION) for piece, _ in pieces]) @ axes
    counts = Counter(place for row in pieces_of(tokenizer, texts) for place in row)
    shares = np.array([counts[place] for _, place in pieces], dtype=np.float32) / counts.total()
    return vectors * (HALF_SHARE / (HALF_SHARE + shares))[:, None]


def fit(
    rows: Tensor, tokenizer: Tokenizer, texts: Sequence[str], wanted: Tensor, epochs: int, rate: float, seed: int
) -> None:
    """Turns the rows, in place, until sums of them point where wanted (1 - cosine; Adam, a straight way down)."""
    ids = pieces_of(tokenizer, texts)
    optimizer = torch.optim.Adam([rows], lr=rate, fused=True)
    order = list(range(len(texts)))
    rng = random.Random(seed)
    size = min(FITTED_AT_ONCE, len(order))
    batches = len(order) // size
    for epoch in range(epochs):
        rng.shuffle(order)
        total = 0.0
        for number in range(batches):
            places = order[number * size : (number + 1) * size]
            found = sums(rows, [ids[place] for place in places])
            loss = 1 - functional.cosine_similarity(found, wanted[places]).mean()
            optimizer.param_groups[0]["lr"] = rate * (1 - (epoch * batches + number) / (epochs * batches))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += float(loss.detach())
        print(f"fitted to the teacher, epoch {epoch + 1} of {epochs}: 1 - cosine {total / batches:.4f}", flush=True)
