/** Version of the tables below. A store of another version is refused, never misread. `docs/kb-format.md` explains them. */
export const SCHEMA_VERSION = 3

/** `predicate` of the hierarchy in `relation`. */
export const IS_A = 'is_a'
/** Its row in `word`, the one that all sources share. */
export const IS_A_WORD = 1

// A source's concepts and words are numbered one after another from `first_concept` and `first_word` on, and its words are its
// own: its rows depend on nothing but itself, and can be copied into another store by adding to their numbers.
// WITHOUT ROWID tables keyed by (concept, n) keep what belongs to one concept side by side, in source order.
export const TABLES = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE source (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, entity_class TEXT, parser TEXT NOT NULL,
  title TEXT, release TEXT, first_concept INTEGER NOT NULL, first_word INTEGER NOT NULL
) STRICT;
CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
INSERT INTO word VALUES (${String(IS_A_WORD)}, '${IS_A}');
CREATE TABLE concept (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source, curie TEXT NOT NULL, label TEXT,
  entity_class INTEGER NOT NULL REFERENCES word, obsolete INTEGER NOT NULL, definition TEXT, line INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX concept_by_curie ON concept (curie, source);
CREATE TABLE synonym (
  concept INTEGER NOT NULL REFERENCES concept, n INTEGER NOT NULL, text TEXT NOT NULL, scope INTEGER NOT NULL,
  type INTEGER REFERENCES word, language INTEGER REFERENCES word, xrefs TEXT, PRIMARY KEY (concept, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE relation (
  concept INTEGER NOT NULL REFERENCES concept, n INTEGER NOT NULL, predicate INTEGER NOT NULL REFERENCES word,
  object TEXT NOT NULL, PRIMARY KEY (concept, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE xref (
  concept INTEGER NOT NULL REFERENCES concept, n INTEGER NOT NULL, predicate INTEGER NOT NULL REFERENCES word,
  object TEXT NOT NULL, PRIMARY KEY (concept, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE alt_id (concept INTEGER NOT NULL REFERENCES concept, n INTEGER NOT NULL, curie TEXT NOT NULL,
  PRIMARY KEY (concept, n)) STRICT, WITHOUT ROWID;
CREATE TABLE successor (concept INTEGER NOT NULL REFERENCES concept, n INTEGER NOT NULL, curie TEXT NOT NULL,
  replaces INTEGER NOT NULL, PRIMARY KEY (concept, n)) STRICT, WITHOUT ROWID;
CREATE TABLE subset (concept INTEGER NOT NULL REFERENCES concept, n INTEGER NOT NULL, name INTEGER NOT NULL REFERENCES word,
  PRIMARY KEY (concept, n)) STRICT, WITHOUT ROWID;
CREATE TABLE mapping (source INTEGER NOT NULL REFERENCES source, n INTEGER NOT NULL, subject TEXT NOT NULL,
  predicate INTEGER NOT NULL REFERENCES word, object TEXT NOT NULL, justification TEXT, confidence REAL, line INTEGER NOT NULL,
  PRIMARY KEY (source, n)) STRICT, WITHOUT ROWID;
CREATE TABLE relation_type (source INTEGER NOT NULL REFERENCES source, id TEXT NOT NULL, curie TEXT, label TEXT,
  PRIMARY KEY (source, id)) STRICT, WITHOUT ROWID;
CREATE TABLE issue (source INTEGER NOT NULL REFERENCES source, n INTEGER NOT NULL, code TEXT NOT NULL, line INTEGER NOT NULL,
  message TEXT NOT NULL, repair TEXT NOT NULL, PRIMARY KEY (source, n)) STRICT, WITHOUT ROWID;
`

/** Made after the load, when it is cheapest. */
export const INDEXES = `
CREATE INDEX relation_by_object ON relation (object, predicate);
CREATE INDEX xref_by_object ON xref (object);
CREATE INDEX mapping_by_subject ON mapping (subject);
CREATE INDEX mapping_by_object ON mapping (object);
CREATE INDEX alt_id_by_curie ON alt_id (curie);
`

/** Additions wait here until all terms of their source are in: they may come first. */
export const STAGING = `
CREATE TEMP TABLE addition (curie TEXT NOT NULL, line INTEGER NOT NULL, content TEXT NOT NULL) STRICT;
`
