import { caseAgreement } from '../../core/text/case-agreement.ts'
import { foldCase } from '../../core/text/fold.ts'
import type { Rung } from '../../core/text/ladder.ts'
import { isInCapitals, isSymbol } from '../../core/text/name-shape.ts'
import type { CommonWords, Ordinariness } from '../../core/text/ordinariness.ts'
import type { SynonymScope } from '../../core/term.ts'
import type { NameHit } from '../../index/contract.ts'

/** One thing that speaks for or against a stretch of text being the name. */
export interface Clue {
  /** Added to the log-odds. */
  readonly weight: number
  /** In plain words; made when asked for. */
  readonly reason: () => string
}

const PRIOR = 2.2

const RUNG_WEIGHTS: Readonly<Record<Rung, number>> = {
  exact: 0.5,
  case: 0.4,
  punctuation: 0.3,
  symbol: 0,
  inflection: 0.3,
  spacing: -0.3,
  order: -0.5,
}

const SCOPE_WEIGHTS: Readonly<Record<SynonymScope, number>> = {
  label: 0.5,
  exact: 0.3,
  narrow: -0.2,
  broad: -1.5,
  related: -0.8,
}

// How ordinary a word has to be not to count depends on how firmly the concept bears it.
const ORDINARY_WEIGHTS: Readonly<
  Record<Ordinariness, { readonly label: number; readonly exact: number; readonly other: number }>
> = {
  everyday: { label: -6, exact: -6, other: -6 },
  frequent: { label: -0.5, exact: -3, other: -4 },
  rarer: { label: 0, exact: -0.5, other: -3 },
}

/** By the length of the name in UTF-16 code units: what is so short means many things. */
const SHORT_WEIGHTS = [-9, -9, -3.5, -1, -0.3]

/** All that speaks for or against `text` being the name it hit. */
export const cluesOf = (text: string, hit: NameHit, words: CommonWords): readonly Clue[] => {
  const clues: Clue[] = [
    { weight: PRIOR, reason: () => 'a name in the knowledge base' },
    { weight: RUNG_WEIGHTS[hit.rung], reason: () => `meets "${hit.text}" on the rung ${hit.rung}` },
    { weight: SCOPE_WEIGHTS[hit.scope], reason: () => `${SCOPE_WORDS[hit.scope]} of ${hit.id}` },
  ]
  if (!/\p{L}/u.test(text)) clues.push({ weight: -9, reason: () => 'numbers or signs alone' })
  const short = SHORT_WEIGHTS[hit.text.length]
  if (short !== undefined)
    clues.push({ weight: short, reason: () => `only ${String(hit.text.length)} characters` })
  const more = [
    isBalanced(text) ? undefined : UNBALANCED,
    hit.rung === 'order' ? orderClue(text, hit.text) : undefined,
    hit.rung === 'spacing' ? spacingClue(text, words) : undefined,
    caseClue(text, hit, words),
  ]
  for (const clue of more) if (clue !== undefined) clues.push(clue)
  return clues
}

const SCOPE_WORDS: Readonly<Record<SynonymScope, string>> = {
  label: 'label',
  exact: 'exact synonym',
  narrow: 'narrow synonym',
  broad: 'broad synonym',
  related: 'related synonym',
}

const BORDER_WORD = /^(?:of|in|the|and)\s|\s(?:of|in|the|and)$/i
const TURNED = /[\s_](?:of|in)[\s_]|,\s/i

/** Prose turns a name round with "of" or "in", or as an index does with a comma; else words meet by chance. */
const orderClue = (text: string, name: string): Clue | undefined => {
  if (BORDER_WORD.test(text))
    return { weight: -6, reason: () => 'begins or ends with a word that belongs to none' }
  return TURNED.test(text) || TURNED.test(name)
    ? undefined
    : { weight: -2.5, reason: () => 'the words in another order' }
}

/** "B and" is no "band", whatever the blanks. */
const spacingClue = (text: string, words: CommonWords): Clue | undefined => {
  const pieces = text.split(/\s+/)
  const ordinary = pieces.find((piece) => words.get(foldCase(piece).text) === 'everyday')
  return pieces.length > 1 && ordinary !== undefined
    ? { weight: -3, reason: () => `"${ordinary}" is a word by itself` }
    : undefined
}

const UNBALANCED: Clue = { weight: -6, reason: () => 'a bracket without its other half' }

const isBalanced = (text: string): boolean => {
  if (!/[()[\]]/.test(text)) return true
  let open = 0
  for (const { 0: bracket } of text.matchAll(/[()[\]]/g)) {
    open += bracket === '(' || bracket === '[' ? 1 : -1
    if (open < 0) return false
  }
  return open === 0
}

const caseClue = (text: string, hit: NameHit, words: CommonWords): Clue | undefined => {
  const agreement = caseAgreement(withoutPlural(text), withoutPlural(hit.text))
  const symbolic = isSymbol(hit.text) || isInCapitals(hit.text)
  const ordinariness = words.get(foldCase(text).text)
  if (symbolic && agreement !== 'same') {
    const ordinary = ordinariness !== undefined || text.length <= 3
    return { weight: ordinary ? -6 : -2.5, reason: () => `a symbol, written otherwise than "${hit.text}"` }
  }
  if (ordinariness === undefined) return undefined
  if (symbolic) return { weight: -1.5, reason: () => 'an ordinary word when not in capitals' }
  const scope = hit.scope === 'label' || hit.scope === 'exact' ? hit.scope : 'other'
  return {
    weight: ORDINARY_WEIGHTS[ordinariness][scope],
    reason: () => `an ordinary word (${ordinariness})`,
  }
}

const withoutPlural = (text: string): string =>
  text.endsWith('s') ? text.replace(/(?<=[\p{Lu}\p{N}])s$/u, '') : text
