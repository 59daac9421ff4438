import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDisambiguators } from '../../src/pipeline/disambiguators.ts'
import { buildKnowledgeBase } from '../../src/pipeline/build.ts'
import { parseConfig } from '../../src/config/load.ts'
import { type KnowledgeBase, openKnowledgeBase } from '../../src/pipeline/knowledge-base.ts'
import { oboText } from '../support/obo.ts'
import { scratchFolder } from '../support/scratch.ts'

const TERMS = [
  {
    id: 'A:1',
    name: 'Distal tubule',
    synonyms: ['tubulus', 'pars distalis', 'tubulus contortus distalis', 'late tubule'],
  },
  { id: 'A:2', name: 'Seminiferous tubule', synonyms: ['tubulus', 'testis tubule'] },
  { id: 'A:3', name: 'Wilson disease' },
]

describe('the mentions of a document', () => {
  const folder = scratchFolder()
  let kb: KnowledgeBase
  let plain: KnowledgeBase
  beforeAll(async () => {
    writeFileSync(join(folder, 'a.obo'), oboText(TERMS))
    const source = { name: 'a', type: 'obo', entityClass: 'anatomy', path: 'a.obo' }
    const config = JSON.stringify({ sources: [source] })
    await buildKnowledgeBase(parseConfig(config, join(folder, 'parsers.config.json')))
    kb = await openKnowledgeBase(join(folder, 'kb'))
    plain = await openKnowledgeBase(join(folder, 'kb'), { disambiguators: [] })
  })
  afterAll(() => {
    kb.close()
    plain.close()
  })

  const firstOf = async (base: KnowledgeBase, ...mentions: Parameters<KnowledgeBase['linkDocument']>[0]) =>
    (await base.linkDocument(mentions, { explain: true })).map(({ candidates }) => candidates[0]?.id)

  it('are answered in their order, each as by itself where the document says nothing', async () => {
    const mentions = [
      { mention: 'Wilson disease' },
      { mention: 'no such thing' },
      { mention: 'distal tubule' },
    ]
    const together = await kb.linkDocument(mentions)
    const alone = await Promise.all(mentions.map(({ mention }) => kb.link(mention)))
    expect(together).toEqual(alone)
    expect(await kb.linkDocument([])).toEqual([])
  })

  it('follow what other mentions surely are', async () => {
    const mentions = [{ mention: 'tubulus' }, { mention: 'testis tubule' }]
    expect(await firstOf(plain, ...mentions)).toEqual(['A:1', 'A:2'])
    expect(await firstOf(kb, ...mentions)).toEqual(['A:2', 'A:2'])
  })

  it('follow what the text speaks of; one by itself, too', async () => {
    const context = 'The tubulus of the testis, or seminiferous one.'
    expect(await firstOf(kb, { mention: 'tubulus', context })).toEqual(['A:2'])
    expect(await firstOf(plain, { mention: 'tubulus', context })).toEqual(['A:1'])
    const { candidates } = await kb.link('tubulus', { context, explain: true })
    expect(candidates.map(({ id }) => id)).toEqual(['A:2', 'A:1'])
    const told = candidates[0]?.reasons?.map(({ feature }) => feature)
    expect(told).toEqual(expect.arrayContaining(['context', 'balance']))
    for (const { score, reasons = [] } of candidates) {
      const logOdds = reasons.reduce((sum, { weight }) => sum + weight, 0)
      expect(1 / (1 + Math.exp(-logOdds))).toBeCloseTo(score, 3)
    }
  })

  it('share what the contexts say of abbreviations, unless definitions are given', async () => {
    const mentions = [{ mention: 'WD' }, { mention: 'x', context: 'Wilson disease (WD)' }]
    const [first] = await kb.linkDocument(mentions)
    expect(first).toMatchObject({ reading: 'Wilson disease', candidates: [{ id: 'A:3' }] })
    const [other] = await kb.linkDocument(mentions, { definitions: [] })
    expect(other).not.toHaveProperty('reading')
  })

  it('take a class of their own before that of all', async () => {
    const options = { class: 'anatomy' }
    const [none, some] = await kb.linkDocument(
      [{ mention: 'tubulus', class: 'disease' }, { mention: 'tubulus' }],
      options,
    )
    expect(none).toMatchObject({ nil: true, nilReason: 'class-not-in-knowledge-base' })
    expect(some?.nil).toBe(false)
  })
})

describe('disambiguators', () => {
  it('are opened by name, in order, or come ready made', async () => {
    const own = { name: 'own', read: () => () => null }
    const opened = await openDisambiguators(['document', own, 'context'])
    expect(opened.map(({ name }) => name)).toEqual(['document', 'own', 'context'])
    expect((await openDisambiguators()).map(({ name }) => name).sort()).toEqual(['context', 'document'])
  })

  it('of unknown names are refused with the nearest right one', async () => {
    await expect(openDisambiguators(['contxt'])).rejects.toMatchObject({
      code: 'CONFIG_UNKNOWN_TYPE',
      message: expect.stringContaining('"contxt"') as unknown,
    })
  })
})
