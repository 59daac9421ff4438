import { setImmediate } from 'node:timers/promises'
import type { Candidate } from '../core/candidate.ts'
import {
  type Abbreviation,
  endOf,
  type Mention,
  type NoMention,
  startOf,
  type TextDocument,
  textOf,
} from '../core/document.ts'
import { rounded } from '../core/rounded.ts'
import { answerOf, type Draft } from '../linker/answer.ts'
import type { LinkResult } from '../linker/contract.ts'
import { findAbbreviations } from '../ner/abbreviations/find.ts'
import { applySenses, type ScoredAbbreviation } from '../ner/abbreviations/senses.ts'
import { arbitrate } from '../ner/arbitrate.ts'
import type { Finding, Findings, Recognizer, Rejected } from '../ner/contract.ts'
import { comparePlaces, type MergedFinding, type MergedReading, mergeFindings } from '../ner/merge.ts'
import { type Overlaps, withoutOverlaps } from '../ner/overlaps.ts'
import { type SoundFindings, soundFindings } from '../ner/sound-findings.ts'
import { DEFAULT_RECOGNIZERS } from '../ner/registry.ts'
import type { KnowledgeBase } from './knowledge-base.ts'
import { makeRecognizer, type RecognizerSpec } from './recognizers.ts'

export interface AnnotatorOptions {
  /** What finds mentions: kinds by name, with their options, or recognisers ready made. Default: all that need no model. */
  readonly recognizers?: readonly (RecognizerSpec | Recognizer)[] | undefined
  /** Findings follow what the text says its abbreviations mean. Default true. */
  readonly abbreviations?: boolean | undefined
  /** Least score of a finding to become a mention, 0–1. Default 0.25. */
  readonly threshold?: number | undefined
  /** Only mentions of these entity classes are looked for; of all when absent. */
  readonly classes?: readonly string[] | undefined
  /** Default `longest`. */
  readonly overlaps?: Overlaps | undefined
  /** At most this many candidates a mention. Default 5. */
  readonly limit?: number | undefined
  /** Adds reasons, those of the candidates' scores, and what was rejected. Default false. */
  readonly explain?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

const DEFAULT_LIMIT = 5
const DEFAULT_THRESHOLD = 0.25
/** Mentions that are grounded between two looks at the signal. */
const BREATH = 500

/** Finds mentions in documents and grounds them. */
export class Annotator {
  readonly #kb: KnowledgeBase
  readonly #recognizers: readonly Recognizer[]
  readonly #options: AnnotatorOptions

  /** Use {@link openAnnotator}. */
  constructor(kb: KnowledgeBase, recognizers: readonly Recognizer[], options: AnnotatorOptions) {
    this.#kb = kb
    this.#recognizers = recognizers
    this.#options = options
  }

  /** Entity classes of which it may find mentions. */
  get classes(): readonly string[] {
    return [...new Set(this.#recognizers.flatMap((recognizer) => recognizer.classes))].sort()
  }

  /** Annotates documents one after the other; mentions they came with are replaced. */
  async *annotate(
    documents: AsyncIterable<TextDocument> | Iterable<TextDocument>,
  ): AsyncGenerator<TextDocument> {
    for await (const document of documents) {
      this.#options.signal?.throwIfAborted()
      yield await this.annotateOne(document)
    }
  }

  /** As `annotate`, for one. A document that cannot be processed comes back without mentions, with the error. */
  async annotateOne(document: TextDocument): Promise<TextDocument> {
    try {
      return await this.#annotated(document)
    } catch (error) {
      this.#options.signal?.throwIfAborted()
      const reason = error instanceof Error ? error.message : String(error)
      return { ...document, mentions: [], errors: [...(document.errors ?? []), reason] }
    }
  }

  async #annotated(document: TextDocument): Promise<TextDocument> {
    const { explain = false, overlaps = 'longest', classes, threshold = DEFAULT_THRESHOLD } = this.#options
    const abbreviations = this.#abbreviationsOf(document)
    const { flaws, ...found } = await this.#found(document)
    const { findings, rejected = [] } = this.#agreeing(document, found, abbreviations)
    const sure: Finding[] = []
    const noMentions: Rejected[] = [...rejected]
    for (const finding of findings)
      if (finding.score >= threshold) sure.push(finding)
      else if (explain) noMentions.push({ ...finding, reason: finding.reasons.at(-1) ?? 'too unsure' })
    const grounded = await this.#grounded(document, mergeFindings(sure))
    const all = grounded.flatMap((readings) =>
      this.#decide(document, asked(readings, classes), explain ? noMentions : undefined),
    )
    const mentions = withoutOverlaps(all, overlaps)
    if (explain) for (const each of overlapped(all, mentions, overlaps)) noMentions.push(each)
    return {
      ...document,
      mentions,
      ...(abbreviations.length === 0 ? {} : { abbreviations: abbreviations.map(unscored) }),
      ...(flaws.length === 0 ? {} : { errors: [...(document.errors ?? []), ...flaws] }),
      ...(explain ? { rejected: inOrder(noMentions).map((each) => noMention(document.text, each)) } : {}),
    }
  }

  async #found(document: TextDocument): Promise<SoundFindings> {
    const findings: Finding[] = []
    const rejected: Rejected[] = []
    const flaws: string[] = []
    for (const recognizer of this.#recognizers) {
      await this.#breathe()
      const answer = await this.#ask(recognizer, document)
      const found = soundFindings(recognizer.name, answer, document.text)
      for (const finding of found.findings) findings.push(finding)
      for (const each of found.rejected ?? []) rejected.push(each)
      flaws.push(...found.flaws)
    }
    return { ...arbitrate({ findings, rejected }, this.#recognizers), flaws }
  }

  async #ask(recognizer: Recognizer, document: TextDocument): Promise<unknown> {
    const { explain = false, signal } = this.#options
    try {
      return await recognizer.recognize(document, { explain, signal })
    } catch (cause) {
      signal?.throwIfAborted()
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new Error(`recognizer "${recognizer.name}" failed: ${reason}`, { cause })
    }
  }

  /** Lets others have their turn: signals, above all. */
  async #breathe(): Promise<void> {
    const { signal } = this.#options
    if (signal === undefined) return
    await setImmediate()
    signal.throwIfAborted()
  }

  #abbreviationsOf(document: TextDocument): readonly ScoredAbbreviation[] {
    if (this.#options.abbreviations === false) return document.abbreviations ?? []
    return document.abbreviations ?? findAbbreviations(document)
  }

  #agreeing(document: TextDocument, found: Findings, abbreviations: readonly ScoredAbbreviation[]): Findings {
    if (this.#options.abbreviations === false || abbreviations.length === 0) return found
    const known = new Map<string, readonly string[]>()
    const namesOf = ({ spans, class: entityClass, reading }: Finding): readonly string[] => {
      const text = reading ?? textOf(document.text, spans)
      const key = `${entityClass}\t${text}`
      const names = known.get(key) ?? this.#kb.namesMeantBy(text, entityClass)
      known.set(key, names)
      return names
    }
    return applySenses(document, found, abbreviations, { namesOf })
  }

  /** Of every finding its readings, each with its candidates as the document tells them apart. */
  async #grounded(
    document: TextDocument,
    findings: readonly MergedFinding[],
  ): Promise<readonly (readonly Grounded[])[]> {
    const drafts: Draft[] = []
    for (const [index, { spans, readings }] of findings.entries()) {
      if (index % BREATH === 0) await this.#breathe()
      const surface = textOf(document.text, spans)
      for (const reading of readings) drafts.push(await this.#draft(surface, reading))
    }
    const { limit = DEFAULT_LIMIT, explain } = this.#options
    const told = this.#kb.linker.disambiguated(drafts, [document.text])
    let next = 0
    return findings.map(({ spans, readings }) =>
      readings.map((reading) => {
        const draft = told[next++]
        const answer = draft === undefined ? null : answerOf(draft, { limit, explain })
        const candidates = answer === null || !isSure(answer) ? [] : answer.candidates
        return { spans, reading, candidates, score: reading.score * (candidates[0]?.score ?? 0) }
      }),
    )
  }

  /** The best of its readings says which class it is of. */
  #decide(
    { text }: TextDocument,
    all: readonly Grounded[],
    noMentions: Rejected[] | undefined,
  ): readonly Mention[] {
    let best: Grounded | undefined
    for (const grounded of all) {
      const [kept, left] =
        best === undefined || grounded.score > best.score ? [grounded, best] : [best, grounded]
      if (left !== undefined) noMentions?.push({ spans: left.spans, ...givenUp(left, kept) })
      best = kept
    }
    if (best === undefined) return []
    const { spans, reading, candidates, score } = best
    const isNil = candidates.length === 0
    const mention = {
      spans,
      text: textOf(text, spans),
      class: reading.class,
      ids: isNil && reading.id !== undefined ? [reading.id] : candidates.map(({ id }) => id),
      score: rounded(isNil ? reading.score : score),
      by: reading.by,
      candidates,
      ...(this.#options.explain === true ? { reasons: reading.reasons } : {}),
    }
    return [mention]
  }

  async #draft(surface: string, reading: MergedReading): Promise<Draft> {
    if (reading.id !== undefined) {
      const candidates = this.#kb.linkId(reading.id).filter((candidate) => candidate.class === reading.class)
      if (candidates.length > 0)
        return { mention: surface, candidates, dropped: [], nilReason: 'no-name-matches' }
    }
    const text = reading.reading ?? surface
    const draft = await this.#kb.linker.draft(text, { class: reading.class, stages: ['exact'] })
    // No name is this text: what is like it may be what it means.
    return draft.candidates.length > 0 ? draft : this.#kb.linker.draft(text, { class: reading.class })
  }
}

/** What names are like alone has to be likely to be believed: what a text speaks of need not be in the knowledge base. */
const LEAST_LIKE = 0.5

const isSure = ({ nil, candidates: [first] }: LinkResult): boolean =>
  !nil && (first?.similarity === undefined || first.score >= LEAST_LIKE)

/** A stretch taken for one class, with the candidates of that class. */
interface Grounded {
  readonly spans: Mention['spans']
  readonly reading: MergedReading
  readonly candidates: readonly Candidate[]
  readonly score: number
}

/** A stretch that is asked for as one class is no mention of it where it is so much more surely another. */
const SURER = 1.2

/** Readings of the classes asked for, unless the stretch is more surely something else. */
const asked = (
  readings: readonly Grounded[],
  classes: readonly string[] | undefined,
): readonly Grounded[] => {
  if (classes === undefined) return readings
  const own = readings.filter(({ reading }) => classes.includes(reading.class))
  const least = Math.max(...readings.map(({ score }) => score)) / SURER
  return own.some(({ score }) => score >= least) ? own : []
}

const givenUp = (left: Grounded, kept: Grounded): Omit<Rejected, 'spans'> => ({
  class: left.reading.class,
  by: left.reading.by[0] ?? '',
  reason: `${told(left)}, but rather ${told(kept)}`,
})

const told = ({ reading, candidates, score }: Grounded): string =>
  `${reading.class} ${candidates[0]?.id ?? 'NIL'} (${score.toFixed(2)})`

/** What gave way to mentions that share its text. Both by start. */
const overlapped = (all: readonly Mention[], kept: readonly Mention[], overlaps: Overlaps): Rejected[] => {
  const keptOnes = new Set(kept)
  const rejected: Rejected[] = []
  let [next, reaching] = [0, kept[0]]
  for (const mention of all) {
    if (keptOnes.has(mention)) continue
    // Of those that begin before it ends, the one that reaches furthest.
    for (let other = kept[next]; other !== undefined && startOf(other) < endOf(mention); other = kept[++next])
      if (reaching === undefined || endOf(other) >= endOf(reaching)) reaching = other
    const reason = `gives way to "${reaching?.text ?? ''}" (overlaps: ${overlaps})`
    rejected.push({ spans: mention.spans, class: mention.class, by: mention.by?.[0] ?? '', reason })
  }
  return rejected
}

const inOrder = (rejected: readonly Rejected[]): Rejected[] =>
  rejected.toSorted((a, b) => comparePlaces(a.spans, b.spans))

const unscored = ({ short, long, start, end, longStart, longEnd }: Abbreviation): Abbreviation => ({
  short,
  long,
  start,
  end,
  longStart,
  longEnd,
})

const noMention = (text: string, { spans, class: entityClass, by, reason }: Rejected): NoMention => ({
  spans,
  text: textOf(text, spans),
  class: entityClass,
  by,
  reason,
})

/**
 * An annotator over an open knowledge base; close the knowledge base when done.
 *
 * @throws KnownError `CONFIG_UNKNOWN_TYPE`, `CONFIG_INVALID`, `KB_DAMAGED`
 */
export const openAnnotator = async (
  kb: KnowledgeBase,
  options: AnnotatorOptions = {},
): Promise<Annotator> => {
  const recognizers: Recognizer[] = []
  for (const each of options.recognizers ?? DEFAULT_RECOGNIZERS)
    recognizers.push('recognize' in each ? each : await makeRecognizer(each, kb.recognizerParts()))
  return new Annotator(kb, recognizers, options)
}

export { OVERLAPS } from '../ner/overlaps.ts'
