import type { z } from 'zod'
import type { Span, TextDocument } from '../core/document.ts'
import type { Curie } from '../core/term.ts'
import type { NameSpotter } from '../index/contract.ts'
import type { NameJudge } from './dictionary/name-judge.ts'

/** What a recogniser says of a stretch of text. Findings of several may contradict one another. */
export interface Finding {
  /** As of a {@link Mention}. */
  readonly spans: readonly Span[]
  readonly class: string
  /** 0–1: how sure the recogniser is that this is a mention of its class. */
  readonly score: number
  /** Name of the recogniser. */
  readonly by: string
  /** What is to be linked instead of the text of the spans, where they differ: "D2 receptor" for the D2 of "D1/D2 receptor". */
  readonly reading?: string
  /** What the text itself states: an id in so many words. */
  readonly id?: Curie
  /** In plain words; may be empty unless asked for. */
  readonly reasons: readonly string[]
}

/** Something that looked like a mention and is none, and why. */
export interface Rejected {
  readonly spans: readonly Span[]
  readonly class: string
  readonly by: string
  readonly reason: string
}

export interface Findings {
  /** By start, longer before shorter. */
  readonly findings: readonly Finding[]
  /** Present when asked for. */
  readonly rejected?: readonly Rejected[]
}

export interface RecognizeOptions {
  /** Adds reasons, and what was rejected. Default false. */
  readonly explain?: boolean
  readonly signal?: AbortSignal | undefined
}

/** Finds mentions. The same text gives the same findings; no mention crosses the border of a section. */
export interface Recognizer {
  readonly name: string
  /** Entity classes it may find. */
  readonly classes: readonly string[]
  /** Classes of which findings of others count only where they share text with one of its own. Default: none. */
  readonly decides?: readonly string[]
  recognize(document: TextDocument, options?: RecognizeOptions): Findings | Promise<Findings>
}

/** What a recogniser may ask of a knowledge base. Good while that is open. */
export interface RecognizerParts {
  /** Stretches of text that may be names. Read from its file when first asked for. */
  readonly spotter: () => NameSpotter
  /** What a stretch of text may be. Shared: it remembers. */
  readonly judge: NameJudge
  /** The class of the concept that has the id; `undefined` where none has. */
  readonly classOf: (id: Curie) => string | undefined
  /** The absolute path of what an option names: paths are relative to the configuration. */
  readonly pathOf: (path: string) => string
  /** As `pathOf`, of a tagger: `shipped` is the one in the package. */
  readonly taggerFolder: (model: string) => string
  /** Says what is to be freed when the knowledge base is closed. */
  readonly whenClosed: (free: () => Promise<void>) => void
}

/** A kind of recogniser, as a configuration names it. A module of a user's own exports one as `recognizer` or by default. */
export interface RecognizerKind<Options> {
  /** Of the entry in the configuration, without `type`. */
  readonly options: z.ZodType<Options>
  create(parts: RecognizerParts, options: Options): Recognizer | Promise<Recognizer>
}

/** A kind whose options are checked when it makes one; the error is zod's. */
export interface BoundRecognizerKind {
  readonly optionsSchema: z.ZodType
  create(parts: RecognizerParts, options: unknown): Recognizer | Promise<Recognizer>
}

export const bindRecognizer = <Options>(kind: RecognizerKind<Options>): BoundRecognizerKind => ({
  optionsSchema: kind.options,
  create: (parts, options) => kind.create(parts, kind.options.parse(options)),
})
