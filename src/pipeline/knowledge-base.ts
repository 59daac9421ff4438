import { join, resolve } from 'node:path'
import { taggerFolder } from '../config/load.ts'
import { readingsOf } from '../core/curie.ts'
import { KnownError } from '../core/errors.ts'
import type { Candidate } from '../core/candidate.ts'
import type { Issue } from '../core/issue.ts'
import type { Curie, TermRecord } from '../core/term.ts'
import { readCommonWords } from '../curation/common-words.ts'
import type { NameSpotter } from '../index/contract.ts'
import { openDictionary } from '../index/dictionary/dictionary.ts'
import { type NameIndex, openNameIndex } from '../index/name-index.ts'
import type { LinkOptions, LinkResult, Scorer } from '../linker/contract.ts'
import type { Disambiguator } from '../linker/disambiguation/contract.ts'
import { successors } from '../linker/successors.ts'
import type { RecognizerParts } from '../ner/contract.ts'
import { NameJudge } from '../ner/dictionary/name-judge.ts'
import type { ConceptEntry, Correspondence } from '../vocab/contract.ts'
import { VocabStore } from '../vocab/store.ts'
import { openDisambiguators } from './disambiguators.ts'
import { LikeNames } from './like-names.ts'
import { FILES, type Manifest } from './manifest.ts'
import type { MentionToLink } from './mention-context.ts'
import { MentionLinker } from './mention-linker.ts'
import { openBuild } from './open-build.ts'
import { NameVectors } from './name-vectors.ts'
import { LEXICAL_MODES, type QueryMode } from './query-modes.ts'
import { type QueryHit, queryNames, type QueryOptions, searchNames } from './query.ts'
import { openScorer } from './scorer.ts'
import { traceWhyNot, type WhyNot } from './why-not.ts'

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
  /** Scores candidates. Default: the boosted trees in the package. */
  readonly scorer?: Scorer
  /** What tells candidates apart by their document, by name or ready made. Default: `context` and `document`. */
  readonly disambiguators?: readonly (string | Disambiguator)[] | undefined
  /** Folder of the encoder that the build was made with. Default: where the knowledge base keeps it. */
  readonly encoder?: string | undefined
}

interface KnowledgeBaseParts {
  readonly store: VocabStore
  readonly names: NameIndex
  readonly like: LikeNames
  readonly scorer: Scorer
  readonly disambiguators: readonly Disambiguator[]
  readonly release: () => void
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
  /** What annotators ground mentions with. */
  readonly linker: MentionLinker
  readonly #build: string
  readonly #release: () => void
  #judge: NameJudge | undefined
  #spotter: NameSpotter | undefined
  /** What recognisers hold. */
  readonly #freed: (() => Promise<void>)[] = []
  #closed = false

  /** Use {@link openKnowledgeBase}. */
  constructor(build: string, manifest: Manifest, parts: KnowledgeBaseParts) {
    this.#build = build
    this.manifest = manifest
    this.#store = parts.store
    this.#names = parts.names
    this.#like = parts.like
    this.#release = parts.release
    const requireOpen = (): void => {
      this.#requireOpen()
    }
    this.linker = new MentionLinker({ ...parts, terms: parts.store, requireOpen })
  }

  /** Entity classes it has concepts of. */
  get classes(): readonly string[] {
    return this.#names.classes
  }

  /** Looks a name up in the ways that need no model: most trusted first, each name once. */
  query(text: string, options: QueryOptions = {}): QueryHit[] {
    this.#requireOpen()
    return queryNames({ names: this.#names, like: this.#like }, text, options)
  }

  /**
   * As `query`, in all ways: with an encoder, also names of like meaning.
   *
   * @throws KnownError as `vectorProblem` gives it, where the mode `vector` is asked for by name
   */
  async search(text: string, options: QueryOptions<QueryMode> = {}): Promise<QueryHit[]> {
    this.#requireOpen()
    if (options.modes?.includes('vector') === true) await this.requireVectors()
    const lexicalOnly = options.modes === undefined && (await this.#like.vectorState()) !== 'ready'
    const modes = lexicalOnly ? LEXICAL_MODES : options.modes
    return searchNames({ names: this.#names, like: this.#like }, text, { ...options, modes })
  }

  /**
   * Why names of like meaning cannot be found although the build has vectors: the model is missing, damaged, another one, or
   * stopped while it was asked; null otherwise. All else works without.
   */
  async vectorProblem(): Promise<KnownError | null> {
    this.#requireOpen()
    const state = await this.#like.vectorState()
    return state instanceof KnownError ? state : null
  }

  /** @throws KnownError where names of like meaning cannot be found: `USAGE` without vectors, else `vectorProblem` */
  async requireVectors(): Promise<void> {
    const problem = await this.vectorProblem()
    if (problem !== null) throw problem
    if (this.manifest.encoder === null) throw withoutVectors()
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
   * Grounds one mention. What names meet takes some ten microseconds, names written like it less than a millisecond, names
   * that mean something like it some milliseconds; what is asked for at once is embedded together.
   *
   * @throws KnownError `USAGE` after `close`, `KB_DAMAGED` when an index is needed and cannot be read
   */
  async link(mention: string, options: LinkOptions = {}): Promise<LinkResult> {
    const { class: entityClass, context } = options
    const [result] = await this.linkDocument([{ mention, class: entityClass, context }], options)
    if (result === undefined) throw new RangeError('a mention has an answer')
    return result
  }

  /**
   * Grounds the mentions of one document, an answer each, in their order: they share what their contexts say of
   * abbreviations, and what the document speaks of tells candidates apart.
   *
   * @param mentions their `class` goes before that of the options
   * @throws KnownError as `link`
   */
  linkDocument(
    mentions: readonly MentionToLink[],
    options: LinkOptions = {},
  ): Promise<readonly LinkResult[]> {
    return this.linker.linkDocument(mentions, options)
  }

  /**
   * Why a concept is not what a mention is linked to: where it was lost, or what speaks for another one.
   *
   * @throws KnownError `TERM_NOT_FOUND`, and as `link`
   */
  async whyNot(mention: string, curie: string, options: LinkOptions = {}): Promise<WhyNot> {
    this.#requireOpen()
    const { asked, concepts } = this.#find(curie)
    const concept = concepts.find(({ obsolete }) => !obsolete) ?? concepts[0]
    const parts = { linker: this.linker, names: this.#names, terms: this.#store }
    return traceWhyNot(parts, mention, { asked, concept }, options)
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
      pathOf: (path) => resolve(path),
      taggerFolder: (model) => taggerFolder(model, ''),
      whenClosed: (free) => this.#freed.push(free),
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
    void this.#like.close()
    for (const free of this.#freed.splice(0)) void free()
    this.#store.close()
    this.#release()
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
}

const withoutVectors = (): KnownError =>
  new KnownError(
    'USAGE',
    'the knowledge base has no vectors',
    'Name an encoder in the configuration and run ontoground build.',
  )

/**
 * Opens the build in use of a knowledge base, or a build folder by itself. Close it when done.
 *
 * @throws KnownError `KB_NOT_FOUND`, `KB_SCHEMA`, `KB_DAMAGED`
 */
export const openKnowledgeBase = async (
  folder: string,
  options: OpenOptions = {},
): Promise<KnowledgeBase> => {
  const { folder: build, manifest, release } = await openBuild(folder)
  let like: LikeNames | undefined
  try {
    const names = openNameIndex(join(build, FILES.names))
    const scorer = options.scorer ?? (await openScorer())
    const disambiguators = await openDisambiguators(options.disambiguators)
    const { encoder } = manifest
    const vectors = encoder === null ? undefined : new NameVectors(build, encoder, options.encoder)
    like = new LikeNames(build, names, vectors)
    const store = new VocabStore(join(build, FILES.store))
    return new KnowledgeBase(build, manifest, { store, names, like, scorer, disambiguators, release })
  } catch (error) {
    await like?.close()
    release()
    throw error
  }
}
