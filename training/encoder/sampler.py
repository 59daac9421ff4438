"""Which names a batch holds. A batch follows from the seed, its number and the neighbours: resuming changes nothing."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from encoder.augment import augment
from encoder.pairs import Group

# Share of each kind among what is drawn; kinds not named share what is left, by their size.
KIND_SHARES = {"disorder": 0.38, "chemical": 0.2, "body": 0.14, "gene": 0.1, "go": 0.05, "cell_line": 0.04}
AUGMENTED = 0.2
_CODE_LIKE = frozenset({"cell_line"})


@dataclass(frozen=True, slots=True)
class Batch:
    """Two names of each group: `left[i]` and `right[i]` mean one thing. `groups` are places in the list of groups."""

    left: list[str]
    right: list[str]
    groups: list[int]


def overlap(one: str, other: str) -> float:
    """Share of words in common (Jaccard), of folded names."""
    a, b = set(one.split()), set(other.split())
    return len(a & b) / len(a | b) if a and b else 0.0


def share_letters(one: str, other: str) -> bool:
    """Whether any three characters in a row are common, blanks aside."""
    a, b = one.replace(" ", ""), other.replace(" ", "")
    return any(a[place : place + 3] in b for place in range(len(a) - 2))


class Sampler:
    """Draws groups: a part at random, a part as clusters of neighbours, which are each other's hard negatives."""

    def __init__(self, groups: Sequence[Group], size: int, cluster: int, seed: int) -> None:
        self._groups = groups
        self._size = size
        self._cluster = cluster
        self._seed = seed
        self._by_kind: dict[str, list[int]] = defaultdict(list)
        for place, group in enumerate(groups):
            self._by_kind[group.kind].append(place)
        rest = {kind: len(places) for kind, places in self._by_kind.items() if kind not in KIND_SHARES}
        left = 1 - sum(KIND_SHARES.values())
        self._kinds = sorted(self._by_kind)
        self._shares = [
            KIND_SHARES[kind] if kind in KIND_SHARES else left * rest[kind] / sum(rest.values()) for kind in self._kinds
        ]
        self._weights = {
            kind: list(accumulate(self._weight(groups[place]) for place in places))
            for kind, places in self._by_kind.items()
        }
        self.neighbours: dict[int, list[int]] = {}

    @staticmethod
    def _weight(group: Group) -> float:
        several = len(set(group.folded))
        return min(several - 1, 8) ** 0.5 if several > 1 else 0.2

    def _draw(self, rng: random.Random, count: int) -> list[int]:
        kinds = rng.choices(self._kinds, self._shares, k=count)
        return [rng.choices(self._by_kind[kind], cum_weights=self._weights[kind])[0] for kind in kinds]

    def _seeds(self, rng: random.Random, count: int) -> list[int]:
        """Groups with neighbours. Those were found for a part of the groups only, hence the tries."""
        seeds: list[int] = []
        for _ in range(20):
            seeds += [place for place in self._draw(rng, 4 * count) if place in self.neighbours]
            if len(seeds) >= count:
                break
        return seeds[:count]

    def batch(self, number: int, hard: float) -> Batch:
        """The batch of this number; `hard` is the share of clusters in it."""
        rng = random.Random(self._seed * 1_000_003 + number)
        chosen: dict[int, None] = {}
        if self.neighbours:
            for seed in self._seeds(rng, int(self._size * hard / self._cluster)):
                near = self.neighbours[seed]
                chosen[seed] = None
                chosen.update(dict.fromkeys(rng.sample(near, min(self._cluster - 1, len(near)))))
        while len(chosen) < self._size:
            chosen.update(dict.fromkeys(self._draw(rng, self._size - len(chosen))))
        groups = list(chosen)[: self._size]
        pairs = [self.pair(self._groups[place], rng) for place in groups]
        return Batch([left for left, _ in pairs], [right for _, right in pairs], groups)

    def pair(self, group: Group, rng: random.Random) -> tuple[str, str]:
        """Two names of a group, rather those that have few words in common; a changed name where there is but one."""
        names = range(len(group.names))
        one = rng.choices(names, group.weights)[0]
        others = [
            place
            for place in names
            if group.folded[place] != group.folded[one]
            and (group.kind not in _CODE_LIKE or share_letters(group.folded[place], group.folded[one]))
        ]
        if not others:
            return group.names[one], augment(group.names[one], rng)
        tries = rng.choices(others, [group.weights[place] for place in others], k=2)
        other = min(tries, key=lambda place: overlap(group.folded[one], group.folded[place]))
        left, right = group.names[one], group.names[other]
        if rng.random() < AUGMENTED:
            left = augment(left, rng)
        if rng.random() < AUGMENTED:
            right = augment(right, rng)
        return left, right


class Homonyms:
    """Which groups may mean the same though nothing joins them: they share a name. Never negatives of each other."""

    def __init__(self, groups: Sequence[Group]) -> None:
        numbers: dict[str, int] = {}
        self._names = [frozenset(numbers.setdefault(name, len(numbers)) for name in group.folded) for group in groups]

    def pairs(self, groups: Sequence[int]) -> list[tuple[int, int]]:
        """Places i < j in a batch whose groups share a name."""
        holders: dict[int, list[int]] = defaultdict(list)
        for place, group in enumerate(groups):
            for name in self._names[group]:
                holders[name].append(place)
        return sorted({(i, j) for places in holders.values() for i in places for j in places if i < j})
