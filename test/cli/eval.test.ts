import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { AbbreviationEvaluation, E2eEvaluation, NerEvaluation } from '../../src/pipeline/evaluate.ts'
import { goldExtracts } from '../gold/abbreviations/load.ts'
import { newFolder } from '../support/scratch.ts'
import { runCli } from '../support/terminal.ts'
import { cliOnSmallKb } from '../support/small-kb.ts'

const { scratch, cwd, run: evaluate, file } = cliOnSmallKb('eval')

const GOLD = [
  '1|t|Heart attack and diabetes',
  '1|a|A heart attack in nerve cells of Foo.',
  '1\t0\t12\tHeart attack\tSpecificDisease\tDOID:3082',
  '1\t17\t25\tdiabetes\tDisease\tDOID:9351',
  '1\t28\t40\theart attack\tSpecificDisease\tDOID:1001',
  '1\t44\t55\tnerve cells\tCell\tCL:0000540',
  '1\t59\t62\tFoo\tDisease\t-1',
  '1\t13\t16\tand\tStarship\t-1',
  '',
  '2|t|Nothing here.',
  '2|a|',
  '',
].join('\n')

const json = async <Result>(argv: readonly string[]): Promise<Result> => {
  const { stdout } = await evaluate([...argv, '--json', '--quiet'])
  expect(stdout.trim().split('\n')).toHaveLength(1)
  return JSON.parse(stdout) as Result
}

const counts = ({ correct, predicted, support }: NerEvaluation['strict']['micro']): number[] => [
  correct,
  predicted,
  support,
]

describe('eval ner', () => {
  it('scores what is found now, in the classes of gold that may be found', async () => {
    const result = await json<NerEvaluation>(['ner', '--gold', file(GOLD, 'gold.pubtator')])
    expect(result.documents).toEqual({
      scored: 2,
      missing: { count: 0, ids: [] },
      extra: { count: 0, ids: [] },
    })
    expect(result.classes).toEqual(['cell_type', 'disease'])
    expect(result.leftOut.gold).toEqual({ Starship: 1 })
    expect(counts(result.strict.byClass['disease'] ?? result.strict.macro)).toEqual([2, 2, 4])
    expect(counts(result.strict.byClass['cell_type'] ?? result.strict.macro)).toEqual([1, 1, 1])
    expect(result.strict.micro).toMatchObject({ precision: 1, recall: 0.6, f1: 0.75 })
    expect(result.falseNegatives).toMatchObject({ total: 2, kinds: { alone: 2 } })
  })

  it('prints tables, readable without colours', async () => {
    const { code, stdout, stderr } = await evaluate(
      ['ner', '--quiet', '--gold', file(GOLD, 'gold.pubtator')],
      {
        tty: true,
        env: { NO_COLOR: '1' },
      },
    )
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain(
      [
        '2 documents; scored: cell_type, disease.',
        'Not scored: of gold Starship 1.',
        '',
        'Strict: all spans and the class equal',
        '  class      precision  recall     F1  gold  found  right',
        '  cell_type      1.000   1.000  1.000     1      1      1',
        '  disease        1.000   0.500  0.667     4      2      2',
        '  micro          1.000   0.600  0.750     5      3      3',
        '  macro          1.000   0.750  0.833',
        '  weighted       1.000   0.600  0.733',
        '',
        'Relaxed: the class equal, a character in common, one to one',
      ].join('\n'),
    )
    expect(stdout).toContain(
      [
        'Same spans, by class',
        '  gold \\ found  cell_type  disease  –',
        '  cell_type             1        0  0',
        '  disease               0        2  2',
        '',
        'Missed: 2 (nothing there 2)',
        '  1×  diabetes  disease  nothing there 1  1: Heart attack and […] A heart attack in nerve cells of …',
      ].join('\n'),
    )
  })

  it('cuts lines at the border of a terminal, and only there', async () => {
    const gold = file(
      GOLD.replaceAll('Foo', 'Foo and a long way of words up to the end of it'),
      'gold.pubtator',
    )
    const longest = async (tty: boolean): Promise<number> => {
      const { stdout } = await evaluate(['ner', '--quiet', '--gold', gold], { tty, env: { NO_COLOR: '1' } })
      return Math.max(...stdout.split('\n').map((line) => line.length))
    }
    expect([await longest(true), (await longest(false)) > 100]).toEqual([100, true])
  })

  it('goes by a map, and by the classes asked for', async () => {
    const gold = file(GOLD, 'gold.pubtator')
    const mapped = await json<NerEvaluation>(['ner', '--gold', gold, '--map', 'starship=cell_type,cell='])
    expect([mapped.classes, mapped.leftOut.gold]).toEqual([['cell_type', 'disease'], { Cell: 1 }])
    const some = await json<NerEvaluation>(['ner', '--gold', gold, '--classes', 'cell_type'])
    expect([some.classes, some.leftOut.gold]).toEqual([['cell_type'], { disease: 4, Starship: 1 }])
    expect(await json(['ner', '--gold', gold, '--class', 'cell_type'])).toEqual(some)
  })

  it('takes the front end of annotate', async () => {
    const gold = file(GOLD, 'gold.pubtator')
    const { strict } = await json<NerEvaluation>([
      'ner',
      '--gold',
      gold,
      '--classes',
      'variant',
      '--recognizers',
      'pattern',
    ])
    expect(counts(strict.micro)).toEqual([0, 0, 0])
    const { stderr } = await evaluate(['ner', '--gold', gold, '--recognizers', 'patern'])
    expect(stderr).toContain('CONFIG_UNKNOWN_TYPE')
  })

  it('counts mentions in pieces as stretches where gold knows no pieces', async () => {
    const line = (spans: readonly (readonly [number, number])[]): string =>
      JSON.stringify({
        id: 'x',
        text: 'lung and breast cancer',
        mentions: [
          { spans: [[9, 22]], text: 'breast cancer', class: 'disease' },
          { spans, text: 'lung cancer', class: 'disease' },
        ],
      })
    const pieces = [
      [0, 4],
      [16, 22],
    ] as const
    const stretch = file(line([[0, 22]]), 'gold.jsonl')
    const inPieces = file(line(pieces), 'pieces.jsonl')
    const plain = await json<NerEvaluation>(['ner', '--gold', stretch, '--pred', inPieces])
    expect([...counts(plain.strict.micro), plain.joined]).toEqual([2, 2, 2, 1])
    const exact = await json<NerEvaluation>(['ner', '--gold', inPieces, '--pred', stretch])
    expect([...counts(exact.strict.micro), exact.joined]).toEqual([1, 2, 2, 0])
    const { stdout } = await evaluate(['ner', '--gold', stretch, '--pred', inPieces])
    expect(stdout).toContain('found ones count from the first piece to the last: 1.')
  })

  it('tells seen strings from unseen ones', async () => {
    const train = file(
      '9|t|HEART ATTACK\n9|a|\n9\t0\t12\tHEART ATTACK\tDisease\tDOID:5844\n',
      'train.pubtator',
    )
    const { seen } = await json<NerEvaluation>([
      'ner',
      '--gold',
      file(GOLD, 'gold.pubtator'),
      '--seen',
      train,
    ])
    expect([counts(seen?.seen.micro ?? none), counts(seen?.unseen.micro ?? none)]).toEqual([
      [2, 2, 2],
      [1, 1, 3],
    ])
  })

  const none = { precision: 0, recall: 0, f1: 0, support: -1, predicted: -1, correct: -1 }

  it('scores predictions of a file: those of annotate as what is found now', async () => {
    const gold = file(GOLD, 'gold.pubtator')
    for (const [to, name] of [
      ['jsonl', 'pred.jsonl'],
      ['bioc-xml', 'pred.xml'],
      ['pubtator', 'pred.pubtator.gz'],
    ] as const) {
      const { stdout } = await runCli(['annotate', '--quiet', gold, '--to', to], { cwd: cwd() })
      const pred = file(name.endsWith('.gz') ? gzipSync(stdout) : stdout, name)
      const made = await json<NerEvaluation>(['ner', '--gold', gold, '--classes', 'disease,cell_type'])
      expect(await json(['ner', '--gold', gold, '--pred', pred, '--classes', 'disease,cell_type'])).toEqual(
        made,
      )
    }
  })

  it('pairs the sentences of CoNLL files by their number, whatever the files are called', async () => {
    const gold = file('A\tO\nheart\tB-Disease\nattack\tI-Disease\n\nNo\tO\n\nTNF\tB-GENE\n', 'gold.iob')
    const pred = file('A\tO\nheart\tB-disease\nattack\tI-disease\n\nNo\tO\n\nTNF\tB-disease\n', 'run.conll')
    const { code, stdout } = await evaluate([
      'ner',
      '--gold',
      gold,
      '--pred',
      pred,
      '--json',
      '--kb',
      'no-kb',
    ])
    const result = JSON.parse(stdout) as NerEvaluation
    expect([code, result.documents.scored, counts(result.strict.micro)]).toEqual([0, 3, [1, 2, 2]])
    expect(result.confusion).toEqual([
      { gold: 'disease', predicted: 'disease', count: 1 },
      { gold: 'gene', predicted: 'disease', count: 1 },
    ])
  })

  it('compares texts that differ in white space at the offsets of gold', async () => {
    const gold = file(
      '{"id":"1","text":"A heart\\n attack ( MI ).","mentions":[{"start":2,"end":15,"class":"disease"}]}',
      'gold.jsonl',
    )
    const pred = file(
      '{"id":"1","text":"A heart attack (MI).","mentions":[{"start":2,"end":14,"class":"disease"}]}',
      'pred.jsonl',
    )
    const { code, stdout } = await evaluate(['ner', '--gold', gold, '--pred', pred, '--json'])
    expect([code, counts((JSON.parse(stdout) as NerEvaluation).strict.micro)]).toEqual([0, [1, 1, 1]])
  })
})

describe('eval e2e', () => {
  it('scores mentions with ids, and the ids of documents; merged and retired ids are those in their place', async () => {
    const result = await json<E2eEvaluation>(['e2e', '--gold', file(GOLD, 'gold.pubtator')])
    expect(counts(result.strict.micro)).toEqual([3, 3, 4])
    expect(counts(result.documentSets.micro)).toEqual([2, 2, 3])
    expect(result.nil).toEqual({ support: 1, nil: 0, linked: 0 })
    expect(result.unknown).toEqual({ mentions: 0, ids: [] })
    expect(result.recallAt[0]).toEqual({ k: 1, correct: 3, recall: 0.75, recallOfFound: 1 })
  })

  it('resolves ids of predictions made elsewhere too; without a knowledge base ids are as they stand', async () => {
    const gold = file(GOLD, 'gold.pubtator')
    const pred = file(
      '{"id":"1","text":"Heart attack and diabetes\\nA heart attack in nerve cells of Foo.","mentions":[{"start":28,"end":40,"class":"disease","id":"DOID:5844"}]}',
      'pred.jsonl',
    )
    const resolved = await json<E2eEvaluation>(['e2e', '--gold', gold, '--pred', pred])
    expect(counts(resolved.strict.micro)).toEqual([1, 1, 4])
    const elsewhere = newFolder(scratch)
    const { stdout, stderr } = await runCli(['eval', 'e2e', '--gold', gold, '--pred', pred, '--json'], {
      cwd: elsewhere,
    })
    expect(stderr).toContain('Without a knowledge base ids are compared as they stand: name one with --kb.')
    expect(counts((JSON.parse(stdout) as E2eEvaluation).strict.micro)).toEqual([0, 1, 4])
    expect((await evaluate(['e2e', '--gold', gold, '--pred', pred, '--kb', 'no-kb'])).stderr).toContain(
      'KB_NOT_FOUND',
    )
  })

  it('prints tables', async () => {
    const gold = `${GOLD}3|t|MI and ALL, then T2D.\n3|a|\n3\t0\t10\tMI and ALL\tCompositeMention\tDOID:5844|DOID:9952\n3\t17\t20\tT2D\tDisease\tDOID:0\n`
    const { stdout } = await evaluate(['e2e', '--gold', file(gold, 'gold.pubtator'), '--classes', 'disease'])
    expect(stdout).toContain(
      'Mentions, strict: all spans equal and the id right\n  class    precision  recall     F1  gold  found  right\n',
    )
    expect(stdout).toContain('Documents: sets of ids\n')
    expect(stdout).toContain(
      'Right id among the first k, spans equal\n  k  of all gold  of found spans  right\n',
    )
    expect(stdout).toMatch(
      /Composite gold, apart from the figures above: 1; some concept found of \d, all of \d\.\n/,
    )
    expect(stdout).toMatch(/Gold without an id: 1; found without an id \d, with one \d\.\n/)
    expect(stdout).toContain('Gold with ids the knowledge base does not know: 1 (DOID:0).\n')
  })
})

describe('against another run', () => {
  const OTHER = GOLD.replace('1\t44\t55\tnerve cells\tCell\tCL:0000540\n', '').replace(
    'DOID:9351',
    'DOID:1001',
  )
  const argv = (of: string): string[] => [
    ...[of, '--gold', file(GOLD, 'gold.pubtator'), '--pred', file(GOLD, 'pred.pubtator')],
    ...['--against', file(OTHER, 'other.pubtator')],
  ]

  it('ner tells how sure the difference of F1 is', async () => {
    const { against, againstDocuments } = await json<NerEvaluation>(argv('ner'))
    expect(against?.documents).toBe(2)
    expect(Object.keys(against?.f1 ?? {})).toEqual(['strict'])
    // Of six mentions the other run lacks one: 2 * 5 / (5 + 6).
    expect(against?.f1.strict).toMatchObject({ first: 1, second: 10 / 11 })
    expect(against?.f1.strict.difference).toBeCloseTo(1 / 11)
    expect(againstDocuments).toMatchObject({ scored: 2, missing: { count: 0 } })
  })

  it('e2e also that of the sets of ids of documents', async () => {
    const { against } = await json<E2eEvaluation>(argv('e2e'))
    expect(Object.keys(against?.f1 ?? {})).toEqual(['strict', 'documentSets'])
    expect(against?.f1.strict).toMatchObject({ first: 1 })
    expect(against?.f1.strict.second).toBeLessThan(1)
    expect(against?.f1.documentSets.second).toBeLessThan(1)
  })

  it('prints a table, and names documents that the other run lacks', async () => {
    const [first = ''] = OTHER.split('\n\n')
    const { code, stdout, stderr } = await evaluate([
      ...['ner', '--quiet', '--gold', file(GOLD, 'gold.pubtator'), '--pred', file(GOLD, 'pred.pubtator')],
      ...['--against', file(`${first}\n\n`, 'short.pubtator')],
    ])
    expect(stdout).toContain('Against the other run: 2 documents drawn 10,000 times')
    expect(stdout).toMatch(/F1, mentions, strict +1\.000 +0\.909 +\+0\.091/)
    expect(stderr).toContain('1 document of gold without a prediction of the other run')
    expect(code).toBe(3)
  })

  it('is not the same as this run, or there is no difference', async () => {
    const { against } = await json<NerEvaluation>([
      ...['ner', '--gold', file(GOLD, 'gold.pubtator'), '--pred', file(GOLD, 'pred.pubtator')],
      ...['--against', file(GOLD, 'same.pubtator')],
    ])
    expect(against?.f1.strict).toMatchObject({ difference: 0, low: 0, high: 0, p: 1 })
  })
})

describe('eval abbrev', () => {
  const gold = goldExtracts('dev').map(({ id, kind, text, definitions }) =>
    JSON.stringify({ id: `${id}-${kind}`, text, abbreviations: definitions }),
  )

  it('scores the definitions found in documents, by pairs and by places', async () => {
    const path = file(gold.join('\n'), 'abbreviations.jsonl')
    const result = await json<AbbreviationEvaluation>(['abbrev', '--gold', path])
    expect(result.documents.scored).toBe(gold.length)
    expect(result.pairs.precision).toBeGreaterThan(0.95)
    expect(result.pairs.recall).toBeGreaterThan(0.85)
    expect(result.places.support).toBeGreaterThanOrEqual(result.pairs.support)
    const { code, stdout } = await evaluate(['abbrev', '--gold', path, '--quiet', '--errors', '1'])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      new RegExp(
        `^${String(gold.length)} documents\\.\n\ndefinitions +precision +recall +F1 +gold +found +right\npairs of short and long form +[01]\\.\\d{3}`,
      ),
    )
    expect(stdout).toMatch(/\nMissed: \d+ \(.+\)\n {2}1× {2}\S.* = /)
  })

  it('scores those of another tool', async () => {
    const path = file(gold.join('\n'), 'abbreviations.jsonl')
    const { pairs, places } = await json<AbbreviationEvaluation>(['abbrev', '--gold', path, '--pred', path])
    expect([pairs.f1, places.f1]).toEqual([1, 1])
  })

  it('wants gold that has some', async () => {
    const { code, stderr } = await evaluate(['abbrev', '--gold', file(GOLD, 'gold.pubtator')])
    expect([code, stderr]).toEqual([2, expect.stringContaining('defines no abbreviations')])
  })
})

describe('help', () => {
  it.each(['ner', 'e2e', 'abbrev'])('of %s shows usage, options and examples', async (task) => {
    const { code, stdout } = await evaluate([task, '--help'])
    expect(code).toBe(0)
    for (const part of [
      `Usage: ontoground eval ${task}`,
      '--gold <file>',
      '--kb <dir>',
      '--json',
      `$ ontoground eval ${task}`,
    ])
      expect(stdout).toContain(part)
  })
})
