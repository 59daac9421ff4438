import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildKnowledgeBase } from '../../src/pipeline/build.ts'
import { type KnowledgeBase, openKnowledgeBase } from '../../src/pipeline/knowledge-base.ts'
import { scratchFolder } from '../support/scratch.ts'
import { writeSetup } from '../support/setup.ts'

const scratch = scratchFolder()

describe('cell lines of Cellosaurus in a knowledge base', () => {
  let kb: KnowledgeBase | undefined

  beforeAll(async () => {
    const content = readFileSync(new URL('../fixtures/cellosaurus/cellosaurus.txt', import.meta.url))
    const source = {
      name: 'cellosaurus',
      type: 'cellosaurus',
      entityClass: 'cell_line',
      path: 'cellosaurus.txt',
    }
    const { config } = writeSetup(scratch, [{ ...source, content }])
    await buildKnowledgeBase(config)
    kb = await openKnowledgeBase(config.kb)
  })
  afterAll(() => {
    kb?.close()
  })

  it.each([
    ['MCF-7', 'CELLOSAURUS:CVCL_0031'],
    ['MCF7', 'CELLOSAURUS:CVCL_0031'],
    ['mcf 7', 'CELLOSAURUS:CVCL_0031'],
    ['MCF 7 cells', 'CELLOSAURUS:CVCL_0031'],
    ['MCF-7 cell line', 'CELLOSAURUS:CVCL_0031'],
    ['MCF7 cell lines', 'CELLOSAURUS:CVCL_0031'],
    ['HeLa cells', 'CELLOSAURUS:CVCL_0030'],
    ['1E8 cells', 'CELLOSAURUS:CVCL_C0E8'],
    ['KBB', 'CELLOSAURUS:CVCL_0372'],
  ])('%s is %s', async (mention, id) => {
    const { candidates } = (await kb?.link(mention, { class: 'cell_line' })) ?? { candidates: [] }
    expect(candidates[0]?.id).toBe(id)
  })
})
