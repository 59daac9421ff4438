import type { Curie } from '../../core/term.ts'

/** What a rule says of a match. */
export interface PatternReading {
  readonly class: string
  /** 0–1. */
  readonly score: number
  /** In plain words, why. */
  readonly reason: string
  /** Normal form, where it differs from the text. */
  readonly reading?: string | undefined
  readonly id?: Curie | undefined
  /** The mention is so much of the match, from its start (UTF-16). Default all. */
  readonly length?: number
}

/** A look-alike: matched, and is none. */
export interface LookAlike {
  readonly class: string
  readonly rejected: string
}

/** What stands around a match, for rules that need a cue. */
export interface PatternContext {
  /** Up to 60 code units of the same section, before and after. */
  readonly before: string
  readonly after: string
}

/** A form that a mention may have. */
export interface PatternRule {
  readonly name: string
  readonly classes: readonly string[]
  /** Global; every repetition bounded, so that time is linear. */
  readonly pattern: RegExp
  /** Cheap, and in every match of `pattern`: a text without it is passed over. */
  readonly hint?: RegExp
  read(match: RegExpExecArray, context: PatternContext): PatternReading | LookAlike | undefined
}

/** Letters, digits or `_` would go on there: a match is no part of a longer word. */
export const LEFT = String.raw`(?<![\p{L}\p{N}_])`
export const RIGHT = String.raw`(?![\p{L}\p{N}_])`

/** A pattern out of pieces, found anywhere. */
export const patternOf = (pieces: readonly string[], flags = ''): RegExp =>
  new RegExp(pieces.join(''), `gu${flags}`)

export const VARIANT = 'variant'
