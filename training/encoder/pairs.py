"""Groups of names that mean one thing, from all sources of a knowledge base: what the encoder learns from.

Records of several sources become one group when they have one id, when a mapping or a cross-reference says so, or
when their labels are the same and their classes agree. A group never holds two ids of one ontology: an ontology
keeps apart what it means to keep apart, and most wrong cross-references are caught by that.

    python -m encoder.pairs --kb kb        prints counts, and a few groups to look at
"""

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from common.kb import BROAD, EXACT, LABEL, NARROW, RELATED, Concept, Link, open_store, read_concepts, read_links
from common.text import fold

# How often a name is drawn, beside those that mean exactly the concept. Broader names mean another concept.
SCOPE_WEIGHTS = {LABEL: 1.0, EXACT: 1.0, NARROW: 0.15, BROAD: 0.0, RELATED: 0.3}
DOUBTFUL_TYPES = frozenset({"dubious", "inconsistent", "misspelling", "deprecated", "in_part"})
LONGEST_NAME = 160
# Numbers that stand for a name, and tell nothing of it.
_NUMBERED = re.compile(r"(uncharacterized )?LOC\d+")
# Classes among which equal labels mean the same.
KINDS = {"disease": "disorder", "phenotype": "disorder", "cell_type": "body", "anatomy": "body"}


@dataclass(frozen=True, slots=True)
class Group:
    """Names of one concept with their weights; `folded` says which of them are the same but for case and marks."""

    id: str
    kind: str
    names: tuple[str, ...]
    weights: tuple[float, ...]
    folded: tuple[str, ...]


class Merger:
    """Joins ids to groups (union-find), and refuses what would put two ids of one ontology together."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._prefixes: dict[str, dict[str, str]] = {}
        self.refused = 0

    def find(self, curie: str) -> str:
        if curie not in self._parent:
            self._parent[curie] = curie
            self._prefixes[curie] = {curie.partition(":")[0]: curie}
        root = curie
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[curie] != root:
            self._parent[curie], curie = root, self._parent[curie]
        return root

    def join(self, one: str, other: str) -> bool:
        a, b = self.find(one), self.find(other)
        if a == b:
            return True
        small, large = sorted((a, b), key=lambda root: (len(self._prefixes[root]), root))
        if not self._prefixes[small].keys().isdisjoint(self._prefixes[large]):
            self.refused += 1
            return False
        self._parent[small] = large
        self._prefixes[large].update(self._prefixes.pop(small))
        return True


def kind_of(entity_class: str) -> str:
    return KINDS.get(entity_class, entity_class)


def one_to_one(links: Iterable[Link]) -> list[Link]:
    """Of mere cross-references only those that are the one between two ontologies on either side."""
    kept = sorted(set(links), key=lambda link: (link.subject, link.object))
    ahead = Counter((link.subject, link.object.partition(":")[0]) for link in kept)
    back = Counter((link.object, link.subject.partition(":")[0]) for link in kept)
    return [
        link
        for link in kept
        if ahead[link.subject, link.object.partition(":")[0]] == 1
        and back[link.object, link.subject.partition(":")[0]] == 1
    ]


def merge(concepts: list[Concept], links: Iterable[Link]) -> Merger:
    merger = Merger()
    kinds = {concept.curie: kind_of(concept.entity_class) for concept in concepts}
    links = list(links)
    weak = [link for link in links if not link.exact and link.subject in kinds and link.object in kinds]
    weak = [link for link in weak if kinds[link.subject] == kinds[link.object]]
    for link in [*(link for link in links if link.exact), *one_to_one(weak)]:
        merger.join(link.subject, link.object)
    by_label: dict[tuple[str, str], str] = {}
    for concept in concepts:
        for name in concept.names:
            if name.scope == LABEL:
                first = by_label.setdefault((kinds[concept.curie], fold(name.text)), concept.curie)
                merger.join(first, concept.curie)
    return merger


def make_groups(concepts: list[Concept], links: Iterable[Link]) -> list[Group]:
    merger = merge(concepts, links)
    names: dict[str, dict[str, float]] = defaultdict(dict)
    kinds: dict[str, str] = {}
    for concept in concepts:
        root = merger.find(concept.curie)
        kinds.setdefault(root, kind_of(concept.entity_class))
        for name in concept.names:
            weight = 0.0 if name.type in DOUBTFUL_TYPES else SCOPE_WEIGHTS[name.scope]
            text = " ".join(unescape(name.text).split())
            if weight > 0 and 1 < len(text) <= LONGEST_NAME and fold(text) and not _NUMBERED.fullmatch(text):
                names[root][text] = max(weight, names[root].get(text, 0.0))
    return [
        Group(root, kinds[root], tuple(texts), tuple(texts.values()), tuple(fold(text) for text in texts))
        for root, texts in sorted(names.items())
    ]


def read_groups(kb: Path) -> list[Group]:
    store = open_store(kb)
    return make_groups(read_concepts(store), read_links(store))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kb", type=Path, default=Path("kb"))
    parser.add_argument("--show", type=int, default=8, help="groups to print")
    options = parser.parse_args()
    groups = read_groups(options.kb)
    kinds = sorted({group.kind for group in groups})
    print("kind                  groups   with two   names")
    for kind in kinds:
        those = [group for group in groups if group.kind == kind]
        several = sum(len(set(group.folded)) > 1 for group in those)
        print(f"{kind:20} {len(those):8} {several:8} {sum(len(group.names) for group in those):9}")
    several = [group for group in groups if len(set(group.folded)) > 1]
    print(f"{'all':20} {len(groups):8} {len(several):8} {sum(len(group.names) for group in groups):9}")
    for group in random.Random(0).sample(several, options.show):
        print(f"\n{group.kind} {group.id}: {' | '.join(group.names)}")


if __name__ == "__main__":
    main()
