import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { MULTI_LABEL_BIO } from '../ner/neural/tagger-suite.ts'
import { copyFixture } from '../support/fixture.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { type SmallTagger, writeSmallTagger } from '../support/small-tagger.ts'
import { jsonLines, type Outcome, runCli } from '../support/terminal.ts'
import { configFileWith } from '../support/vector-setup.ts'

const scratch = scratchFolder()

interface Annotated {
  readonly text: string
  readonly mentions: readonly {
    readonly start: number
    readonly end: number
    readonly text: string
    readonly id: string | null
    readonly class: string
    readonly score: number
    readonly by: readonly string[]
    readonly reasons?: readonly string[]
  }[]
}

/** Knows what the knowledge base does not, and something of what it does. */
const TAGGER: SmallTagger = {
  ...MULTI_LABEL_BIO,
  pieces: { ...MULTI_LABEL_BIO.pieces, heart: { 'B-disease': 2 }, attack: { 'I-disease': 2 } },
}

let cwd = ''
beforeAll(async () => {
  cwd = copyFixture(scratch, 'kb-small')
  const model = writeSmallTagger(join(cwd, 'models/tagger'), TAGGER, { name: 'small tagger' })
  writeFileSync(join(model, 'README.md'), '---\nlicense: cc0-1.0\n---\n')
  configFileWith(join(cwd, 'parsers.config.json'), {
    recognizers: [
      { type: 'dictionary' },
      { type: 'neural', model: 'models/tagger', thresholds: { gene: 0.7 } },
    ],
  })
  expect((await runCli(['build', '--quiet'], { cwd })).code).toBe(0)
})

const annotate = async (text: string, ...argv: readonly string[]): Promise<Annotated['mentions']> => {
  const { code, stdout, stderr } = await runCli(['annotate', ...argv], { cwd, stdin: text })
  expect([code, stderr]).toEqual([0, ''])
  const [document] = jsonLines(stdout) as Annotated[]
  for (const { start, end, text: words } of document?.mentions ?? [])
    expect(document?.text.slice(start, end)).toBe(words)
  return document?.mentions ?? []
}

describe('annotate with a tagger', () => {
  const TEXT = 'İ A heart attack, EGFR KRAS and lung cancer; unsure.'

  it('finds what no dictionary holds, and agrees with it on what it does', async () => {
    const mentions = await annotate(TEXT)
    expect(mentions.map(({ text, by }) => [text, by])).toEqual([
      ['heart attack', ['dictionary', 'neural']],
      ['EGFR', ['neural', 'dictionary']],
      ['KRAS', ['neural']],
      ['lung cancer', ['neural']],
    ])
    expect(mentions[0]?.id).toBe('DOID:5844')
    const [alone] = await annotate(TEXT, '--recognizers', 'dictionary')
    expect(mentions[0]?.score).toBeGreaterThan(alone?.score ?? 1)
  })

  it('alone, with its options as configured, from wherever the command is run', async () => {
    const mentions = await annotate(TEXT, '--recognizers', 'neural', '--explain')
    expect(mentions.map(({ text }) => text)).toEqual(['heart attack', 'EGFR', 'KRAS', 'lung cancer'])
    expect(mentions[0]?.reasons).toEqual([
      expect.stringMatching(/^small tagger takes it for disease \(0\.88\)$/),
    ])
    const argv = ['annotate', '--config', join(cwd, 'parsers.config.json'), '--recognizers', 'neural']
    const { stdout } = await runCli(argv, { cwd: newFolder(scratch), stdin: TEXT })
    expect((jsonLines(stdout) as Annotated[])[0]?.mentions).toHaveLength(4)
  })

  it('crosses no border of a section', async () => {
    const document = {
      id: 'a',
      sections: [
        { name: 'title', text: 'lung' },
        { name: 'abstract', text: 'cancer' },
      ],
    }
    const mentions = await annotate(JSON.stringify(document), '--from', 'jsonl', '--recognizers', 'neural')
    expect(mentions.map(({ text }) => text)).toEqual(['lung', 'cancer'])
  })

  it('is scored by eval ner', async () => {
    const gold = join(scratch, 'gold.txt')
    writeFileSync(
      gold,
      '1|t|EGFR in lung cancer\n1|a|\n1\t0\t4\tEGFR\tgene\t-\n1\t8\t19\tlung cancer\tdisease\t-\n',
    )
    const argv = ['eval', 'ner', '--gold', gold, '--from', 'pubtator', '--recognizers', 'neural', '--json']
    const { code, stdout } = await runCli(argv, { cwd })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ strict: { micro: { f1: 1 } } })
  })
})

describe('a tagger that cannot be used', () => {
  const withRecognizers = (recognizers: readonly object[]): Promise<Outcome> => {
    const file = join(newFolder(scratch), 'parsers.config.json')
    const sources = [{ name: 'doid', type: 'obo', entityClass: 'disease', path: 'disease.obo' }]
    writeFileSync(file, JSON.stringify({ kb: join(cwd, 'kb'), sources, recognizers }))
    return runCli(['annotate', '--config', file], { cwd, stdin: 'EGFR' })
  }

  it('ends the run, with what is to be done', async () => {
    const none = await withRecognizers([{ type: 'neural', model: 'none' }])
    expect(none.code).toBe(1)
    expect(none.stderr).toMatch(/none: no such folder\n {2}Name the folder that holds ontoground\.json/)
    const cut = writeSmallTagger(newFolder(scratch), TAGGER)
    truncateSync(join(cut, 'model.onnx'), 50)
    const damaged = await withRecognizers([{ type: 'neural', model: cut }])
    expect([damaged.code, damaged.stderr]).toEqual([
      1,
      expect.stringMatching(/the file has 50 bytes, not \d+/),
    ])
  })

  it.each<[object, RegExp]>([
    [{ type: 'neural', model: 7 }, /recognizer "neural": model: the folder of a tagger is wanted/],
    [{ type: 'neural', model: 'x', threshold: 1 }, /recognizer "neural": .*threshold/],
    [
      { type: 'neural', model: 'models/tagger', classes: ['cell'] },
      /no such folder|the tagger has no class "cell"/,
    ],
  ])('%j', async (entry, message) => {
    const { code, stderr } = await withRecognizers([entry])
    expect(code).toBeGreaterThan(0)
    expect(stderr).toMatch(message)
  })
})

describe('models', () => {
  it('lists and tries the tagger of the configuration', async () => {
    const { code, stdout } = await runCli(['models'], { cwd })
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^small tagger +tagger +disease, gene +0\.0 MiB +cc0-1\.0 +verified +configuration +models\/tagger$/m,
    )
    const json = await runCli(['models', '--json'], { cwd })
    expect(jsonLines(json.stdout)).toContainEqual(
      expect.objectContaining({
        kind: 'tagger',
        classes: ['disease', 'gene'],
        verified: true,
        problem: null,
      }),
    )
  })

  it('says what is wrong with one', async () => {
    const folder = writeSmallTagger(newFolder(scratch), TAGGER, { overlap: 30 })
    const { code, stdout } = await runCli(['models', folder], { cwd })
    expect(code).toBe(1)
    expect(stdout).toMatch(/MODEL_UNSUITED overlap: 30 is more than a quarter/)
  })
})
