"""Near names of other concepts, found with what is being trained: the hard negatives of the steps to come."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np

from encoder.pairs import Group

# Groups of each kind that are looked at; all of them would cost more than they teach.
LOOKED_AT = {"disorder": 12_000, "chemical": 8_000, "body": 6_000, "gene": 6_000, "go": 4_000}
OTHERS_LOOKED_AT = 2_000
NEIGHBOURS = 10


def first_name(group: Group, _rng: random.Random) -> str:
    return group.names[0]


def drawn_name(group: Group, rng: random.Random) -> str:
    return rng.choices(group.names, group.weights)[0]


def find_neighbours(
    groups: Sequence[Group],
    seed: int,
    embed: Callable[[list[str]], np.ndarray],
    name_of: Callable[[Group, random.Random], str] = first_name,
) -> dict[int, list[int]]:
    """For a part of the groups, those nearest to them among the same kind, each by one name."""
    rng = random.Random(seed)
    by_kind: dict[str, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        by_kind[group.kind].append(place)
    found: dict[int, list[int]] = {}
    for kind, places in sorted(by_kind.items()):
        chosen = np.array(sorted(rng.sample(places, min(len(places), LOOKED_AT.get(kind, OTHERS_LOOKED_AT)))))
        vectors = embed([name_of(groups[place], rng) for place in chosen])
        count = min(NEIGHBOURS, len(chosen) - 1)
        for start in range(0, len(chosen) if count > 0 else 0, 1024):
            scores = vectors[start : start + 1024] @ vectors.T
            rows = np.arange(len(scores))
            scores[rows, rows + start] = -2
            near = np.argpartition(-scores, count - 1, axis=1)[:, :count]
            found.update((int(chosen[start + row]), chosen[near[row]].tolist()) for row in rows)
    return found
