import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/config/load.ts'
import type { BoostedModel } from '../../src/linker/boosted-scorer.ts'
import { describeModel } from '../../src/pipeline/describe-model.ts'
import { openScorer } from '../../src/pipeline/scorer.ts'
import { failureOf } from '../support/failure.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'

const scratch = scratchFolder()
const SHIPPED = resolve(import.meta.dirname, '../../data/models/linker')
const model = JSON.parse(readFileSync(join(SHIPPED, 'model.json'), 'utf8')) as BoostedModel & { kind: string }

const written = (content: unknown): string => {
  const folder = newFolder(scratch)
  mkdirSync(folder, { recursive: true })
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  writeFileSync(join(folder, 'model.json'), text)
  return folder
}

const [tree] = model.trees

describe('a scorer', () => {
  it('is that of the package, or hand-set weights, or one in a folder', async () => {
    expect((await openScorer()).name).toBe(model.name)
    expect((await openScorer('rules')).name).toBe('rules')
    expect((await openScorer(written({ ...model, name: 'mine' }))).name).toBe('mine')
  })

  it.each<[string, unknown, string, RegExp]>([
    ['is no JSON', '{', 'MODEL_DAMAGED', /no JSON/],
    ['has no trees', { ...model, trees: undefined }, 'MODEL_DAMAGED', /"trees"/],
    ['is no scorer', { kind: 'encoder' }, 'MODEL_DAMAGED', /"kind"/],
    ['was cut', { ...model, trees: [{ ...tree, value: [1] }] }, 'MODEL_DAMAGED', /tree 0 is not whole/],
    ['goes in circles', { ...model, trees: [circular()] }, 'MODEL_DAMAGED', /tree 0 is not whole/],
    ['asks for more', { ...model, features: ['age'] }, 'MODEL_UNSUITED', /"age"/],
  ])('that %s is refused', async (_, content, code, message) => {
    const folder = written(content)
    const error = await failureOf(() => openScorer(folder))
    expect([error.code, error.place?.file]).toEqual([code, join(folder, 'model.json')])
    expect(error.message).toMatch(message)
    expect(await describeModel(folder)).toMatchObject({ folder, problem: { code } })
  })

  it('that is not there is told', async () => {
    const error = await failureOf(() => openScorer(join(newFolder(scratch), 'none')))
    expect([error.code, error.repair]).toEqual(['MODEL_NOT_FOUND', expect.stringContaining('folder')])
  })

  it('is listed among models', async () => {
    const { name, problem, licence, details } = await describeModel(SHIPPED)
    expect([name, problem, licence]).toEqual([model.name, undefined, 'apache-2.0'])
    expect(details).toMatchObject({ kind: 'linker' })
  })

  it('may be named in the configuration', () => {
    const named = (linker: object | undefined): string | undefined =>
      parseConfig(
        JSON.stringify({ sources: [{ name: 'a', type: 'obo', path: 'a.obo' }], linker }),
        '/somewhere/parsers.config.json',
      ).scorer
    expect(named(undefined)).toBeUndefined()
    expect(named({ model: 'rules' })).toBe('rules')
    expect(named({ model: 'models/linker' })).toBe(resolve('/somewhere/models/linker'))
  })
})

function circular(): unknown {
  const zeros = [0, 0, 0]
  return {
    feature: zeros,
    threshold: zeros,
    missingLeft: [true, true, true],
    left: [1, 1, 0],
    right: [2, 2, 0],
    value: zeros,
  }
}
