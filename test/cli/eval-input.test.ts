import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { NerEvaluation } from '../../src/pipeline/evaluate.ts'
import { cliOnSmallKb } from '../support/small-kb.ts'

const { run: evaluate, file } = cliOnSmallKb('eval')

const GOLD = [
  '1|t|Heart attack in nerve cells',
  '1|a|',
  '1\t0\t12\tHeart attack\tSpecificDisease\tDOID:3082',
  '1\t16\t27\tnerve cells\tCell\tCL:0000540',
  '1\t13\t15\tin\tStarship\t-1',
  '',
].join('\n')

const counts = ({ correct, predicted, support }: NerEvaluation['strict']['micro']): number[] => [
  correct,
  predicted,
  support,
]

describe('documents that have no mate', () => {
  const gold =
    '{"id":"a","text":"MI","mentions":[{"start":0,"end":2,"class":"disease"}]}\n{"id":"b","text":"MI","mentions":[{"start":0,"end":2,"class":"disease"}]}'

  it('are told: missing ones count as missed, extra ones do not count', async () => {
    const pred = file(
      '{"id":"x","text":"MI","mentions":[{"start":0,"end":2,"class":"disease"}]}\n{"id":"b","text":"MI"}',
      'pred.jsonl',
    )
    const { code, stdout, stderr } = await evaluate([
      'ner',
      '--gold',
      file(gold, 'gold.jsonl'),
      '--pred',
      pred,
      '--json',
    ])
    expect(code).toBe(3)
    expect(stderr).toBe(
      '1 document of gold without a prediction; their mentions count as missed: a\n1 document predicted that gold has not; not scored: x\n',
    )
    const result = JSON.parse(stdout) as NerEvaluation
    expect(result.documents).toEqual({
      scored: 2,
      missing: { count: 1, ids: ['a'] },
      extra: { count: 1, ids: ['x'] },
    })
    expect(counts(result.strict.micro)).toEqual([0, 0, 2])
  })

  it('or another text are told, with the place', async () => {
    const pred = file('{"id":"b","text":"ME"}\n{"id":"a","text":"MI"}', 'pred.jsonl')
    const { code, stderr } = await evaluate([
      'ner',
      '--gold',
      file(gold, 'gold.jsonl'),
      '--pred',
      pred,
      '--json',
    ])
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(
        /pred\.jsonl: b: the text is not that of gold, from "I" at 1 on; scored as it stands\. Make/,
      ),
    ])
  })
})

describe('what cannot be scored', () => {
  const gold = (): string => file(GOLD, 'gold.pubtator')
  it.each([
    {
      what: 'no gold',
      argv: () => ['ner'],
      code: 2,
      says: "error USAGE required option '--gold <file>' not specified",
    },
    { what: 'no task', argv: () => [], code: 2, says: 'Usage: ontoground eval' },
    {
      what: 'an unknown task',
      argv: () => ['nre', '--gold', gold()],
      code: 2,
      says: "unknown command 'nre'",
    },
    {
      what: 'gold that is not there',
      argv: () => ['ner', '--gold', 'no.pubtator'],
      code: 1,
      says: 'SOURCE_NOT_FOUND',
    },
    {
      what: 'gold of no known format',
      argv: () => ['ner', '--gold', 'gold.unknown'],
      code: 2,
      says: 'the format of',
    },
    {
      what: 'gold without mentions',
      argv: () => ['ner', '--gold', file('x', 'x.txt')],
      code: 2,
      says: 'x.txt has no mentions to score',
    },
    {
      what: 'gold without ids',
      argv: () => ['e2e', '--gold', file('MI\tB-Disease\n', 'gold.iob')],
      code: 2,
      says: 'gold.iob has no ids to score',
    },
    {
      what: 'no knowledge base',
      argv: () => ['e2e', '--gold', gold(), '--kb', 'no-kb'],
      code: 1,
      says: 'KB_NOT_FOUND',
    },
    {
      what: 'classes that nothing finds',
      argv: () => ['ner', '--gold', gold(), '--map', 'SpecificDisease=x,Cell=z'],
      code: 2,
      says: 'CLASS_NOT_FOUND gold has mentions of Starship, x, z',
    },
    {
      what: 'a class that nothing finds',
      argv: () => ['ner', '--gold', gold(), '--classes', 'diseases'],
      code: 2,
      says: 'Did you mean "disease"?',
    },
    {
      what: 'a map that is none',
      argv: () => ['ner', '--gold', gold(), '--map', 'Disease'],
      code: 2,
      says: '"Disease" is not LABEL=class.',
    },
    {
      what: 'half an error',
      argv: () => ['ner', '--gold', gold(), '--errors', '0.5'],
      code: 2,
      says: 'a whole number of 0 or more',
    },
    {
      what: 'training data of another format',
      argv: () => ['ner', '--gold', gold(), '--seen', file('x', 'train.txt')],
      code: 2,
      says: 'has no mentions of the classes scored',
    },
  ])('$what', async ({ argv, code, says }) => {
    const outcome = await evaluate(argv())
    expect(outcome.stderr + outcome.stdout).toContain(says)
    expect(outcome.code).toBe(code)
  })

  it('what is stopped: it says so', async () => {
    const { code, stderr } = await evaluate(['ner', '--gold', gold()], { signal: AbortSignal.abort() })
    expect([code, stderr]).toEqual([1, expect.stringContaining('error ABORTED')])
  })

  it('a broken line of gold: it is listed, and the rest is scored', async () => {
    const path = file(
      '{"id":"a"\n{"id":"b","text":"MI","mentions":[{"start":0,"end":2,"class":"disease"}]}',
      'gold.jsonl',
    )
    const { code, stdout, stderr } = await evaluate(['ner', '--gold', path, '--json'])
    expect([code, stderr]).toEqual([3, expect.stringContaining(`${basename(path)}:1: not valid JSON`)])
    expect((JSON.parse(stdout) as NerEvaluation).documents.scored).toBe(1)
  })
})
