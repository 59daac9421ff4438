import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildKnowledgeBase } from '../../src/pipeline/build.ts'
import { type KnowledgeBase, openKnowledgeBase } from '../../src/pipeline/knowledge-base.ts'
import { failureOf } from '../support/failure.ts'
import { oboText } from '../support/obo.ts'
import { scratchFolder } from '../support/scratch.ts'
import { type Setup, writeSetup } from '../support/setup.ts'

const scratch = scratchFolder()

const genes = oboText([
  { id: 'G:1', name: 'Wiskott-Aldrich gene', synonyms: ['WAS', 'IMD2'] },
  { id: 'G:2', name: 'other gene', synonyms: ['OG', 'IMD2'] },
  { id: 'G:3', name: 'old gene', obsolete: true, replacedBy: ['G:2'] },
])

const line = (fields: object): string =>
  JSON.stringify({ author: 'ann', date: '2026-11-21', reason: 'seen in text', ...fields })

const setUp = (...curations: readonly object[]): Setup => {
  const more = { curations: 'genes.jsonl' }
  const setup = writeSetup(scratch, [{ name: 'genes', content: genes, entityClass: 'gene', more }])
  writeFileSync(join(setup.folder, 'genes.jsonl'), curations.map((fields) => `${line(fields)}\n`).join(''))
  return setup
}

describe('a knowledge base built with curations', () => {
  let kb: KnowledgeBase | undefined
  const link = async (mention: string): Promise<unknown> => kb?.link(mention, { explain: true })

  beforeAll(async () => {
    const { config } = setUp(
      { action: 'case-sensitive', text: 'was' },
      { action: 'drop', text: 'OG', concept: 'G:2' },
      { action: 'add', text: 'WASP gene', concept: 'G:1', scope: 'related', type: 'former' },
      { action: 'prefer', text: 'IMD2', concept: 'G:2' },
      { action: 'link-only', text: 'other gene' },
      { action: 'drop', text: 'no such name' },
      { action: 'keep', concept: 'G:3' },
      { action: 'add', text: 'new', concept: 'G:9' },
    )
    await buildKnowledgeBase(config)
    kb = await openKnowledgeBase(config.kb)
  })
  afterAll(() => {
    kb?.close()
  })

  it('takes a case-sensitive name in its case only, and says so', async () => {
    expect(await link('WAS')).toMatchObject({ nil: false, candidates: [{ id: 'G:1' }] })
    expect(await link('was')).toMatchObject({
      nil: true,
      nilReason: 'only-curated-names-match',
      dropped: [{ id: 'G:1', matched: 'WAS', reason: 'a curation makes this name case-sensitive' }],
    })
  })

  it('drops a name, and says so; the store still has it', async () => {
    expect(await link('OG')).toMatchObject({
      nil: true,
      dropped: [{ id: 'G:2', reason: 'a curation drops this name' }],
    })
    expect(kb?.query('OG')).toMatchObject([{ id: 'G:2', use: 'drop' }])
  })

  it('adds a name with its scope and type', () => {
    expect(kb?.term('G:1').records[0]?.synonyms).toContainEqual({
      text: 'WASP gene',
      scope: 'related',
      type: 'former',
    })
    expect(kb?.query('WASP gene')[0]).toMatchObject({ id: 'G:1', scope: 'related', type: 'former' })
  })

  it('prefers a concept to another with the same name, and gives that as a reason', async () => {
    expect(await link('IMD2')).toMatchObject({ candidates: [{ id: 'G:2' }, { id: 'G:1' }] })
    const result = await kb?.link('IMD2', { explain: true })
    expect(result?.candidates[0]?.score).toBeGreaterThan(0.9)
    expect(result?.candidates[1]?.score).toBeLessThan(0.3)
    expect(result?.candidates[0]?.reasons?.map(({ feature }) => feature)).toContain('preferred')
  })

  it('links a link-only name', async () => {
    expect((await kb?.link('other gene'))?.candidates[0]).toMatchObject({ id: 'G:2', method: 'exact' })
  })

  it('reports what the release touches: lines without a match, and of retired concepts', () => {
    const issues = kb?.issues('genes') ?? []
    expect(issues.map(({ code, message }) => [code, /genes\.jsonl:\d+/.exec(message)?.[0]])).toEqual([
      ['curation-unmatched', 'genes.jsonl:6'],
      ['curation-unmatched', 'genes.jsonl:8'],
      ['curation-retired', 'genes.jsonl:7'],
    ])
  })
})

describe('curations that cannot be used', () => {
  it('stop the build with file and line', async () => {
    const { config, folder } = setUp({ action: 'drop', text: 'WAS' }, { action: 'drp', text: 'x' })
    expect(await failureOf(() => buildKnowledgeBase(config))).toMatchObject({
      code: 'CURATION_INVALID',
      place: { file: join(folder, 'genes.jsonl'), line: 2 },
    })
  })

  it('stop the build when they conflict', async () => {
    const { config } = setUp({ action: 'drop', text: 'WAS' }, { action: 'link-only', text: 'was' })
    expect((await failureOf(() => buildKnowledgeBase(config))).code).toBe('CURATION_CONFLICT')
  })

  it('changed, make another build', async () => {
    const { config, folder } = setUp({ action: 'drop', text: 'WAS' })
    const first = await buildKnowledgeBase(config)
    writeFileSync(join(folder, 'genes.jsonl'), line({ action: 'drop', text: 'OG' }))
    const second = await buildKnowledgeBase(config)
    expect(second.manifest.id).not.toBe(first.manifest.id)
    expect((await buildKnowledgeBase(config)).upToDate).toBe(true)
  })
})
