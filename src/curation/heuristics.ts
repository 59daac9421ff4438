import type { CommonWords } from '../core/text/ordinariness.ts'
import type { Restriction } from './curation.ts'
import { foldName } from './curation-key.ts'
import type { CuratableName, LabelIndex } from './label-index.ts'
import { isInCapitals, isSymbol, SYMBOL_LENGTH } from '../core/text/name-shape.ts'

/** What the heuristics know besides the name itself. */
export interface HeuristicContext {
  readonly words: CommonWords
  /** Of all sources. */
  readonly labels: LabelIndex
}

/** What a heuristic proposes for a name, and why. */
export interface Verdict {
  readonly heuristic: HeuristicName
  readonly action: Restriction
  readonly reason: string
}

type Heuristic = (name: CuratableName, context: HeuristicContext) => Omit<Verdict, 'heuristic'> | null

const PLACEHOLDERS: ReadonlySet<string> = new Set([
  ...['unknown', 'not known', 'other', 'others', 'unspecified', 'not specified', 'not otherwise specified'],
  ...['not available', 'not applicable', 'n/a', 'n.a.', 'none', 'null', 'nil', 'undefined', 'not determined'],
  ...[
    'not classified',
    'unclassified',
    'unnamed',
    'untitled',
    'no name',
    'tbd',
    'to be determined',
    'missing',
  ],
])
const PLACEHOLDER_SIGNS = /^[-\u2010-\u2015?.*_#/\\\s]+$/

/** Names that stand for a missing one: no name of anything. A label of that kind is left to those who ask for it. */
const placeholder: Heuristic = ({ text, scope }) =>
  PLACEHOLDERS.has(foldName(text)) || PLACEHOLDER_SIGNS.test(text)
    ? { action: scope === 'label' ? 'link-only' : 'drop', reason: 'stands for a missing name' }
    : null

/** "12", "3.1", "%": found in every text, and never meant. */
const noLetters: Heuristic = ({ text }) =>
  /\p{L}/u.test(text) ? null : { action: 'link-only', reason: 'numbers or signs alone' }

/** One character, or two that do not look like a symbol (In, ad): too many other things are written so. */
const tooShort: Heuristic = ({ text }) => {
  const length = Array.from(text).length
  if (length > 2 || (length === 2 && isSymbol(text))) return null
  return { action: 'link-only', reason: length < 2 ? 'one character' : 'two characters' }
}

/**
 * A loose synonym, or a short one, that is the label of a concept of an unrelated class means that one in text. Longer exact
 * synonyms are as a rule the same thing, said by a source of another class; symbols have several meanings as a rule.
 */
const labelOfAnotherClass: Heuristic = ({ text, scope, entityClass }, { labels }) => {
  if (scope === 'label' || (scope === 'exact' && text.length > SYMBOL_LENGTH) || isSymbol(text)) return null
  const owner = labels.stranger(text, entityClass)
  if (owner === undefined) return null
  return { action: 'link-only', reason: `the label of ${owner.concept} (${owner.entityClass})` }
}

/** An ordinary word as a synonym. The better the scope, the more ordinary it has to be. */
const ordinaryWord: Heuristic = ({ text, scope }, { words }) => {
  if (isInCapitals(text) || isSymbol(text)) return null
  const ordinariness = words.get(foldName(text))
  const isOrdinary =
    ordinariness === 'everyday' ||
    (scope !== 'label' && (ordinariness === 'frequent' || (scope !== 'exact' && ordinariness === 'rarer')))
  return isOrdinary ? { action: 'link-only', reason: 'an ordinary word' } : null
}

/** ALL, WAS, IMPACT: an ordinary word when not in capitals. */
const wordInCapitals: Heuristic = ({ text }, { words }) =>
  isInCapitals(text) && words.has(foldName(text))
    ? { action: 'case-sensitive', reason: 'an ordinary word when not in capitals' }
    : null

/** Classes whose names are symbols and often written in other capitals (Tnf in the mouse, hela): only the shortest are held. */
const SYMBOL_CLASSES: ReadonlySet<string> = new Set(['gene', 'protein', 'cell_line'])

/** AD, MS, T4, eGFR: in other letters something else, or nothing. */
const shortSymbol: Heuristic = ({ text, entityClass }) => {
  if (!isSymbol(text) || (SYMBOL_CLASSES.has(entityClass) && text.length > 2)) return null
  return { action: 'case-sensitive', reason: 'a short symbol' }
}

/** In the order in which they are asked: the first to say something has said it. */
const HEURISTICS = {
  placeholder,
  'no-letters': noLetters,
  'too-short': tooShort,
  'label-of-another-class': labelOfAnotherClass,
  'ordinary-word': ordinaryWord,
  'word-in-capitals': wordInCapitals,
  'short-symbol': shortSymbol,
} as const satisfies Record<string, Heuristic>

export type HeuristicName = keyof typeof HEURISTICS

export const HEURISTIC_NAMES = Object.keys(HEURISTICS) as readonly HeuristicName[]

/** What the heuristics say of one name; `null` when it may be used freely. */
export const verdictOn = (name: CuratableName, context: HeuristicContext): Verdict | null => {
  for (const heuristic of HEURISTIC_NAMES) {
    const verdict = HEURISTICS[heuristic](name, context)
    if (verdict !== null) return { heuristic, ...verdict }
  }
  return null
}
