import type { Span, TextDocument } from '../core/document.ts'
import type { Curie } from '../core/term.ts'

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
  /** In plain words. */
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
  /** Adds what was rejected. Default false. */
  readonly explain?: boolean
  readonly signal?: AbortSignal | undefined
}

/** Finds mentions. The same text gives the same findings; no mention crosses the border of a section. */
export interface Recognizer {
  readonly name: string
  /** Entity classes it may find. */
  readonly classes: readonly string[]
  recognize(document: TextDocument, options?: RecognizeOptions): Findings | Promise<Findings>
}
