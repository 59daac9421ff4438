"""Reads what training needs from the store of a knowledge base (`vocab.sqlite`, see docs/kb-format.md)."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

# Version of the tables that this module understands.
SCHEMA_VERSION = 2
# Codes of scopes as the store has them.
LABEL, EXACT, NARROW, BROAD, RELATED = range(5)


@dataclass(frozen=True, slots=True)
class Name:
    text: str
    scope: int
    type: str | None = None


@dataclass(slots=True)
class Concept:
    """A concept as one source has it. `others` are alternative ids."""

    curie: str
    source: str
    entity_class: str
    names: list[Name] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Link:
    """One id said to be another. `exact`: said with a predicate of equivalence, not as a mere cross-reference."""

    subject: str
    object: str
    exact: bool


def open_store(kb: Path) -> sqlite3.Connection:
    """Opens the current build of a knowledge base, read-only."""
    path = (kb / "current" / "vocab.sqlite").resolve(strict=True)
    store = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    row = store.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()
    if row is not None and int(row[0]) != SCHEMA_VERSION:
        raise SystemExit(f"{path}: schema {row[0]}, but this reads {SCHEMA_VERSION}; build the KB again")
    return store


def read_concepts(store: sqlite3.Connection, sources: tuple[str, ...] = ()) -> list[Concept]:
    """All concepts that are not obsolete, with their English names; of some sources or of all."""
    rows = store.execute(
        """SELECT c.id, c.curie, s.name, w.text, c.label FROM concept c
           JOIN source s ON s.id = c.source JOIN word w ON w.id = c.entity_class WHERE NOT c.obsolete ORDER BY c.id"""
    )
    found: dict[int, Concept] = {}
    for row, curie, source, entity_class, label in rows:
        if sources and source not in sources:
            continue
        found[row] = Concept(curie, source, entity_class, [Name(label, LABEL)] if label else [])
    synonyms = store.execute(
        """SELECT y.concept, y.text, y.scope, w.text FROM synonym y LEFT JOIN word w ON w.id = y.type
           LEFT JOIN word l ON l.id = y.language WHERE l.text IS NULL OR l.text LIKE 'en%' ORDER BY y.concept, y.n"""
    )
    for row, text, scope, kind in synonyms:
        if row in found:
            found[row].names.append(Name(text, scope, kind))
    for row, curie in store.execute("SELECT concept, curie FROM alt_id ORDER BY concept, n"):
        if row in found:
            found[row].others.append(curie)
    return list(found.values())


def read_links(store: sqlite3.Connection) -> Iterator[Link]:
    """Mappings between sources, then cross-references: the more trustworthy first."""
    exact = ("skos:exactMatch", "owl:equivalentClass", "owl:sameAs")
    mappings = store.execute(
        "SELECT m.subject, m.object, w.text FROM mapping m JOIN word w ON w.id = m.predicate ORDER BY m.source, m.n"
    )
    for subject, target, predicate in mappings:
        if predicate in exact:
            yield Link(subject, target, True)
    xrefs = store.execute(
        """SELECT c.curie, x.object, w.text FROM xref x JOIN concept c ON c.id = x.concept
           JOIN word w ON w.id = x.predicate WHERE NOT c.obsolete ORDER BY x.concept, x.n"""
    )
    for subject, target, predicate in xrefs:
        yield Link(subject, target, predicate in exact)
