import { readFileSync } from 'node:fs'
import type { CommonWords, Ordinariness } from '../core/text/ordinariness.ts'

/** The list that ships with the package; `docs/curations.md` says how it was made. */
export const readCommonWords = (): CommonWords =>
  parseCommonWords(readFileSync(new URL('../../data/common-words.txt', import.meta.url), 'utf8'))

/** A word a line, under the headings `# everyday`, `# frequent` and `# rarer`; other lines with `#` are remarks. */
export const parseCommonWords = (text: string): CommonWords => {
  const words = new Map<string, Ordinariness>()
  let section: Ordinariness = 'rarer'
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) section = headingOf(line) ?? section
    else if (line !== '') words.set(line, section)
  }
  return words
}

const headingOf = (line: string): Ordinariness | undefined =>
  (['everyday', 'frequent', 'rarer'] as const).find((name) => line.startsWith(`# ${name}:`))
