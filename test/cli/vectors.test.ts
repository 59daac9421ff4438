import { readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { copyFixture } from '../support/fixture.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import { writeSmallModel } from '../support/small-encoder.ts'
import { jsonLines, type Outcome, runCli, type TerminalOptions } from '../support/terminal.ts'
import { configureEncoder } from '../support/vector-setup.ts'

const scratch = scratchFolder()

/** Where the small knowledge base is to be built with an encoder. */
const withEncoder = (): string => {
  const cwd = copyFixture(scratch, 'kb-small')
  writeSmallModel(join(cwd, 'model'), { name: 'small' })
  configureEncoder(join(cwd, 'parsers.config.json'), { model: 'model' })
  return cwd
}

let [whole, lacking, plain] = ['', '', '']
beforeAll(async () => {
  ;[whole, lacking, plain] = [withEncoder(), withEncoder(), copyFixture(scratch, 'kb-small')]
  for (const cwd of [whole, lacking, plain])
    expect((await runCli(['build', '--quiet'], { cwd })).code).toBe(0)
  rmSync(join(lacking, 'kb/models'), { recursive: true })
})

type Asked = (argv: readonly string[], options?: Partial<TerminalOptions>) => Promise<Outcome>
const inWhole: Asked = (argv, options) => runCli(argv, { cwd: whole, ...options })
const inLacking: Asked = (argv, options) => runCli(argv, { cwd: lacking, ...options })
const inPlain: Asked = (argv, options) => runCli(argv, { cwd: plain, ...options })

describe('a knowledge base with vectors', () => {
  it('is searched with them, and nothing is said about it', async () => {
    const query = await inWhole(['query', '--mode', 'vector', '--limit', '1', 'heart attack'])
    expect([query.code, query.stderr]).toEqual([0, ''])
    expect(query.stdout).toMatch(/heart attack +.*vector \(1\.00\)/)
    const link = await inWhole(['link', '--stages', 'vector', '--json', 'heart attack'])
    expect([link.code, link.stderr]).toEqual([0, ''])
    const [answer] = jsonLines(link.stdout) as { candidates: { id: string }[] }[]
    expect(answer?.candidates.find(({ id }) => id === 'DOID:5844')).toMatchObject({
      ...{ method: 'vector', similarity: 1, matched: 'heart attack' },
    })
  })

  it('says which encoder made them', async () => {
    expect((await inWhole(['info'])).stdout).toContain(
      'Search: exact, normalized, prefix, fuzzy, vector (small, 8 dimensions).',
    )
    expect(JSON.parse((await inWhole(['info', '--json'])).stdout)).toMatchObject({
      encoder: { name: 'small', dimensions: 8 },
    })
    expect(JSON.parse((await inPlain(['info', '--json'])).stdout)).toMatchObject({ encoder: null })
  })
})

describe('a knowledge base whose vectors cannot be used', () => {
  const WARNING = /^without vectors: .*models.*: no such folder\n {2}Name the folder .*\n$/
  const JSONL = '{"mention": "heart attack"}\n{"mention": "MCF7"}\n'

  it.each([
    { argv: ['link', 'heart attack', 'MCF7'] },
    { argv: ['link', '--json', 'heart attack'] },
    { argv: ['link', '--in', '-'], stdin: JSONL },
    { argv: ['query', 'heart attack'] },
    { argv: ['query', '--json', 'no name is so'] },
  ])('answers without them and says so once: $argv', async ({ argv, stdin = '' }) => {
    const answer = await inLacking(argv, { stdin })
    expect(answer.stderr).toMatch(WARNING)
    expect(answer.code).toBe(0)
    const expected = await inPlain(argv, { stdin })
    expect([expected.code, expected.stderr]).toEqual([0, ''])
    expect(answer.stdout).toBe(expected.stdout)
    expect(await inLacking([...argv, '--quiet'], { stdin })).toEqual({ ...answer, stderr: '' })
  })

  it.each([
    { argv: ['query', '--mode', 'exact,fuzzy', 'heart attack'] },
    { argv: ['link', '--stages', 'exact,fuzzy', 'heart attack'] },
    { argv: ['annotate'], stdin: 'She had a heart attack.' },
    { argv: ['info'] },
    { argv: ['verify'] },
    { argv: ['term', 'DOID:5844'] },
  ])('says nothing where they are not needed: $argv', async ({ argv, stdin = '' }) => {
    const { code, stderr } = await inLacking(argv, { stdin })
    expect([code, stderr]).toEqual([0, ''])
  })

  it.each([
    { argv: ['query', '--mode', 'vector', 'heart attack'] },
    { argv: ['query', '--mode', 'exact,vector', '--quiet', 'heart attack'] },
    { argv: ['link', '--stages', 'vector', 'heart attack'] },
    { argv: ['link', '--stages', 'exact,vector', '--in', '-'], stdin: JSONL },
  ])('fails where they are asked for by name: $argv', async ({ argv, stdin = '' }) => {
    const { code, stdout, stderr } = await inLacking(argv, { stdin })
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^error MODEL_NOT_FOUND .*models.*: no such folder\n {2}Name the folder/)
  })

  it('is mended by the next build', async () => {
    const cwd = withEncoder()
    await runCli(['build', '--quiet'], { cwd })
    renameSync(join(cwd, 'kb/models'), join(cwd, 'moved'))
    expect((await runCli(['query', 'stroke'], { cwd })).stderr).not.toBe('')
    const { stdout } = await runCli(['build'], { cwd })
    expect(stdout).toContain('Nothing changed')
    expect((await runCli(['query', 'stroke'], { cwd })).stderr).toBe('')
  })
})

describe('without vectors', () => {
  it('their mode, and their stage, is wrong usage', async () => {
    for (const argv of [
      ['query', '--mode', 'vector', 'x'],
      ['link', '--stages', 'vector', 'x'],
    ]) {
      const { code, stderr } = await inPlain(argv)
      expect(code).toBe(2)
      expect(stderr).toMatch(/^error USAGE the knowledge base has no vectors\n {2}Name an encoder/)
    }
  })

  it('a build says why, with the file in question, and is done in part', async () => {
    const cwd = withEncoder()
    truncateSync(join(cwd, 'model/model.onnx'), 50)
    const said = /without vectors: .*model\.onnx: the file has 50 bytes, not \d+\n {2}Copy the folder/
    const first = await runCli(['build'], { cwd })
    expect(first.code).toBe(3)
    expect(first.stderr).toMatch(said)
    const again = await runCli(['build'], { cwd })
    expect([again.code, again.stdout]).toEqual([3, expect.stringContaining('Nothing changed')])
    expect(again.stderr).toMatch(said)
    expect((await runCli(['build', '--strict'], { cwd })).stderr).toMatch(
      /^error MODEL_DAMAGED .*model\.onnx/,
    )
    expect(await runCli(['build', '--no-vectors', '--strict'], { cwd })).toMatchObject({
      code: 0,
      stderr: '',
    })
  })
})

describe('link --stages', () => {
  it.each([
    { given: 'exct', says: /no stage "exct"\. Did you mean "exact"\?\n {2}Stages: exact, fuzzy, vector\./ },
    { given: 'exact,normalized', says: /no stage "normalized"/ },
    { given: ',', says: /--stages names no stage\n {2}Stages:/ },
  ])('refuses "$given"', async ({ given, says }) => {
    const { code, stderr } = await inPlain(['link', '--stages', given, 'heart attack'])
    expect(code).toBe(2)
    expect(stderr).toMatch(says)
  })

  it('looks nowhere else', async () => {
    const methods = async (stages: string): Promise<unknown> => {
      const { stdout } = await inWhole(['link', '--json', '--stages', stages, 'heart attack'])
      const [answer] = jsonLines(stdout) as { candidates: { method: string }[] }[]
      return [...new Set(answer?.candidates.map(({ method }) => method))]
    }
    expect(await methods('exact')).toEqual(['exact'])
    expect(await methods('fuzzy')).toEqual(['fuzzy'])
    expect(await methods(' vector , exact ')).toEqual(['exact', 'vector'])
  })
})

describe('link --in with an encoder', () => {
  it('answers a thousand lines in their order, in little memory and time', async () => {
    const names = [
      'heart attack',
      'hart atack',
      'MCF7',
      'cancers of breast',
      'attack',
      'xyzzy',
      'İst ß 👍',
      'brca one',
    ]
    const lines = Array.from({ length: 1000 }, (_, at) => ({
      id: at,
      mention: `${names[at % names.length] ?? ''} ${String(Math.floor(at / 16))}`,
      ...(at % 5 === 0 ? { doc: `d${String(Math.floor(at / 50))}` } : {}),
    }))
    const file = newFile(scratch, 'mentions.jsonl')
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    const before = process.memoryUsage.rss()
    const begun = performance.now()
    const { code, stdout, stderr } = await inWhole(['link', '--in', file])
    const [took, grown] = [performance.now() - begun, process.memoryUsage.rss() - before]
    expect([code, stderr]).toEqual([0, ''])
    const answers = jsonLines(stdout) as { id: number; mention: string; candidates: { method: string }[] }[]
    expect(answers.map(({ id, mention }) => ({ id, mention }))).toEqual(
      lines.map(({ id, mention }) => ({ id, mention })),
    )
    expect(answers.some(({ candidates }) => candidates.some(({ method }) => method === 'vector'))).toBe(true)
    // Far above what it takes: some seconds and megabytes on a machine that does other things.
    expect(took).toBeLessThan(30_000)
    expect(grown).toBeLessThan(400 * 2 ** 20)
    // Each as it is answered by itself.
    for (const at of [0, 257, 999]) {
      const { mention = '' } = lines[at] ?? {}
      const alone = await inWhole(['link', '--json', mention])
      const ids = (answer: unknown): string[] =>
        (answer as { candidates: { id: string }[] }).candidates.map(({ id }) => id)
      expect(ids(answers[at])).toEqual(ids(jsonLines(alone.stdout)[0]))
    }
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(1001)
  })
})
