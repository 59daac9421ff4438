import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Wordings } from '../../../src/index/contract.ts'
import { buildFuzzyIndex } from '../../../src/index/fuzzy/fuzzy-builder.ts'
import { type FuzzyIndex, openFuzzyIndex } from '../../../src/index/fuzzy/fuzzy-index.ts'
import { failureOf } from '../../support/failure.ts'
import { newFile, scratchFolder } from '../../support/scratch.ts'

const scratch = scratchFolder()

const wordingsOf = (names: readonly string[]): Wordings => ({
  wordings: names.length,
  wordingAt: (wording) => names[wording] ?? '',
  namesOf: () => [],
  accepts: () => true,
})

const fileOf = (names: readonly string[]): string => {
  const file = newFile(scratch, 'fuzzy.bin')
  buildFuzzyIndex(wordingsOf(names), file)
  return file
}

const NAMES = [
  'type 1 diabetes mellitus',
  'type 2 diabetes mellitus',
  'diabetes insipidus',
  'heart attack',
  'heartbeat',
  'cancer of the breast',
  'breast cancer 2',
  'dopamine',
  'dopamine receptor',
  'leukaemia, acute myeloid',
  'beta-blocker',
  'alpha-blocker',
]
let index: FuzzyIndex | undefined
beforeAll(() => {
  index = openFuzzyIndex(fileOf(NAMES))
})

const found = (text: string, limit = 5): string[] =>
  [...(index?.search(text, limit).keys ?? [])].map((wording) => NAMES[wording] ?? '')

describe('names like a text', () => {
  it.each([
    ['a letter too few', 'heart attak', 'heart attack'],
    ['neighbours swapped', 'daibetes insipidus', 'diabetes insipidus'],
    ['words run together', 'heartattack', 'heart attack'],
    ['words parted', 'heart beat', 'heartbeat'],
    ['another order', 'breast, cancer of', 'cancer of the breast'],
    ['another spelling', 'acute myeloid leukemia', 'leukaemia, acute myeloid'],
    ['the number counts', 'diabetes typ 2', 'type 2 diabetes mellitus'],
    ['a Roman numeral', 'diabetes mellitus type II', 'type 2 diabetes mellitus'],
    ['a Greek letter', 'β blockers', 'beta-blocker'],
    ['no more words than asked for', 'dopamin', 'dopamine'],
    ['all words asked for', 'dopamin receptors', 'dopamine receptor'],
  ])('begin with the one meant: %s', (_, text, name) => {
    expect(found(text)[0]).toBe(name)
  })

  it('have a likeness from 0 to 1, the likest first, and 1 only for the same words', () => {
    const near = index?.search('mellitus type 2 diabetes', 5)
    const similarities = [...(near?.similarities ?? [])]
    expect(similarities).toEqual(similarities.toSorted((a, b) => b - a))
    expect(similarities[0]).toBeCloseTo(1, 5)
    expect(similarities[1]).toBeLessThan(0.9)
    expect(similarities.every((value) => value > 0 && value <= 1)).toBe(true)
  })

  it('are none where no word is like one of a name', () => {
    expect(found('zzz qqq')).toEqual([])
    expect(found('')).toEqual([])
    expect(found('3')).toEqual([])
  })

  it('are those a filter accepts', () => {
    const accepted = index?.search('diabetes', 5, { name: 'odd', accepts: (wording) => wording % 2 === 1 })
    expect([...(accepted?.keys ?? [])]).toEqual([1])
  })

  it('are as many as asked for', () => {
    expect(found('diabetes', 2)).toHaveLength(2)
  })

  it('come the same the second time', () => {
    expect(index?.search('daibetes', 5)).toEqual(index?.search('daibetes', 5))
  })
})

describe('whatever the names', () => {
  const word = fc.string({
    unit: fc.constantFrom('a', 'e', 'r', 's', 't', 'n', 'ß', '9'),
    minLength: 1,
    maxLength: 7,
  })
  const names = fc.uniqueArray(
    fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' ')),
    { minLength: 1, maxLength: 40 },
  )

  it('each is the likest to itself, or as like as the likest', () => {
    fc.assert(
      fc.property(names, (all) => {
        const built = openFuzzyIndex(fileOf(all))
        for (const [wording, name] of all.entries()) {
          const { keys, similarities } = built.search(name, all.length)
          expect(similarities[keys.indexOf(wording)]).toBeCloseTo(1, 5)
          expect(similarities[0]).toBeCloseTo(1, 5)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('each is as like as was asked for it alone', () => {
    fc.assert(
      fc.property(names, word, (all, text) => {
        const built = openFuzzyIndex(fileOf(all))
        const { keys, similarities } = built.search(text, all.length)
        expect(built.likenesses(text, keys)).toEqual(similarities)
        const others = Uint32Array.from(all.keys()).filter((wording) => !keys.includes(wording))
        expect(built.likenesses(text, others)).toEqual(new Float32Array(others.length))
      }),
      { numRuns: 50 },
    )
  })

  it('any text is answered', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { keys, similarities } = index?.search(text, 3) ?? { keys: [], similarities: [] }
        expect(keys).toHaveLength(similarities.length)
      }),
      { numRuns: 300 },
    )
  })

  it('a text of a hundred thousand words, or a word of a million letters, takes no longer than a name', () => {
    const begun = performance.now()
    index?.search('diabetes heart '.repeat(50_000), 3)
    index?.search(Array.from({ length: 100_000 }, (_, at) => `w${String(at)}x`).join(' '), 3)
    index?.search('x'.repeat(1_000_000), 3)
    expect(performance.now() - begun).toBeLessThan(5000)
  })

  it('the same names make the same bytes', () => {
    expect(readFileSync(fileOf(NAMES)).equals(readFileSync(fileOf(NAMES)))).toBe(true)
  })

  it('no names make an index, too', () => {
    const empty = openFuzzyIndex(fileOf([]))
    expect([empty.length, empty.search('x', 3).keys.length]).toEqual([0, 0])
  })
})

describe('opening fuzzy.bin', () => {
  it('refuses a file cut short, with the repair', async () => {
    const file = fileOf(NAMES)
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.subarray(0, bytes.length - 100))
    expect(await failureOf(() => openFuzzyIndex(file))).toMatchObject({ code: 'KB_DAMAGED' })
  })
})
