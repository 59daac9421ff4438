import type { Candidate } from './candidate.ts'
import type { Curie } from './term.ts'

/** Half-open; UTF-16 code units of the document's text. */
export type Span = readonly [start: number, end: number]

/** A part of a document that is read by itself: no mention crosses its borders. */
export interface Section {
  /** `title`, `abstract`, or what the source calls it; not unique. */
  readonly name: string
  readonly start: number
  readonly end: number
  /** What else the file says of it, text by key. */
  readonly metadata?: Readonly<Record<string, string>>
}

/** A stretch of text that names a concept: given (gold, or found by another tool) or found. */
export interface Mention {
  /** At least one; ascending, neither overlapping nor touching. Several: the mention is discontinuous. */
  readonly spans: readonly Span[]
  /** The text of the spans, joined by a blank. */
  readonly text: string
  /** Entity class; in a document just read, the label as the file has it. */
  readonly class: string
  /**
   * Best first; none when no concept fits or none was asked for. Of a given mention all that the file states: any of
   * them counts as right, unless `composite`.
   */
  readonly ids: readonly Curie[]
  /** The mention names several concepts at once, all of `ids`: "breast and ovarian cancer" annotated as one. */
  readonly composite?: true
  /** What the file calls the annotation (`T1`), unique in the document. */
  readonly key?: string
  /** 0–1: that this is a mention of its class, of its first id. Absent when given without. */
  readonly score?: number
  /** Names of the recognisers that found it. */
  readonly by?: readonly string[]
  /** Best first; `ids` are theirs. */
  readonly candidates?: readonly Candidate[]
  /** Why the mention stands as it does, in plain words; present when asked for. */
  readonly reasons?: readonly string[]
  /** What else the file says of it, text by key: infons of BioC, the id as written where more than the id stands there. */
  readonly metadata?: Readonly<Record<string, string>>
}

/** A stretch of text that looked like a mention and is none. */
export interface NoMention {
  readonly spans: readonly Span[]
  readonly text: string
  readonly class: string
  /** The recogniser that tells. */
  readonly by: string
  readonly reason: string
}

/** A short form with the long form that the document itself gives it. */
export interface Abbreviation {
  readonly short: string
  readonly long: string
  /** Where the short form stands in the definition. */
  readonly start: number
  readonly end: number
  readonly longStart: number
  readonly longEnd: number
}

/** A statement about mentions or concepts that a file holds; kept, never read. */
export interface DocumentRelation {
  readonly key?: string
  readonly type: string
  /** Keys of mentions, or ids. */
  readonly arguments: readonly { readonly role: string; readonly ref: string }[]
  readonly metadata?: Readonly<Record<string, string>>
}

/** A text with its parts and what is marked in it. Never altered: every step gives a new one. */
export interface TextDocument {
  readonly id: string
  readonly text: string
  /** In order, not overlapping; text outside of them only parts them. None: the text is one, see {@link partsOf}. */
  readonly sections: readonly Section[]
  /** By start, longer before shorter. */
  readonly mentions: readonly Mention[]
  readonly abbreviations?: readonly Abbreviation[]
  /** What looked like a mention, and why it is none; present when asked for. */
  readonly rejected?: readonly NoMention[]
  readonly relations?: readonly DocumentRelation[]
  /** What else the file says of the document, text by key (BioC infons). */
  readonly metadata?: Readonly<Record<string, string>>
  /** Why the document, or a part of it, could not be processed. */
  readonly errors?: readonly string[]
}

/** The sections, or the whole text where there are none: what is read piece by piece. */
export const partsOf = ({ text, sections }: Pick<TextDocument, 'text' | 'sections'>): readonly Section[] =>
  sections.length > 0 ? sections : [{ name: 'text', start: 0, end: text.length }]

/** Where a mention begins. */
export const startOf = ({ spans }: Pick<Mention, 'spans'>): number => spans[0]?.[0] ?? 0

/** Where a mention ends. */
export const endOf = ({ spans }: Pick<Mention, 'spans'>): number => spans.at(-1)?.[1] ?? 0

/** What the spans cover, joined by a blank. */
export const textOf = (text: string, spans: readonly Span[]): string =>
  spans.map(([start, end]) => text.slice(start, end)).join(' ')

/** Order of mentions in a document: by start, longer before shorter, then by class. */
export const byPlace = (a: Mention, b: Mention): number =>
  startOf(a) - startOf(b) || endOf(b) - endOf(a) || (a.class < b.class ? -1 : Number(a.class > b.class))
