"""The loss: each name is to be nearer to its partner than to any other name of the batch, at every prefix."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

# Dimensions at which vectors may be cut, with the weight of each in the loss.
PREFIXES = ((384, 1.0), (256, 0.5), (128, 0.5))


def negatives_mask(size: int, homonyms: Sequence[tuple[int, int]]) -> Tensor:
    """True where two of the 2 x size names must not push each other apart: a name and itself, and homonyms."""
    mask = torch.eye(2 * size, dtype=torch.bool)
    for i, j in homonyms:
        for a in (i, i + size):
            for b in (j, j + size):
                mask[a, b] = mask[b, a] = True
    return mask


def contrastive(left: Tensor, right: Tensor, mask: Tensor, temperature: float) -> Tensor:
    """Normalised temperature-scaled cross entropy (NT-Xent) over both sides, summed over the prefixes."""
    size = left.shape[0]
    both = torch.cat([left, right])
    partner = torch.cat([torch.arange(size) + size, torch.arange(size)])
    total = torch.zeros(())
    weights = 0.0
    for dimensions, weight in PREFIXES:
        vectors = functional.normalize(both[:, :dimensions], dim=-1)
        scores = (vectors @ vectors.T / temperature).masked_fill(mask, float("-inf"))
        total = total + weight * functional.cross_entropy(scores, partner)
        weights += weight
    return total / weights
