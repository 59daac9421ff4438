"""How large the numbers are that go into each matrix of a tagger: what the scales of its bytes are chosen by."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from common.bert_int8 import Range, Scale, scale_of
from tagger.corpora import load
from tagger.examples import Example, examples
from tagger.model import Tagger
from tagger.network import open_tokenizer
from tagger.prepare import some
from tagger.score import rows_of

# Sentences of each corpus.
CALIBRATED = 40
# Rows of each matrix's numbers that are kept to choose a range by.
SAMPLED = 4000
# Chosen on sentences of `tune`: of a grid, what finds most often what float32 finds.
SMOOTHING, SMOOTHING_OF_WIDE = 0.8, 0.5

Batch = tuple[np.ndarray, np.ndarray, np.ndarray]


def calibration(data: Path, folder: Path, max_tokens: int) -> Iterator[Batch]:
    """Sentences of `tune`, those of all corpora alike: what the sizes of numbers are taken from."""
    tokenizer = open_tokenizer(folder)
    made: list[Example] = []
    for corpus in load(data):
        made += examples(some(corpus.tune or corpus.train, CALIBRATED), tokenizer, corpus.classes, Counter())
    made.sort(key=len)
    for start in range(0, len(made), 32):
        yield rows_of(made[start : start + 32], max_tokens)


class Watch:
    """What goes into a layer: the greatest of each channel, and some rows."""

    def __init__(self, layer: nn.Linear) -> None:
        self.most = torch.zeros(layer.in_features)
        self.rows: list[Tensor] = []
        self.mask: Tensor | None = None
        self.hook = layer.register_forward_pre_hook(self.see)

    def see(self, _layer: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        rows = inputs[0].flatten(0, 1)[self.mask]
        self.most = torch.maximum(self.most, rows.abs().amax(dim=0))
        self.rows.append(rows[:: max(1, len(rows) // 200)])

    def range(self) -> Range:
        rows = torch.cat(self.rows)
        chosen = np.random.default_rng(0).permutation(len(rows))[:SAMPLED]
        return Range(self.most.numpy(), rows[chosen].numpy())


@torch.no_grad()
def scales_of(tagger: Tagger, batches: Iterable[Batch]) -> dict[str, Scale]:
    """By the name of the layer; of all tokens but padding. Layers that read the same numbers get equal scales.

    Leaves the tagger in `eval`."""
    layers = tagger.bert.encoder.named_modules(prefix="bert.encoder")
    watches = {name: Watch(layer) for name, layer in layers if isinstance(layer, nn.Linear)}
    tagger.eval()
    for ids, mask, cases in batches:
        for watch in watches.values():
            watch.mask = torch.from_numpy(mask).flatten().bool()
        tagger(torch.from_numpy(ids), torch.from_numpy(mask), torch.from_numpy(cases))
    for watch in watches.values():
        watch.hook.remove()
    return {name: scale_of(watch.range(), smoothing_of(name)) for name, watch in watches.items()}


def smoothing_of(layer: str) -> float:
    return SMOOTHING_OF_WIDE if layer.endswith(".output.dense") and "attention" not in layer else SMOOTHING


def round_as_bytes(tagger: Tagger, data: Path, folder: Path, max_tokens: int) -> None:
    """From here on the tagger computes what the engine's bytes will. Nothing is done where it does so already.

    `folder`: with the tokenizer."""
    if tagger.rounds:
        return
    scales = scales_of(tagger, calibration(data, folder, max_tokens))
    tagger.round(scales)
