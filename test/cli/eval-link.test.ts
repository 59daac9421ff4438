import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { LinkEvaluation } from '../../src/pipeline/evaluate-link.ts'
import { cliOnSmallKb } from '../support/small-kb.ts'
import { newFile, newFolder } from '../support/scratch.ts'
import { jsonLines, runCli } from '../support/terminal.ts'

const { scratch, cwd, run, file } = cliOnSmallKb('eval')

interface Line {
  readonly id?: string
  readonly mention: string
  readonly ids: readonly string[]
  readonly class?: string
  readonly context?: string
  readonly doc?: string
  readonly composite?: boolean
}

const disease = (mention: string, ids: readonly string[], more: Partial<Line> = {}): Line => ({
  ...{ mention, ids, class: 'disease', doc: '1' },
  ...more,
})

/** Retired and merged ids, an abbreviation, a gene, a composite one, one without a concept, one that is not covered. */
const GOLD: readonly Line[] = [
  disease('heart attack', ['DOID:1001'], { context: 'A heart attack (MI) kills.' }),
  disease('MI', ['doid:3082', 'DOID:9952']),
  disease('diabetes', ['DOID:9351'], { doc: '2' }),
  disease('T2D', ['DOID:9351'], { doc: '2' }),
  disease('zzzz', ['DOID:9351'], { doc: '2' }),
  disease('xyzzy', ['MESH:D000001']),
  disease('heart attack', []),
  disease('heart attack and diabetes', ['DOID:5844', 'DOID:9351'], { composite: true }),
  { mention: 'ERBB1', ids: ['HGNC:3236'], class: 'gene', doc: '3' },
]

const withIds = (lines: readonly Line[]): Line[] =>
  lines.map((line, index) => ({ id: `m${String(index)}`, ...line }))

const jsonl = (lines: readonly object[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

const json = async (argv: readonly string[]): Promise<LinkEvaluation & { code: number; stderr: string }> => {
  const { code, stdout, stderr } = await run(['link', ...argv, '--json', '--quiet'])
  expect(stdout.trim().split('\n'), stderr).toHaveLength(1)
  return { ...(JSON.parse(stdout) as LinkEvaluation), code, stderr }
}

const TABLES = `6 mentions in 2 documents; scored: disease.

Links of mentions with a concept
           mentions  acc@1  95 %           R@5   R@20    MRR  answered  precision    ECE
  all             4  0.250  0.046–0.699  0.500  0.500  0.375     0.750      0.333  0.283
  covered         3  0.333  0.061–0.792  0.667  0.667  0.500     0.667      0.500  0.325

By how many concepts have the mention for a name
        mentions  acc@1  95 %           R@5   R@20    MRR  answered  precision    ECE  of covered
  none         1  0.000  0.000–0.793  0.000  0.000  0.000     0.000          –      –       0.000
  one          3  0.333  0.061–0.792  0.667  0.667  0.500     1.000      0.333  0.283       0.500

By how the first candidate was found
         mentions  acc@1  95 %           R@5   R@20    MRR  answered  precision    ECE  of covered
  NIL           1  0.000  0.000–0.793  0.000  0.000  0.000     0.000          –      –       0.000
  exact         1  1.000  0.207–1.000  1.000  1.000  1.000     1.000      1.000  0.040       1.000
  fuzzy         2  0.000  0.000–0.658  0.500  0.500  0.250     1.000      0.000  0.405       0.000

Precision by the share of mentions answered, best scores first
  answered     0.5    0.6    0.7    0.8    0.9    1.0
  precision  0.500  0.500  0.333  0.333  0.250  0.250
  precision of 0.90 or more: 0.250 answered, scores from 0.9600

Calibration of the scores of answers: ECE 0.283
  score    answers  mean score  right
  0.2–0.3        1       0.200  0.000
  0.6–0.7        1       0.610  0.000
  0.9–1.0        1       0.960  1.000

NIL as an answer
                              precision  recall     F1  gold  found  right
  no concept, or not covered      0.500   0.500  0.500     2      2      1

Composite gold, apart: 1; first candidate among its concepts 1, all among the candidates 0.
Gold without a concept, in the figures of NIL alone: 1.
Gold whose concepts the knowledge base does not have: 1 of 4.

Against the other run: 4 mentions, 2 documents drawn 10,000 times
          this  other  difference              95 %      p  this alone right  other alone right
  acc@1  0.250  0.250      +0.000  +0.000 to +0.000  1.000                 0                  0
  R@5    0.500  0.500      +0.000  +0.000 to +0.000  1.000                 0                  0

Wrong: 3 (right one not first 1, NIL though covered 1, answered though NIL 1)
  1×  diabetes mellitus  DOID:9351|DOID:9352  right one not first 1: DOID:9952  1: […]
  1×  sugar              DOID:9351            NIL though covered 1              2: Of high […].
  1×  phthisis           MESH:D1              answered though NIL 1: DOID:9952  2: […]
`

describe('eval link', () => {
  it('links now and scores: retired and merged ids, NIL, composite ones', async () => {
    const result = await json(['--gold', file(jsonl(GOLD), 'gold.jsonl')])
    expect([result.code, result.stderr]).toEqual([0, ''])
    expect(result).toMatchObject({
      lines: { read: 9, refused: 0 },
      documents: 3,
      classes: ['disease', 'gene'],
      all: { mentions: 7 },
      covered: { mentions: 6 },
      nil: { withoutConcept: 1, notCovered: 1, support: 2 },
      composite: { support: 1 },
    })
    expect(result.byClass['gene']?.all).toMatchObject({ mentions: 1, accuracy: { share: 1 }, mrr: 1 })
    // Right at once: both of document 1 with a concept, ERBB1; T2D is another concept.
    expect(result.all.accuracy.count).toBeGreaterThanOrEqual(3)
    expect(result.errors.kinds).toMatchObject({ 'nil-though-covered': 1, 'answered-though-nil': 1 })
    expect(Object.keys(result.byAmbiguity ?? {})).toEqual(['0', '1'])
  })

  it('scores what link --in answers as what is linked now', async () => {
    const gold = file(jsonl(withIds(GOLD)), 'gold.jsonl')
    const { stdout } = await runCli(['link', '--in', gold, '--limit', '20', '--quiet'], { cwd: cwd() })
    const pred = file(stdout, 'pred.jsonl')
    const { predictions, ...read } = await json(['--gold', gold, '--pred', pred])
    expect(predictions).toEqual({ missing: { count: 0, ids: [] }, extra: { count: 0, ids: [] } })
    expect(read).toEqual(await json(['--gold', gold]))
    // Lines without ids go by their order.
    const bare = file(stdout.replaceAll(/"id":"m\d+",/g, ''), 'pred.jsonl')
    expect((await json(['--gold', file(jsonl(GOLD), 'gold.jsonl'), '--pred', bare])).all).toEqual(read.all)
  })

  it('reads packed gold, and does not depend on the order of its lines', async () => {
    const figures = async (lines: readonly Line[]): Promise<unknown> => {
      const { errors, ...rest } = await json(['--gold', file(gzipSync(jsonl(lines)), 'gold.jsonl.gz')])
      return { ...rest, errors: errors.total }
    }
    expect(await figures(GOLD.toReversed())).toEqual(await figures(GOLD))
  })

  it('links as asked: stages, abbreviations, classes, ks', async () => {
    const lines = [
      disease('ABC', ['DOID:5844'], { context: 'myocardial infarction (MI)' }),
      disease('MIs', ['DOID:5844']),
      disease('hart atack', ['DOID:5844'], { doc: '9' }),
      { mention: 'cold', ids: ['HGNC:12731'], class: 'gene' },
    ]
    const gold = file(jsonl(lines), 'gold.jsonl')
    const right = async (...argv: string[]): Promise<(number | undefined)[]> => {
      const { all } = await json(['--gold', gold, ...argv])
      return [all.mentions, all.accuracy.count, all.recallAt.at(-1)?.count]
    }
    expect((await right('--classes', 'gene', '--at', '1,2')).at(2)).toBe(1)
    expect(await right('--class', 'disease', '--stages', 'exact')).toEqual([3, 1, 1])
    expect(await right('--class', 'disease', '--stages', 'fuzzy,exact')).toEqual([3, 2, 2])
    const { all, leftOut } = await json(['--gold', gold, '--at', '7,3', '--class', 'gene'])
    expect([all.recallAt.map(({ k }) => k), leftOut]).toEqual([[3, 7], { disease: 3 }])
  })

  it('lets lines of a document say what short forms mean, unless told not to', async () => {
    const lines = [
      disease('acute lymphoblastic leukemia', ['DOID:9952'], {
        context: 'Here acute lymphoblastic leukemia (MI) is meant.',
      }),
      disease('MI', ['DOID:9952']),
    ]
    const gold = file(jsonl(lines), 'gold.jsonl')
    expect((await json(['--gold', gold])).errors.total).toBeLessThanOrEqual(1)
    const defined = disease('ALD', ['DOID:9352'], {
      context: 'Patients with type 2 diabetes mellitus (TDM) were seen.',
    })
    const short = file(jsonl([defined, disease('TDM', ['DOID:9352'])]), 'gold.jsonl')
    const accuracy = async (...argv: string[]): Promise<number> =>
      (await json(['--gold', short, ...argv])).all.accuracy.count
    expect([await accuracy(), await accuracy('--no-abbreviations')]).toEqual([1, 0])
  })

  it('tells what training data has', async () => {
    const seen = file(
      jsonl([disease('Heart  attack', ['DOID:9952']), disease('x', ['DOID:1001'])]),
      'seen.jsonl',
    )
    const { bySeen } = await json(['--gold', file(jsonl(GOLD), 'gold.jsonl'), '--seen', seen])
    const counts = Object.entries(bySeen ?? {}).map(([part, { all }]) => [part, all.mentions])
    expect(Object.fromEntries(counts)).toEqual({ string: 1, concept: 1, neither: 5 })
  })

  it('compares with another run', async () => {
    const gold = file(jsonl(withIds(GOLD)), 'gold.jsonl')
    const { stdout } = await runCli(['link', '--in', gold, '--quiet', '--stages', 'exact'], { cwd: cwd() })
    const other = file(stdout, 'other.jsonl')
    const same = await json(['--gold', gold, '--stages', 'exact', '--against', other])
    expect(same.against).toMatchObject({
      mentions: 7,
      documents: 3,
      accuracy: { difference: 0, p: 1, onlyFirst: 0, onlySecond: 0 },
    })
    const nothing = file(jsonl(withIds(GOLD).map(({ id }) => ({ id, candidates: [] }))), 'none.jsonl')
    const { against } = await json(['--gold', gold, '--against', nothing])
    expect(against?.accuracy.second).toBe(0)
    expect(against?.accuracy.difference).toBe(against?.accuracy.first)
  })

  it('refuses bad lines by their number, and scores the rest', async () => {
    const bad = [
      '{"mention": "heart attack", "ids": ["DOID:5844"], "class": "disease"}',
      'heart attack',
      '[1]',
      '{"ids": []}',
      '{"mention": "x"}',
      '{"mention": "x", "ids": ["A:1", 2]}',
      '{"mention": "x", "ids": [], "composite": "yes"}',
      '{"mention": "x", "ids": [], "class": 3}',
      '',
      '{"mention": "diabetes", "ids": ["DOID:9351"], "class": "disease"}',
    ].join('\n')
    const gold = file(bad, 'gold.jsonl')
    const { code, stderr, lines, all } = await json(['--gold', gold])
    expect([code, lines, all.mentions]).toEqual([3, { read: 2, refused: 7 }, 2])
    const told = stderr.trim().split('\n')
    expect(told.map((line) => line.replace(`${gold}:`, '').split(':')[0])).toEqual([
      ...['2', '3', '4', '5', '6', '7', '8'],
    ])
    expect(told[3]).toBe(
      `${gold}:5: "ids" is missing or no list of ids. Give "ids": ["MESH:D000001"], or "ids": [] where no concept is right.`,
    )
    // Predictions in order keep in step with what gold has on those lines.
    const pred = file(
      jsonl(Array.from({ length: 9 }, (_, at) => ({ candidates: at === 8 ? [{ id: 'DOID:9351' }] : [] }))),
      'pred.jsonl',
    )
    const read = await json(['--gold', gold, '--pred', pred])
    expect([read.all.accuracy.count, read.predictions?.extra.count]).toEqual([1, 0])
  })

  it('tells missing and extra predictions, and bad ones', async () => {
    const gold = file(jsonl(withIds(GOLD.slice(0, 3))), 'gold.jsonl')
    const pred = file(
      [
        '{"id": "m1", "mention": "MI", "nil": false, "candidates": [{"id": "DOID:5844"}]}',
        '{"id": "m9", "mention": "other", "nil": true, "candidates": []}',
        '{"id": "m2", "candidates": [{"id": "DOID:9351", "score": 17}]}',
        '{"id": "m2", "candidates": "none"}',
      ].join('\n'),
      'pred.jsonl',
    )
    const { code, stderr, all, predictions } = await json(['--gold', gold, '--pred', pred])
    expect([code, all.accuracy.count, all.calibration]).toEqual([3, 1, null])
    expect(predictions).toEqual({
      missing: { count: 2, ids: ['m0', 'm2'] },
      extra: { count: 1, ids: ['m9'] },
    })
    expect(stderr).toContain(`${pred}:3: the score of DOID:9351 is 17. Give scores from 0 to 1, or none.`)
    expect(stderr).toContain('2 mentions of gold without a prediction; they count as not answered: m0, m2')
    expect(stderr).toContain('1 prediction that gold has no mention for; not scored: m9')
  })

  it('says where predictions without ids are out of step', async () => {
    const gold = file(jsonl(GOLD), 'gold.jsonl')
    const pred = file(jsonl([{ mention: 'MI', candidates: [] }]), 'pred.jsonl')
    const { code, stderr } = await run(['link', '--gold', gold, '--pred', pred])
    expect(code).toBe(2)
    expect(stderr).toContain(`${pred}:1: line 1 is about "MI", where gold has "heart attack"`)
  })

  it('compares ids as they stand without a knowledge base, and says so', async () => {
    const gold = file(jsonl([disease('x', ['mesh:D1']), disease('y', ['DOID:1001'])]), 'gold.jsonl')
    const pred = file(
      jsonl([{ candidates: [{ id: 'MESH:D1' }] }, { candidates: [{ id: 'DOID:5844' }] }]),
      'pred.jsonl',
    )
    const { stdout, stderr, code } = await runCli(
      ['eval', 'link', '--gold', gold, '--pred', pred, '--json'],
      {
        cwd: newFolder(scratch),
      },
    )
    const { all, covered, byAmbiguity } = JSON.parse(stdout) as LinkEvaluation
    expect([code, all.accuracy.count, covered, byAmbiguity]).toEqual([0, 1, undefined, undefined])
    expect(stderr).toContain('Without a knowledge base ids are compared as they stand')
  })

  it('prints tables, readable without colours', async () => {
    const lines = withIds([
      disease('heart attack', ['DOID:5844'], { context: 'After a heart attack in 2019.' }),
      disease('diabetes mellitus', ['DOID:9351', 'DOID:9352']),
      disease('sugar', ['DOID:9351'], { doc: '2', context: 'Of high sugar.' }),
      disease('phthisis', ['MESH:D1'], { doc: '2' }),
      disease('malaise', []),
      disease('MI and diabetes', ['DOID:5844', 'DOID:9351'], { composite: true }),
    ])
    const answers = [
      [['DOID:3082', 0.96, 'exact']],
      [
        ['DOID:9952', 0.61, 'fuzzy'],
        ['DOID:9351', 0.3, 'fuzzy'],
      ],
      [],
      [['DOID:9952', 0.2, 'fuzzy']],
      [],
      [['DOID:5844', 0.5, 'fuzzy']],
    ].map((candidates, index) => ({
      id: `m${String(index)}`,
      candidates: candidates.map(([id, score, method]) => ({ id, score, method })),
    }))
    const { code, stdout, stderr } = await run(
      [
        ...['link', '--quiet', '--gold', file(jsonl(lines), 'gold.jsonl'), '--by', 'ambiguity,method'],
        ...['--pred', file(jsonl(answers), 'pred.jsonl'), '--against', file(jsonl(answers), 'pred.jsonl')],
      ],
      { tty: true, env: { NO_COLOR: '1' } },
    )
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toBe(TABLES)
  })

  it('writes a page of wrong answers, with reasons', async () => {
    const page = newFile(scratch, 'errors.html')
    const gold = file(jsonl(GOLD), 'gold.jsonl')
    const { errors } = await json(['--gold', gold, '--html', page])
    const html = readFileSync(page, 'utf8')
    const [, data = ''] = /id="data">([\s\S]*?)<\/script>/.exec(html) ?? []
    const { faults } = JSON.parse(data) as { faults: { candidates: { reasons?: unknown[] }[] }[] }
    expect(faults).toHaveLength(errors.total)
    expect(faults.flatMap(({ candidates }) => candidates).every(({ reasons }) => reasons?.length)).toBe(true)
    const { code, stderr } = await run(['link', '--gold', gold, '--html', gold])
    expect([code, jsonLines(readFileSync(gold, 'utf8')).length]).toEqual([2, 9])
    expect(stderr).toContain(`Choose another --html: ${gold} would be lost.`)
  })

  it.each([
    ['no such file', ['--gold', 'none.jsonl'], 'SOURCE_NOT_FOUND'],
    ['no such class', ['--classes', 'starship'], 'CLASS_NOT_FOUND'],
    ['no such stage', ['--stages', 'magic'], 'USAGE'],
    ['no such part', ['--by', 'moon'], 'USAGE'],
    ['no k', ['--at', '0'], 'USAGE'],
    ['stages of what was linked elsewhere', ['--pred', 'x', '--stages', 'exact'], 'USAGE'],
    ['a page that cannot be', ['--html', join('none', 'x.html')], 'NOT_WRITABLE'],
  ])('refuses %s', async (_, argv, error) => {
    const { code, stdout, stderr } = await run(['link', '--gold', file(jsonl(GOLD), 'gold.jsonl'), ...argv])
    expect([code > 0, stdout, stderr.split(' ')[1]]).toEqual([true, '', error])
  })

  it('refuses gold without mentions', async () => {
    const { code, stderr } = await run(['link', '--gold', file('\n', 'gold.jsonl')])
    expect([code, stderr]).toEqual([2, expect.stringContaining('has no mentions to score')])
  })
})
