import type { Synonym } from '../../core/term.ts'

/** A text that may become the label, or the definition. */
export interface Candidate {
  readonly text: string
  /** In lower case, `''` for none. */
  readonly language: string
  /** Of the language, then of the property; lower is better. */
  readonly languageRank: number
  readonly propertyRank: number
}

export interface Choice {
  readonly text: string | null
  /** The other texts, in source order. */
  readonly others: readonly Candidate[]
  /** Those of them that have as good a claim: the same property, the same language. */
  readonly rivals: readonly Candidate[]
}

/** The best candidate: its language counts first, then its property, then its place. */
export const choose = (candidates: readonly Candidate[]): Choice => {
  let best = candidates[0]
  if (best === undefined) return NOTHING
  if (candidates.length === 1) return { text: best.text, others: [], rivals: [] }
  for (const candidate of candidates) if (compare(candidate, best) < 0) best = candidate
  const { text, language, propertyRank } = best
  const others = candidates.filter((other) => other.text !== text)
  const rivals = others.filter((other) => other.language === language && other.propertyRank === propertyRank)
  return { text, others, rivals }
}

const NOTHING: Choice = { text: null, others: [], rivals: [] }

const compare = (a: Candidate, b: Candidate): number =>
  a.languageRank - b.languageRank || a.propertyRank - b.propertyRank

/** Labels that were not chosen are names all the same. */
export const synonymOf = ({ text, language }: Candidate): Synonym =>
  language === '' ? { text, scope: 'exact' } : { text, scope: 'exact', language }
