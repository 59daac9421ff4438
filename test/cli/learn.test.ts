import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { copyFixture } from '../support/fixture.ts'
import { stateOf } from '../support/kb-state.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { jsonLines, type Outcome, runCli } from '../support/terminal.ts'

const scratch = scratchFolder()
let built = ''
let cwd = ''
beforeAll(async () => {
  built = copyFixture(scratch, 'kb-small')
  await runCli(['build', '--quiet'], { cwd: built })
})
beforeEach(() => {
  cwd = newFolder(scratch)
  cpSync(built, cwd, { recursive: true, verbatimSymlinks: true })
})

const GOLD = [
  { mention: 'coronary', ids: ['DOID:5844'], class: 'disease', doc: '1' },
  { mention: 'Coronary', ids: ['doid:5844'], class: 'disease', doc: '2' },
  { mention: 'Heart Attack', ids: ['DOID:5844'], class: 'disease', doc: '2' },
  { mention: 'sugar', ids: ['DOID:9352'], class: 'disease', doc: '2' },
  { mention: 'CM', ids: ['DOID:5844'], class: 'disease', doc: '3', context: 'coronary malady (CM) is rare' },
  { mention: 'coronaries and sugar', ids: ['DOID:5844', 'DOID:9352'], composite: true, class: 'disease' },
  { mention: 'nothing', ids: [], class: 'disease', doc: '3' },
  { mention: 'odd', ids: ['X:1'], class: 'disease', doc: '3' },
  { mention: 'old p53', ids: ['HGNC:11892'], class: 'gene', doc: '3' },
]

const write = (name: string, content: string): string => {
  writeFileSync(join(cwd, name), content)
  return name
}
const gold = (lines: readonly object[] = GOLD, name = 'gold.jsonl'): string =>
  write(name, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
const learn = (...argv: string[]): Promise<Outcome> => runCli(['learn', ...argv], { cwd })
const fileOf = (source: string): string => join(cwd, 'curations', `${source}.jsonl`)
const textOf = (source: string): string => readFileSync(fileOf(source), 'utf8')
const configure = (): void => {
  const file = join(cwd, 'parsers.config.json')
  const config = readFileSync(file, 'utf8')
  writeFileSync(file, config.replace('"name": "doid"', '"name": "doid", "curations": "curations/doid.jsonl"'))
}

describe('learn', () => {
  it('adds the names of gold to the curations of their concepts, and says what it left out and why', async () => {
    const { code, stdout, stderr } = await learn(gold())
    expect(code).toBe(0)
    expect(stdout).toContain('gold.jsonl: 9 mentions in 4 documents\n')
    expect(stdout).toMatch(/1 {2}without a concept +nothing\n/)
    expect(stdout).toMatch(/1 {2}of several concepts at once +coronaries and sugar\n/)
    expect(stdout).toMatch(/1 {2}of a concept that is not there +odd\n/)
    expect(stdout).toMatch(/1 {2}defined in the text as short for something +CM\n/)
    expect(stdout).toMatch(/1 {2}the concept has already +Heart Attack \(DOID:5844\)\n/)
    expect(stdout).toContain('doid (curations/doid.jsonl): 2 new, 0 taken out, 0 as before; written\n')
    expect(stderr).toContain('doid: "curations": "curations/doid.jsonl"')
    expect(stderr).toContain('They take effect with the next ontoground build.')
    expect(jsonLines(textOf('doid'))).toMatchObject([
      {
        ...{ action: 'add', text: 'Coronary', concept: 'DOID:5844', scope: 'exact', type: 'learned' },
        ...{ author: 'learn', reason: 'learned from "gold.jsonl": 2 mentions in 2 documents (1, 2)' },
      },
      { action: 'add', text: 'sugar', concept: 'DOID:9352' },
    ])
    expect(jsonLines(textOf('hgnc'))).toMatchObject([{ text: 'old p53', concept: 'HGNC:11892' }])
  })

  it('links by what it learned after the next build, and shows that it did', async () => {
    await learn(gold(), '--source', 'doid')
    configure()
    await runCli(['build', '--quiet'], { cwd })
    const linked = await runCli(['link', 'coronary', '--json'], { cwd })
    expect(JSON.parse(linked.stdout)).toMatchObject({
      candidates: [{ id: 'DOID:5844', matched: 'Coronary', scope: 'exact', type: 'learned' }],
    })
    const shown = await runCli(['link', 'coronary'], { cwd })
    expect(shown.stdout).toContain('exact synonym "Coronary" (learned)')
    const query = await runCli(['query', 'coronary'], { cwd })
    expect(query.stdout).toContain('exact, learned')
    const before = stateOf(join(cwd, 'curations'))
    const again = await learn('gold.jsonl', '--source', 'doid')
    expect(again.stdout).toContain('0 new, 0 taken out, 2 as before\n')
    expect(stateOf(join(cwd, 'curations'))).toEqual(before)
  })

  it('writes nothing in a dry run', async () => {
    gold()
    const before = stateOf(cwd)
    const { code, stdout, stderr } = await learn('gold.jsonl', '--dry-run')
    expect([code, stderr]).toEqual([0, 'Nothing was written: leave --dry-run out to write the files.\n'])
    expect(stdout).toContain('doid (curations/doid.jsonl): 2 new, 0 taken out, 0 as before\n')
    expect(stateOf(cwd)).toEqual(before)
  })

  it('chooses classes, counts, source and file', async () => {
    gold()
    const genes = await learn('gold.jsonl', '--class', 'gene', '--to', 'genes.jsonl', '--source', 'hgnc')
    expect(genes.code).toBe(0)
    expect(readFileSync(join(cwd, 'genes.jsonl'), 'utf8')).toContain('old p53')
    const often = await learn('gold.jsonl', '--min-count', '2', '--json', '--dry-run', '--quiet')
    const report: unknown = JSON.parse(often.stdout)
    expect(report).toMatchObject({
      gold: [{ gold: 'gold.jsonl', mentions: 9, documents: 4, added: 1, preferred: 0 }],
      sources: [
        { source: 'doid', file: 'curations/doid.jsonl', added: [{ text: 'Coronary' }], written: false },
      ],
    })
  })

  it('reads annotated documents, ids of other spellings and labels of corpora', async () => {
    write(
      'train.pubtator',
      '7|t|The coronary malady (CM) came. CM\n7|a|\n7\t4\t19\tcoronary malady\tSpecificDisease\tDOID:5844\n7\t31\t33\tCM\tDisease\tDOID:5844\n\n',
    )
    const { code, stdout } = await learn('train.pubtator', '--class', 'disease', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      sources: [{ source: 'doid', added: [{ text: 'coronary malady' }] }],
    })
  })

  it('names lines it cannot read, learns the others, and ends with 3', async () => {
    const file = write('gold.jsonl', `${JSON.stringify(GOLD[0])}\n{"mention":"x"}\n`)
    const { code, stdout, stderr } = await learn(file)
    expect(code).toBe(3)
    expect(stderr).toContain('gold.jsonl:2: "ids" is missing')
    expect(stdout).toContain('1 new')
  })
})

describe('learn --undo', () => {
  const HUMAN = '{"action":"keep","text":"MI","author":"jd","date":"2026-01-02","reason":"ours"}'

  it('takes out what the gold taught, and leaves the rest byte for byte', async () => {
    await learn(gold(), '--source', 'doid')
    const before = `${HUMAN}\r\n\n${HUMAN}`
    writeFileSync(fileOf('doid'), before)
    configure()
    await learn('gold.jsonl', '--source', 'doid')
    await learn(gold([{ mention: 'sweet', ids: ['DOID:9352'] }], 'other.jsonl'))
    expect(textOf('doid').split('\n')).toHaveLength(6)
    const one = await learn('--undo', 'gold.jsonl')
    expect(one.stdout).toContain('0 new, 2 taken out, 0 as before; written\n')
    expect(textOf('doid')).toMatch(/"sweet".*other\.jsonl/)
    await learn('--undo')
    expect(textOf('doid')).toBe(before)
    expect((await learn('--undo')).stdout).toBe('No curations to change.\n')
  })

  it('says what was learned where the gold named taught nothing', async () => {
    await learn(gold(), '--source', 'doid')
    const { code, stderr } = await learn('--undo', 'glod.jsonl')
    expect(code).toBe(2)
    expect(stderr).toContain('nothing was learned from glod.jsonl')
    expect(stderr).toContain('Names were learned from: gold.jsonl.')
  })

  it('is not undone by curate --write', async () => {
    await learn(gold(), '--source', 'doid')
    const learned = textOf('doid')
    await runCli(['curate', 'doid', '--write'], { cwd })
    expect(textOf('doid').endsWith(learned)).toBe(true)
    expect(textOf('doid')).toContain('"author":"ontoground"')
  })
})

describe('people', () => {
  it('who dropped a name are heard', async () => {
    await learn(gold([{ mention: 'flu', ids: ['DOID:5844'] }], 'first.jsonl'))
    const drop = '{"action":"drop","text":"coronary","author":"jd","date":"2026-01-02","reason":"slang"}'
    writeFileSync(fileOf('doid'), `${drop}\n`)
    const { stdout } = await learn(gold(), '--source', 'doid')
    expect(stdout).toMatch(/1 {2}dropped by a person +Coronary \(DOID:5844\)/)
    expect(textOf('doid')).not.toContain('oronary","concept"')
  })
})

describe('wrong usage', () => {
  it.each([
    { what: 'no gold', argv: [], says: 'nothing to learn from' },
    { what: 'an unknown source', argv: ['gold.jsonl', '--source', 'diod'], says: 'Did you mean "doid"' },
    {
      what: 'one file for all sources',
      argv: ['gold.jsonl', '--to', 'x.jsonl'],
      says: '--source doid|hgnc|cl',
    },
    { what: 'gold that is not there', argv: ['no.jsonl'], says: 'no.jsonl', exit: 1 },
  ])('$what changes nothing', async ({ argv, says, exit = 2 }) => {
    gold()
    const before = stateOf(cwd)
    const { code, stderr } = await learn(...argv)
    expect(code).toBe(exit)
    expect(stderr).toContain(says)
    expect(stateOf(cwd)).toEqual(before)
    expect(existsSync(fileOf('doid'))).toBe(false)
  })
})
