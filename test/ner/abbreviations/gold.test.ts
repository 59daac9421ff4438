import { describe, expect, it } from 'vitest'
import { findAbbreviations } from '../../../src/ner/abbreviations/find.ts'
import { goldExtracts, type Split } from '../../gold/abbreviations/load.ts'

const key = ({
  start,
  end,
  longStart,
  longEnd,
}: {
  start: number
  end: number
  longStart: number
  longEnd: number
}) => [start, end, longStart, longEnd].join()

describe('the hand-annotated extracts', () => {
  it.each<Split>(['dev', 'test'])('%s: precision and recall, by exact offsets, do not fall', (split) => {
    let [right, found, gold] = [0, 0, 0]
    for (const { text, definitions } of goldExtracts(split)) {
      for (const { start, end, short, longStart, longEnd, long } of definitions) {
        expect([text.slice(start, end), text.slice(longStart, longEnd)]).toEqual([short, long])
      }
      const wanted = new Set(definitions.map(key))
      const given = findAbbreviations({ text, sections: [] })
      gold += definitions.length
      found += given.length
      right += given.filter((one) => wanted.has(key(one))).length
    }
    expect(gold).toBeGreaterThan(150)
    expect(right / found).toBeGreaterThanOrEqual(0.95)
    expect(right / gold).toBeGreaterThanOrEqual(0.82)
  })
})
