import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sentencesOf } from '../../../src/core/text/sentences.ts'
import type { Tagger } from '../../../src/ner/neural/contract.ts'
import { openTagger } from '../../../src/ner/neural/open-tagger.ts'
import { failureOf } from '../../support/failure.ts'
import { hostileText, seeded } from '../../support/hostile-text.ts'
import { newFolder, scratchFolder } from '../../support/scratch.ts'
import { writeSmallTagger } from '../../support/small-tagger.ts'
import { made, MULTI_LABEL_BIO, SINGLE_LABEL, told } from './tagger-suite.ts'

const scratch = scratchFolder()
const SENTENCE = 'We saw EGFR kinase in lung cancer and KRAS too.'
const isWellFormed = (text: string): boolean => !/\p{Cs}/u.test(text)
const single = { decoding: 'single-label' }

describe('long texts', () => {
  // Kazu cut words in two at the edges of windows, and gave wrong ends to the last words of windows.
  it('three hundred times the same: every mention, none lost or cut at the edge of a window', async () => {
    for (const context of ['sentence', 'section'])
      for (const between of [' ', '\n', '']) {
        const tagger = await made(MULTI_LABEL_BIO, { context, maxTokens: 17, overlap: 4 })
        const text = `${SENTENCE}${between}`.repeat(300)
        const [found = []] = await tagger.tag([text])
        expect(found).toHaveLength(900)
        const parts = found.map(({ start, end }) => text.slice(start, end))
        expect(new Set(parts)).toEqual(new Set(['EGFR kinase', 'lung cancer', 'KRAS']))
        expect(parts.filter((part) => part === 'KRAS')).toHaveLength(300)
      }
  })

  it('a sentence longer than a window is one: its entities do not depend on where the windows are cut', async () => {
    const words = ['EGFR', 'kinase', 'KRAS', 'lung', 'cancer', 'BRCA1', 'x', 'unsure']
    const whole = await made(MULTI_LABEL_BIO, { maxTokens: 512, overlap: 16 })
    const cut = await made(MULTI_LABEL_BIO, { maxTokens: 16, overlap: 4 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 120 }),
        async (chosen) => {
          const text = chosen.join(' ')
          expect(await told(cut, text)).toEqual(await told(whole, text))
        },
      ),
      { numRuns: 40 },
    )
  })

  it('are read in turns, in little memory, and stop on request', async () => {
    const text = `${SENTENCE} `.repeat(5_000)
    const tagger = await made(SINGLE_LABEL, single)
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    const before = process.memoryUsage().arrayBuffers
    let most = 0
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().arrayBuffers)), 5)
    const [found = []] = await tagger.tag([text])
    clearInterval(timer)
    clearInterval(watch)
    expect(found).toHaveLength(15_000)
    expect(turns).toBeGreaterThan(10)
    // What the network says of all at once would be many times that.
    expect(most - before).toBeLessThan(32 * 2 ** 20)
    const controller = new AbortController()
    const asked = failureOf(() => tagger.tag([text], controller.signal))
    setTimeout(() => {
      controller.abort('later')
    }, 20)
    const error = await asked
    expect([error.code, error.cause]).toEqual(['ABORTED', 'later'])
    expect(await told(tagger, 'EGFR')).toEqual(['gene: EGFR'])
  })
})

describe('any text', () => {
  it('keeps its offsets, whatever stands before and within', async () => {
    const tagger = await made(MULTI_LABEL_BIO)
    for (const before of [
      '',
      'İ',
      '👩\u200d🔬 ',
      'e\u0301 ',
      'ﬁ ',
      '\ud800 ',
      '\r\n',
      '\u00ad',
      '\ufeff',
      'ß'.repeat(9),
    ]) {
      const text = `${before} EGFR kinase`
      expect(await told(tagger, text)).toEqual(['gene: EGFR kinase'])
    }
    // What the tokenizer drops is not between two words.
    for (const inside of [' \u200b', ' \u00ad', ' \ud800 ', '\r\n', '\t'])
      expect(await told(tagger, `EGFR${inside}kinase`)).toEqual([`gene: EGFR${inside}kinase`])
    expect(await told(tagger, '\ufeffEGFR\u00ad kinase\u200b.')).toEqual(['gene: EGFR\u00ad kinase'])
    // Words as the text has them: a soft hyphen parts two.
    const ofText = await made(MULTI_LABEL_BIO, { words: 'text' })
    expect(await told(ofText, 'the EGFR\u00adkinase')).toEqual(['gene: EGFR\u00adkinase'])
  })

  it('cuts back, stays within its sentence, and gives the same twice and in any company', async () => {
    const tagger = await made(SINGLE_LABEL, single)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), async (seeds) => {
        const texts = seeds.map((seed) => {
          const random = seeded(seed)
          return `${hostileText(random)} EGFR${hostileText(random)}kinase lung ${hostileText(random)}cancer`
        })
        const found = await tagger.tag(texts)
        expect(await tagger.tag(texts)).toEqual(found)
        for (const [index, entities] of found.entries()) {
          const text = texts[index] ?? ''
          expect((await tagger.tag([text]))[0]?.map(({ start, end }) => [start, end])).toEqual(
            entities.map(({ start, end }) => [start, end]),
          )
          for (const { start, end, score } of entities) {
            const part = text.slice(start, end)
            expect(part).toBe(part.trim())
            expect(isWellFormed(part) || !isWellFormed(text)).toBe(true)
            expect(score).toBeGreaterThan(0)
            expect(score).toBeLessThanOrEqual(1)
            expect(sentencesOf(text).some(([from, to]) => from <= start && end <= to)).toBe(true)
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  it('is read in linear time, be it a megabyte without a blank or of brackets', async () => {
    const tagger = await made(SINGLE_LABEL, single)
    for (const text of [
      'a'.repeat(1e6),
      '中'.repeat(2e4),
      '('.repeat(1e4),
      '\u0301'.repeat(1e5),
      '. '.repeat(1e4),
    ])
      expect(await told(tagger, text)).toEqual([])
  })

  it('may be empty, and there may be none', async () => {
    const tagger = await made(SINGLE_LABEL, single)
    expect(await tagger.tag([])).toEqual([])
    expect(await tagger.tag(['', ' \n ', 'EGFR'])).toEqual([
      [],
      [],
      [expect.objectContaining({ start: 0, end: 4 })],
    ])
  })
})

describe('a tagger on threads of its own', () => {
  const open = (): Promise<Tagger> =>
    openTagger(writeSmallTagger(newFolder(scratch), MULTI_LABEL_BIO, { name: 'small' }), {
      ownThread: true,
      threads: 2,
    })

  it('finds the same, answers questions asked at once, stops on request and closes', async () => {
    const tagger = await open()
    expect([tagger.name, tagger.classes]).toEqual(['small', ['disease', 'gene']])
    const here = await made(MULTI_LABEL_BIO)
    const texts = [SENTENCE, '', 'KRAS BRCA1']
    const answers = await Promise.all(texts.map((text) => tagger.tag([text])))
    expect(answers.flat()).toEqual(await here.tag(texts))
    const many = Array.from({ length: 300 }, (_, index) => texts[index % 3] ?? '')
    expect(await tagger.tag(many)).toEqual(await here.tag(many))
    const early = await failureOf(() => tagger.tag(texts, AbortSignal.abort('enough')))
    expect([early.code, early.cause]).toEqual(['ABORTED', 'enough'])
    const controller = new AbortController()
    const asked = failureOf(() => tagger.tag([SENTENCE.repeat(50_000)], controller.signal))
    setTimeout(() => {
      controller.abort('later')
    }, 20)
    const late = await asked
    expect([late.code, late.cause]).toEqual(['ABORTED', 'later'])
    expect(await told(tagger, 'EGFR')).toEqual(['gene: EGFR'])
    await tagger.close()
    await tagger.close()
    expect((await failureOf(() => tagger.tag(['EGFR']))).code).toBe('USAGE')
  })
})
