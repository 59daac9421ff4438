import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildKnowledgeBase } from '../../src/pipeline/build.ts'
import { openKnowledgeBase } from '../../src/pipeline/knowledge-base.ts'
import { failureOf } from '../support/failure.ts'
import { scratchFolder } from '../support/scratch.ts'
import { type Setup, writeSetup } from '../support/setup.ts'

const scratch = scratchFolder()

// What a user writes, with nothing imported: options are anything with safeParse and parse, as zod schemas are.
const parserModule = (label: string): string => `
import { readFileSync } from 'node:fs'
const options = { safeParse: (value) => ({ success: true, data: value }), parse: (value) => value }
const term = (id, line) => ({
  id, label: '${label} ' + id, synonyms: [], definition: null, parents: [], relations: [], xrefs: [], altIds: [],
  obsolete: false, replacedBy: [], consider: [], subsets: [], line,
})
export const parser = {
  options,
  async *parse(file) {
    const ids = readFileSync(file, 'utf8').trim().split('\\n')
    yield { terms: ids.map((id, at) => term(id, at + 1)), additions: [] }
  },
}
`

const setUp = (type: string, module?: string): Setup => {
  const setup = writeSetup(scratch, [{ name: 'mine', content: 'X:1\nX:2\n', type, path: 'mine.txt' }])
  if (module !== undefined) writeFileSync(join(setup.folder, 'my-parser.mjs'), module)
  return setup
}

describe('a parser of one’s own, by module path', () => {
  it('reads its source', async () => {
    const { config } = setUp('./my-parser.mjs', parserModule('thing'))
    expect((await buildKnowledgeBase(config)).manifest.sources).toMatchObject([
      { terms: 2, parser: './my-parser.mjs' },
    ])
    const kb = await openKnowledgeBase(config.kb)
    expect(kb.query('thing x:2')[0]).toMatchObject({ id: 'X:2' })
    kb.close()
  })

  it('changed, makes another build', async () => {
    const { config, folder } = setUp('./my-parser.mjs', parserModule('thing'))
    const first = await buildKnowledgeBase(config)
    writeFileSync(join(folder, 'my-parser.mjs'), `${parserModule('thing')}// changed\n`)
    expect((await buildKnowledgeBase(config)).manifest.id).not.toBe(first.manifest.id)
  })

  it.each([
    { what: 'that is not there', module: undefined, message: /cannot be loaded/ },
    { what: 'that is no JavaScript', module: 'export const parser = {', message: /cannot be loaded/ },
    {
      what: 'that exports no parser',
      module: 'export const parser = { parse: 1 }',
      message: /exports no parser/,
    },
  ])('$what: CONFIG_UNKNOWN_TYPE, naming the module', async ({ module, message }) => {
    const { config, folder } = setUp('./my-parser.mjs', module)
    const failure = await failureOf(() => buildKnowledgeBase(config))
    expect(failure).toMatchObject({
      code: 'CONFIG_UNKNOWN_TYPE',
      place: { file: join(folder, 'my-parser.mjs') },
    })
    expect(failure.message).toMatch(message)
  })
})
