"""Near names of other concepts, found with the encoder as it is: the hard negatives of the steps to come."""

import random
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from tokenizers import Tokenizer

from encoder.model import Encoder, embed
from encoder.pairs import Group

# Groups of each kind that are looked at; all of them would cost more than they teach.
LOOKED_AT = {"disorder": 12_000, "chemical": 8_000, "body": 6_000, "gene": 6_000, "go": 4_000}
OTHERS_LOOKED_AT = 2_000
NEIGHBOURS = 10


def find_neighbours(encoder: Encoder, tokenizer: Tokenizer, groups: Sequence[Group], seed: int) -> dict[int, list[int]]:
    """For a part of the groups, those nearest to them among the same kind, by their first names."""
    rng = random.Random(seed)
    by_kind: dict[str, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        by_kind[group.kind].append(place)
    found: dict[int, list[int]] = {}
    for kind, places in sorted(by_kind.items()):
        count = min(len(places), LOOKED_AT.get(kind, OTHERS_LOOKED_AT))
        chosen = np.array(sorted(rng.sample(places, count)))
        vectors = embed(encoder, tokenizer, [groups[place].names[0] for place in chosen])
        for start in range(0, count, 1024):
            scores = vectors[start : start + 1024] @ vectors.T
            rows = np.arange(scores.shape[0])
            scores[rows, rows + start] = -2
            most = min(NEIGHBOURS, count - 1)
            if most < 1:
                continue
            near = np.argpartition(-scores, most - 1, axis=1)[:, :most]
            for row in rows:
                found[int(chosen[start + row])] = [int(place) for place in chosen[near[row]]]
    return found
