import { readFileSync } from 'node:fs'
import type { Span } from '../../../src/core/document.ts'

/** A text whose sentences are known. */
export interface SplitText {
  readonly name: string
  readonly text: string
  readonly sentences: readonly Span[]
}

/** The hand-checked extracts of test/gold/sentences. */
export const checkedSentences = (half: 'dev' | 'test'): readonly SplitText[] =>
  readFileSync(new URL(`../../gold/sentences/${half}.txt`, import.meta.url), 'utf8')
    .split(/\n\n/)
    .map((block) => block.split('\n').filter((line) => line !== ''))
    .filter(([head]) => head?.startsWith('# '))
    .map(([head = '', ...lines]) => {
      let text = ''
      const sentences = lines.map((line): Span => {
        const glued = line.startsWith('~')
        if (text !== '' && !glued) text += ' '
        const start = text.length
        text += glued ? line.slice(1) : line
        return [start, text.length]
      })
      return { name: head.slice(2), text, sentences }
    })

/** A doubtful stop in a short extract: whether a sentence ends there. */
export interface DoubtfulStop {
  readonly name: string
  readonly text: string
  readonly at: number
  readonly isBorder: boolean
}

/** The stops of test/gold/sentences/hard-*.txt. */
export const doubtfulStops = (half: 'dev' | 'test'): readonly DoubtfulStop[] =>
  readFileSync(new URL(`../../gold/sentences/hard-${half}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => /^[+-]\t/.test(line))
    .map((line) => {
      const [mark, name = '', context = ''] = line.split('\t')
      const at = context.indexOf('|')
      return { name, text: context.slice(0, at) + context.slice(at + 1), at, isBorder: mark === '+' }
    })

/** Borders inside the text: where a sentence ends, but for the last. */
export const bordersOf = (sentences: readonly Span[]): readonly number[] =>
  sentences.slice(0, -1).map(([, end]) => end)

export interface BorderCount {
  right: number
  wrong: number
  missed: number
}

/** Compares borders; tells of each that is wrong or missed. */
export const compareBorders = (
  gold: readonly number[],
  found: readonly number[],
  tell: (at: number, kind: 'wrong' | 'missed') => void = () => undefined,
): BorderCount => {
  const [wanted, given] = [new Set(gold), new Set(found)]
  const wrong = found.filter((at) => !wanted.has(at))
  const missed = gold.filter((at) => !given.has(at))
  for (const at of wrong) tell(at, 'wrong')
  for (const at of missed) tell(at, 'missed')
  return { right: found.length - wrong.length, wrong: wrong.length, missed: missed.length }
}
