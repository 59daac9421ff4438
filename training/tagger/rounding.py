"""Layers that compute in floats just what the engine's bytes will, so that the weights learn to live with it.

What goes into a matrix is rounded as `common/bert_int8.py` rounds it, with scales that stay as they were measured; the
weights are rounded anew in each step. The gradient passes as if nothing were rounded (straight-through; Jacob et al.
2018, "Quantization and training of neural networks for efficient integer-arithmetic-only inference").
"""

import numpy as np
import torch
from torch import Tensor, nn

from common.bert_int8 import LEVELS, Scale


class Straight(torch.autograd.Function):
    """`made`, with the gradient of what it was made from."""

    @staticmethod
    def forward(_ctx: object, numbers: Tensor, made: Tensor) -> Tensor:  # type: ignore[override]
        return made.view_as(made)

    @staticmethod
    def backward(_ctx: object, gradient: Tensor) -> tuple[Tensor, None]:  # type: ignore[override]
        return gradient, None


def straight(numbers: Tensor, made: Tensor) -> Tensor:
    return Straight.apply(numbers, made) if torch.is_grad_enabled() else made


@torch.no_grad()
def by_row(rows: Tensor) -> Tensor:
    """Each row in 255 steps of its own, as `common.quantize.bytes_of` has them."""
    scales = (rows.abs().amax(dim=-1, keepdim=True) / 127).clamp_min(1e-12)
    return (rows / scales).round_().clamp_(-127, 127).mul_(scales)


class RoundedLinear(nn.Linear):
    def __init__(self, of: nn.Linear) -> None:
        super().__init__(of.in_features, of.out_features)
        self.weight, self.bias = of.weight, of.bias
        self.register_buffer("factors", torch.ones(of.in_features))
        self.register_buffer("zero", torch.zeros(()))

    def forward(self, numbers: Tensor) -> Tensor:
        # A number: to clamp to a tensor takes seven times as long.
        zero = float(self.zero)
        with torch.no_grad():
            made = (numbers * self.factors).round_().clamp_(-zero, LEVELS - zero).div_(self.factors)
            weights = by_row(self.weight / self.factors).mul_(self.factors)
        return nn.functional.linear(straight(numbers, made), straight(self.weight, weights), self.bias)

    @property
    def scale(self) -> Scale:
        return Scale(self.factors.numpy().astype(np.float32), int(self.zero))

    @scale.setter
    def scale(self, scale: Scale) -> None:
        self.factors.copy_(torch.from_numpy(scale.factors))
        self.zero.fill_(scale.zero)


class RoundedTable(nn.Embedding):
    def __init__(self, of: nn.Embedding) -> None:
        super().__init__(of.num_embeddings, of.embedding_dim, of.padding_idx, _weight=of.weight)
        self.weight = of.weight

    def forward(self, ids: Tensor) -> Tensor:
        rows = super().forward(ids)
        return straight(rows, by_row(rows))


def round_layers(bert: nn.Module) -> None:
    """Those that the engine has in bytes; all scales are 1 as yet."""
    bert.embeddings.word_embeddings = RoundedTable(bert.embeddings.word_embeddings)
    for module in list(bert.encoder.modules()):
        for name, layer in list(module.named_children()):
            if isinstance(layer, nn.Linear):
                setattr(module, name, RoundedLinear(layer))


def unround_layers(bert: nn.Module) -> None:
    for module in list(bert.modules()):
        for name, layer in list(module.named_children()):
            if isinstance(layer, RoundedLinear):
                plain = nn.Linear(layer.in_features, layer.out_features)
                plain.weight, plain.bias = layer.weight, layer.bias
                setattr(module, name, plain)
            elif isinstance(layer, RoundedTable):
                table = nn.Embedding.from_pretrained(layer.weight.detach(), padding_idx=layer.padding_idx)
                setattr(module, name, table)


def scales_in(bert: nn.Module) -> dict[str, Scale]:
    """By the name of the layer within the tagger; empty where nothing is rounded."""
    layers = bert.named_modules(prefix="bert")
    return {name: layer.scale for name, layer in layers if isinstance(layer, RoundedLinear)}
