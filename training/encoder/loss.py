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


def nt_xent(vectors: Tensor, mask: Tensor, temperature: float) -> Tensor:
    """Normalised temperature-scaled cross entropy (Chen et al. 2020); the second half are the partners of the first."""
    size = vectors.shape[0] // 2
    partner = torch.cat([torch.arange(size) + size, torch.arange(size)])
    vectors = functional.normalize(vectors, dim=-1)
    scores = (vectors @ vectors.T / temperature).masked_fill(mask, float("-inf"))
    return functional.cross_entropy(scores, partner)


def contrastive(left: Tensor, right: Tensor, mask: Tensor, temperature: float) -> Tensor:
    """NT-Xent at every prefix, weighted."""
    both = torch.cat([left, right])
    total = sum(weight * nt_xent(both[:, :dimensions], mask, temperature) for dimensions, weight in PREFIXES)
    return total / sum(weight for _, weight in PREFIXES)
