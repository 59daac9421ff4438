import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import type { TextDocument } from '../../src/core/document.ts'
import { type Annotator, openAnnotator } from '../../src/pipeline/annotator.ts'
import { buildKnowledgeBase } from '../../src/pipeline/build.ts'
import { type KnowledgeBase, openKnowledgeBase } from '../../src/pipeline/knowledge-base.ts'
import { hostileText, seeded } from '../support/hostile-text.ts'
import { scratchFolder } from '../support/scratch.ts'
import { flawsOf } from '../support/sound-annotation.ts'

const scratch = scratchFolder()
let kb: KnowledgeBase
let annotator: Annotator
beforeAll(async () => {
  await buildKnowledgeBase({ ...loadConfig('parsers.config.json'), kb: scratch })
  kb = await openKnowledgeBase(scratch)
  annotator = await openAnnotator(kb, { explain: true, overlaps: 'all' })
})
afterAll(() => {
  kb.close()
})

const documentOf = (text: string, parts = 1): TextDocument => {
  const size = Math.ceil(text.length / parts)
  const sections = Array.from({ length: parts }, (_, index) => ({
    name: 'part',
    start: Math.min(text.length, index * size),
    end: Math.min(text.length, (index + 1) * size),
  }))
  return { id: 'd', text, sections, mentions: [] }
}

// A million: `npx tsx bench/robustness/fuzz.ts`.
describe('random text', () => {
  it('is annotated soundly, and twice alike', { timeout: 60_000 }, async () => {
    const random = seeded(7)
    for (let run = 0; run < 1000; run++) {
      const given = documentOf(hostileText(random), 1 + Math.floor(random() * 3))
      const annotated = await annotator.annotateOne(given)
      expect(flawsOf(given, annotated), JSON.stringify(given.text)).toEqual([])
      expect(await annotator.annotateOne(given)).toEqual(annotated)
    }
  })
})

const HOSTILE: readonly (readonly [what: string, unit: string])[] = [
  ['a text without a blank', 'x'],
  ['capitals without a blank', 'AB'],
  ['digits', '7'],
  ['brackets that open', '('],
  ['brackets, open and closed', '(AB) '],
  ['brackets within brackets that close', ')('],
  ['hyphens', 'a-'],
  ['commas', 'lung, '],
  ['coordinators', 'lung and '],
  ['slashes', 'BRCA1/'],
  ['the same name', 'heart attack '],
  ['the same definition', 'heart attack (HA) '],
  ['combining marks', '\u0301'],
  ['lone surrogates', '\ud800'],
  ['points', 'a.'],
  ['blank lines', '\n'],
  ['numbers of variants', 'p.Val600'],
]

describe('hostile text takes linear time', () => {
  it.each(HOSTILE)('%s', { timeout: 120_000 }, async (_what, unit) => {
    const timeOf = async (length: number): Promise<number> => {
      const given = documentOf(unit.repeat(length / unit.length))
      const begun = performance.now()
      const { errors } = await annotator.annotateOne(given)
      expect(errors).toBeUndefined()
      return performance.now() - begun
    }
    await timeOf(5e3)
    const small = await timeOf(2e4)
    expect(await timeOf(8e4)).toBeLessThan(Math.max(1000, small * 10))
  })
})
