import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { shippedFile } from '../../src/cli/command.ts'
import { openAnnotator } from '../../src/pipeline/annotator.ts'
import { buildKnowledgeBase } from '../../src/pipeline/build.ts'
import { type KnowledgeBase, openKnowledgeBase } from '../../src/pipeline/knowledge-base.ts'
import { scratchFolder } from '../support/scratch.ts'

const NEURAL = { type: 'neural', options: { model: 'shipped' } }

describe('the tagger in the package', () => {
  const folder = scratchFolder()
  let kb: KnowledgeBase
  beforeAll(async () => {
    await buildKnowledgeBase({ ...loadConfig(shippedFile('parsers.config.json')), kb: folder })
    kb = await openKnowledgeBase(folder)
  })
  afterAll(() => {
    kb.close()
  })

  const found = async (
    text: string,
    ...recognizers: readonly { readonly type: string }[]
  ): Promise<string[]> => {
    const annotator = await openAnnotator(kb, { recognizers })
    const { mentions, errors } = await annotator.annotateOne({ id: '1', text, sections: [], mentions: [] })
    expect(errors ?? []).toEqual([])
    return mentions.map((mention) => `${mention.text} ${mention.class} ${mention.ids[0] ?? 'NIL'}`)
  }

  it('finds names that no dictionary holds, of several classes', async () => {
    const mentions = await found(
      'Famiclovirin, an antiviral, and tranexamic acid were given to mice with gastric cancer.',
      NEURAL,
    )
    expect(mentions).toContain('Famiclovirin chemical NIL')
    expect(mentions).toContain('tranexamic acid chemical NIL')
    expect(mentions).toContain('mice species NCBITaxon:10090')
    expect(mentions.some((mention) => mention.startsWith('gastric cancer disease DOID:'))).toBe(true)
  })

  it('is the default, and takes no name that is grounded for a class that nothing grounds', async () => {
    const text = 'Heart attack and type II diabetes are common.'
    expect(await found(text, { type: 'dictionary' }, { type: 'neural' })).toEqual([
      'Heart attack disease DOID:5844',
      'type II diabetes disease DOID:9352',
    ])
  })

  it('goes together with dictionary and linking, and nothing is downloaded', async () => {
    const mentions = await found('Myocardial infarction in diabetic rats.', { type: 'dictionary' }, NEURAL)
    expect(mentions[0]).toBe('Myocardial infarction disease DOID:5844')
  })
})
