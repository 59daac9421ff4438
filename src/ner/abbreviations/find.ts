import type { TextDocument } from '../../core/document.ts'
import { definitionsAt, type Ground } from './bracketed.ts'
import { findBrackets } from './brackets.ts'
import type { Definition } from './pairs.ts'
import { equations, phrasedDefinitions } from './phrases.ts'

/** Definitions scored lower are not given. */
const THRESHOLD = 0.5

/**
 * Finds where a text says what its abbreviations stand for: `long form (SF)`, `SF (long form)`, lists, turns of
 * phrase and lists of abbreviations. Every section is read by itself; without sections the whole text is one.
 * Two definitions never share a short form's place: the better scored stays, of equal ones the one in brackets.
 * By place; the same text gives the same definitions. Offsets: UTF-16 code units of the text. Linear in the text.
 */
export const findAbbreviations = ({
  text,
  sections,
}: Pick<TextDocument, 'text' | 'sections'>): readonly Definition[] =>
  (sections.length > 0 ? sections : [{ start: 0, end: text.length }]).flatMap(({ start, end }) =>
    inSection(text, start, end),
  )

const inSection = (text: string, start: number, end: number): readonly Definition[] => {
  const brackets = findBrackets(text, start, end)
  const over = new Map(brackets.filter(({ closed }) => closed).map(({ open, close }) => [open, close + 1]))
  const ground: Ground = { text, start, end, brackets, hidden: (open) => over.get(open) }
  const best = new Map<number, Definition>()
  const all = [
    ...brackets.flatMap((bracket) => definitionsAt(ground, bracket)),
    ...phrasedDefinitions(ground),
    ...equations(ground),
  ]
  for (const definition of all) {
    if (definition.score < THRESHOLD) continue
    const before = best.get(definition.start)
    if (before === undefined || before.score < definition.score) best.set(definition.start, definition)
  }
  return [...best.values()].sort((a, b) => a.start - b.start)
}
