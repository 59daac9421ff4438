import { describe, expect, it } from 'vitest'
import { nameTest } from '../../../src/ner/coordination/name-test.ts'

const NAMES = new Map([
  ['lung cancer', 0.9],
  ['mouse', 0.2],
])

const asked: string[] = []
const isName = nameTest({
  spotter: () => ({
    // The first word, and all of a name.
    scan: (text: string, start: number, end: number, spot: (start: number, end: number) => void) => {
      spot(start, text.indexOf(' '))
      if (NAMES.has(text.slice(start, end))) spot(start, end)
    },
  }),
  judge: {
    verdictOn: (text: string) => {
      asked.push(text)
      return { judgements: [{ class: 'disease', score: NAMES.get(text) ?? 0 }], barred: [] }
    },
  },
} as unknown as Parameters<typeof nameTest>[0])

describe('whether a reading is a name', () => {
  it.each([
    ['lung cancer', ['disease']],
    ['mouse', []],
    ['lung cells', []],
  ])('%s', (reading, classes) => {
    expect(isName(reading)).toEqual(classes)
  })

  it('asks the judge for what was spotted as a whole alone', () => {
    expect(asked).toEqual(['lung cancer', 'mouse'])
  })
})
