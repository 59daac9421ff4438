import { join } from 'node:path'
import { readingsOf } from '../core/curie.ts'
import { KnownError } from '../core/errors.ts'
import type { Candidate } from '../core/candidate.ts'
import type { Issue } from '../core/issue.ts'
import type { Rung } from '../core/text/ladder.ts'
import type { Curie, SynonymScope, TermRecord } from '../core/term.ts'
import { readCommonWords } from '../curation/common-words.ts'
import type { Name, NameFilter, NameSpotter, NameUse } from '../index/contract.ts'
import { openDictionary } from '../index/dictionary/dictionary.ts'
import { type NameIndex, openNameIndex } from '../index/name-index.ts'
import { CANDIDATE_STAGES, type LinkOptions, type LinkResult, type Scorer } from '../linker/contract.ts'
import { DEFAULT_LIMIT, type FoundLike, linkMention } from '../linker/link.ts'
import { readingOf, withReading } from '../linker/reading.ts'
import { ruleScorer } from '../linker/rule-scorer.ts'
import { successors } from '../linker/successors.ts'
import type { RecognizerParts } from '../ner/contract.ts'
import { NameJudge } from '../ner/dictionary/name-judge.ts'
import type { ConceptEntry, Correspondence } from '../vocab/contract.ts'
import { VocabStore } from '../vocab/store.ts'
import { locateBuild } from './kb-folder.ts'
import { LikeNames } from './like-names.ts'
import { FILES, type Manifest, readManifest } from './manifest.ts'
import { definitionsIn } from './mention-context.ts'
import { QUERY_MODES, type QueryMode } from './query-modes.ts'

export interface QueryOptions {
  /** Default: all, in the order of trust. */
  readonly modes?: readonly QueryMode[] | undefined
  readonly class?: string | undefined
  readonly source?: string | undefined
  /** At most this many hits. Default 20. */
  readonly limit?: number | undefined
}

/** Wordings like a mention that are looked at: enough for some twenty concepts. */
const LIKE_WORDINGS = 64

/** A name found, and the concept it belongs to. */
export interface QueryHit {
  readonly id: Curie
  readonly label: string | null
  readonly class: string
  readonly source: string
  readonly matched: string
  readonly scope: SynonymScope
  /** Present when the source types the synonym. */
  readonly type?: string
  /** The mode that found it: the most trusted of those asked. */
  readonly mode: QueryMode
  /** The rung on which text and name meet; for prefixes, the rung compared on. Absent where they meet on none. */
  readonly rung?: Rung
  /** How like the name is to what was asked, 0–1: present with the modes that find names by likeness. */
  readonly similarity?: number
  /** Present when the concept is retired. */
  readonly obsolete?: true
  /** Present when a curation restricts the name. */
  readonly use?: Exclude<NameUse, 'all'>
}

/** All there is to know of an id. */
export interface TermAnswer {
  /** The id as asked for, in the product's spelling. */
  readonly asked: Curie
  /** How the id led to the concepts: `id` itself, or `merged` (an alternative id). */
  readonly found: 'id' | 'merged'
  /** One record per source, best ranked first. */
  readonly records: readonly TermRecord[]
  readonly children: readonly Curie[]
  /** For a retired concept: the concepts in its place, over as many retirements as it takes. */
  readonly replacedBy: readonly Curie[]
  /** What is claimed to correspond to it, strongest first: by its own xrefs, those of others, and mapping sets. */
  readonly correspondences: readonly Correspondence[]
  /** Labels of the ids above that the knowledge base knows. */
  readonly labels: Readonly<Record<Curie, string>>
}

/** Concepts of one name of which all names are read. */
const MOST_CONCEPTS = 8

interface Found extends Pick<TermAnswer, 'asked' | 'found'> {
  readonly concepts: readonly [ConceptEntry, ...ConceptEntry[]]
}

export interface OpenOptions {
  /** Scores candidates. Default: rules. */
  readonly scorer?: Scorer
}

interface KnowledgeBaseParts {
  readonly store: VocabStore
  readonly names: NameIndex
  readonly like: LikeNames
  readonly scorer: Scorer
}

/**
 * An open knowledge base. Read-only; it goes on reading the build it was opened on when a new one is switched in. One
 * thread at a time; other threads and processes open their own.
 */
export class KnowledgeBase {
  readonly manifest: Manifest
  readonly #store: VocabStore
  readonly #names: NameIndex
  readonly #like: LikeNames
  readonly #scorer: Scorer
  readonly #build: string
  #judge: NameJudge | undefined
  #spotter: NameSpotter | undefined
  #closed = false

  /** Use {@link openKnowledgeBase}. */
  constructor(build: string, manifest: Manifest, { store, names, like, scorer }: KnowledgeBaseParts) {
    this.#build = build
    this.manifest = manifest
    this.#store = store
    this.#names = names
    this.#scorer = scorer
    this.#like = like
  }

  /** Entity classes it has concepts of. */
  get classes(): readonly string[] {
    return this.#names.classes
  }

  /** Looks a name up: most trusted mode first, each name once. */
  query(text: string, options: QueryOptions = {}): QueryHit[] {
    this.#requireOpen()
    const filter: NameFilter = { entityClass: options.class, source: options.source }
    const limit = options.limit ?? 20
    const modes = options.modes ?? QUERY_MODES
    if (modes.length === 1 && modes[0] === 'exact')
      return this.#names
        .exact(text, filter)
        .slice(0, limit)
        .map((hit) => queryHit(hit, 'exact'))
    const found = new Map<string, QueryHit>()
    for (const mode of QUERY_MODES) {
      if (!modes.includes(mode) || found.size >= limit) continue
      for (const hit of this.#hits(text, mode, limit, filter)) {
        const key = `${String(hit.row)}\t${hit.text}`
        if (!found.has(key)) found.set(key, queryHit(hit, mode))
      }
    }
    return [...found.values()].slice(0, limit)
  }

  /**
   * All that is known of a concept. Other spellings of the prefix are understood.
   *
   * @throws KnownError `TERM_NOT_FOUND`
   */
  term(curie: string): TermAnswer {
    this.#requireOpen()
    const { asked, found, concepts } = this.#find(curie)
    const children = this.#store.children(concepts[0].id)
    const records = concepts.map(({ row }) => this.#store.term(row))
    const replacedBy = [
      ...new Set(
        concepts
          .filter(({ obsolete }) => obsolete)
          .flatMap(({ row }) => successors(this.#store, row))
          .map(({ id }) => id),
      ),
    ]
    const mentioned = records.flatMap(({ parents, relations, consider }) => [
      ...parents,
      ...relations.map(({ object }) => object),
      ...consider,
    ])
    const correspondences = this.#store.correspondences(concepts[0].id)
    const others = correspondences.map(({ id }) => id)
    return {
      asked,
      found,
      records,
      children,
      replacedBy,
      correspondences,
      labels: this.#labels([...mentioned, ...children, ...replacedBy, ...others]),
    }
  }

  /**
   * Grounds one mention. What names meet takes some ten microseconds, names written like it about a millisecond.
   *
   * @throws KnownError `USAGE` after `close`, `KB_DAMAGED` when an index is needed and cannot be read
   */
  link(mention: string, options: LinkOptions = {}): Promise<LinkResult> {
    return new Promise((resolve) => {
      this.#requireOpen()
      const own = this.#linkText(mention, options)
      const definitions = options.definitions ?? definitionsIn([{ context: options.context }])
      const reading = readingOf(mention, definitions)
      if (reading === null) resolve(own)
      else
        resolve(withReading(own, this.#linkText(reading, options), reading, options.limit ?? DEFAULT_LIMIT))
    })
  }

  #linkText(text: string, options: LinkOptions): LinkResult {
    const parts = { names: this.#names, terms: this.#store, scorer: this.#scorer }
    return linkMention(parts, text, options, this.#likeNames(text, options))
  }

  #likeNames(mention: string, { stages = CANDIDATE_STAGES, class: entityClass }: LinkOptions): FoundLike {
    const names = stages.includes('fuzzy') ? this.#like.fuzzy(mention, LIKE_WORDINGS, { entityClass }) : []
    return { names, encoded: false }
  }

  /** The concepts whose id a text states, in any spelling; retired ones give those in their place. */
  linkId(curie: string): Candidate[] {
    this.#requireOpen()
    const found = this.#lookUpId(curie)
    if (found === undefined) return []
    const { asked, concepts } = found
    const meant = concepts.flatMap((concept) =>
      concept.obsolete ? successors(this.#store, concept.row) : [concept],
    )
    const best = new Map(meant.toReversed().map((concept) => [concept.id, concept]))
    return [...best.values()].reverse().map(({ id, label, entityClass, source }) => ({
      id,
      label,
      class: entityClass,
      source,
      score: 1,
      method: 'id',
      matched: asked,
      scope: 'exact',
      ...(id === asked ? {} : { replaces: asked }),
    }))
  }

  /** All names of the concepts of a class that a text may mean. */
  namesMeantBy(text: string, entityClass: string): readonly string[] {
    this.#requireOpen()
    const rows = new Set(this.#names.normalized(text, { entityClass }).map(({ row }) => row))
    return [...rows].slice(0, MOST_CONCEPTS).flatMap((row) => {
      const { label, synonyms } = this.#store.term(row)
      return [...(label === null ? [] : [label]), ...synonyms.map((synonym) => synonym.text)]
    })
  }

  /** What recognisers work with. @throws KnownError `KB_DAMAGED` when the dictionary is asked for */
  recognizerParts(): RecognizerParts {
    this.#requireOpen()
    this.#judge ??= new NameJudge(this.#names, readCommonWords())
    return {
      judge: this.#judge,
      spotter: () => (this.#spotter ??= openDictionary(join(this.#build, FILES.dictionary))),
      classOf: (id) => this.#lookUpId(id)?.concepts[0].entityClass,
    }
  }

  /** Flaws found in a source when it was read, in its order. */
  issues(source: string, limit = 100): readonly Issue[] {
    this.#requireOpen()
    return this.#store.issues(source, limit)
  }

  /** Frees the files. What was answered stays valid; asking afterwards is the error `USAGE`. */
  close(): void {
    this.#closed = true
    this.#like.close()
    this.#store.close()
  }

  #find(raw: string): Found {
    const found = this.#lookUpId(raw)
    if (found !== undefined) return found
    const message = `no concept has the id "${readingsOf(raw)[0] ?? raw}"`
    throw new KnownError('TERM_NOT_FOUND', message, 'Look it up by name with ontoground query.')
  }

  /** The concepts of an id in any of its spellings: as it stands first, in another case of its prefix last. */
  #lookUpId(raw: string): Found | undefined {
    for (const asked of this.#spellings(readingsOf(raw))) {
      const [first, ...more] = this.#store.concepts(asked)
      if (first) return { asked, found: 'id', concepts: [first, ...more] }
      const [merged, ...others] = this.#store.conceptsByAltId(asked)
      if (merged) return { asked, found: 'merged', concepts: [merged, ...others] }
    }
    return undefined
  }

  *#spellings(readings: readonly Curie[]): Generator<Curie> {
    yield* readings
    for (const reading of readings) {
      const spelled = this.#store.spellingOf(reading)
      if (spelled !== undefined) yield spelled
    }
  }

  #requireOpen(): void {
    if (this.#closed)
      throw new KnownError('USAGE', 'the knowledge base was closed', 'Open it again to ask it more.')
  }

  #labels(ids: readonly Curie[]): Record<Curie, string> {
    const labels: Record<Curie, string> = {}
    for (const id of new Set(ids)) {
      const label = this.#store.concepts(id).find((concept) => concept.label !== null)?.label
      if (label !== undefined && label !== null) labels[id] = label
    }
    return labels
  }

  #hits(text: string, mode: QueryMode, limit: number, filter: NameFilter): readonly FoundName[] {
    switch (mode) {
      case 'exact':
        return this.#names.exact(text, filter)
      case 'normalized':
        return this.#names.normalized(text, filter)
      case 'prefix':
        return this.#names.prefix(text, limit, filter)
      case 'fuzzy':
        return this.#like.fuzzy(text, limit, filter).map(({ name, similarity }) => ({ ...name, similarity }))
    }
  }
}

type FoundName = Name & { readonly rung?: Rung; readonly similarity?: number }

const queryHit = (hit: FoundName, mode: QueryMode): QueryHit => ({
  id: hit.id,
  label: hit.label,
  class: hit.entityClass,
  source: hit.source,
  matched: hit.text,
  scope: hit.scope,
  ...(hit.type === null ? {} : { type: hit.type }),
  mode,
  ...(hit.rung === undefined ? {} : { rung: hit.rung }),
  ...(hit.similarity === undefined ? {} : { similarity: Math.round(hit.similarity * 10_000) / 10_000 }),
  ...(hit.obsolete ? { obsolete: true as const } : {}),
  ...(hit.use === 'all' ? {} : { use: hit.use }),
})

/**
 * Opens the build in use of a knowledge base, or a build folder by itself. Close it when done.
 *
 * @throws KnownError `KB_NOT_FOUND`, `KB_SCHEMA`, `KB_DAMAGED`
 */
export const openKnowledgeBase = async (
  folder: string,
  options: OpenOptions = {},
): Promise<KnowledgeBase> => {
  const build = locateBuild(folder)
  const manifest = await readManifest(build)
  const names = openNameIndex(join(build, FILES.names))
  const like = new LikeNames(build, names)
  try {
    const store = new VocabStore(join(build, FILES.store))
    return new KnowledgeBase(build, manifest, { store, names, like, scorer: options.scorer ?? ruleScorer })
  } catch (error) {
    like.close()
    throw error
  }
}
