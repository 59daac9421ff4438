/**
 * What every parser must obey, as a list of named checks that any test runner can run: users' own parsers are held to the
 * same as the product's. Needs `fast-check` beside the package.
 */
import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { KnownError } from '../core/errors.ts'
import { ISSUE_CODES } from '../core/issue.ts'
import { damaged } from './damage.ts'
import { type Attempt, joined } from './parsed.ts'
import { ParserBench, type ParserCase, recordsOf } from './parser-bench.ts'

export type { ParserCase } from './parser-bench.ts'
export { bindParser } from '../parsers/contract.ts'

export interface ParserCheck {
  readonly name: string
  /** Rejects with an `AssertionError` when the parser fails it. */
  readonly run: () => Promise<void>
}

type Check = readonly [name: string, run: () => Promise<void>]

/** @param folder where the checks may write sources; whoever made it deletes it */
export const parserChecks = (given: ParserCase, folder: string): readonly ParserCheck[] => {
  const bench = new ParserBench(given, folder)
  return [formChecks, refusalChecks, recordChecks, stopChecks, damageChecks]
    .flatMap((checks) => checks(bench, given))
    .map(([name, run]) => ({ name, run }))
}

// Some hundred kilobytes in any format: more than a reader takes at a time.
const MANY = 20_000

const failureOf = async (action: () => Promise<unknown>): Promise<unknown> => {
  try {
    await action()
  } catch (error) {
    return error
  }
  return assert.fail('it succeeded')
}

const requireFailure = async (action: () => Promise<unknown>, code: string): Promise<void> => {
  const error = await failureOf(action)
  assert.ok(error instanceof KnownError, String(error))
  assert.equal(error.code, code)
}

const formChecks = (bench: ParserBench, { sample, flawed }: ParserCase): readonly Check[] => [
  [
    'reads its sample without an issue',
    async () => {
      const parsed = await bench.parse(sample)
      assert.deepEqual(parsed.issues, [])
      assert.ok(recordsOf(parsed).length > 1, 'two records or more')
      const terms = [...joined(parsed).values()]
      assert.ok(terms.length === 0 || terms.some(({ synonyms }) => synonyms.length > 0), 'synonyms')
      assert.ok(terms.length === 0 || terms.some(({ xrefs }) => xrefs.length > 0), 'xrefs')
    },
  ],
  ...Object.entries({ sample, flawed }).flatMap(([which, text]): Check[] => [
    [
      `reads the ${which} alike with CRLF line ends`,
      async () => {
        assert.deepEqual(await bench.parse(text.replaceAll('\n', '\r\n')), await bench.parse(text))
      },
    ],
    [
      `says the same of the ${which} each time`,
      async () => {
        assert.equal(JSON.stringify(await bench.parse(text)), JSON.stringify(await bench.parse(text)))
      },
    ],
  ]),
  [
    'reads it alike with a byte order mark',
    async () => {
      assert.deepEqual(await bench.parse(`\ufeff${sample}`), await bench.parse(sample))
    },
  ],
  [
    'reads it alike without a newline at the end',
    async () => {
      assert.deepEqual(await bench.parse(sample.trimEnd()), await bench.parse(sample))
    },
  ],
  [
    'reads it alike from gzip and zip',
    async () => {
      const plain = await bench.parse(sample)
      assert.deepEqual(await bench.parse(gzipSync(sample), {}, '.gz'), plain)
      assert.deepEqual(await bench.parseZipped(sample), plain)
    },
  ],
]

const refusalChecks = (bench: ParserBench): readonly Check[] => [
  ['refuses an empty file', () => requireFailure(() => bench.parse(''), 'SOURCE_EMPTY')],
  [
    'finds no term in a file of blanks',
    async () => {
      assert.deepEqual((await bench.attempt(' \n\n \n')).parsed.terms, [])
    },
  ],
  [
    'refuses options it does not know',
    async () => {
      const parser = await bench.load()
      assert.equal(parser.optionsSchema.safeParse({ 'no such option': true }).success, false)
    },
  ],
]

const recordChecks = (bench: ParserBench, given: ParserCase): readonly Check[] => [
  [
    'yields sound records: ids normalised, lists without repeats, lines of the file',
    async () => {
      for (const text of [given.sample, given.flawed, given.repeated])
        bench.requireSound(await bench.parse(text), text)
    },
  ],
  [
    'keeps both records of a repeated id: the store reports it, or joins them',
    async () => {
      const { terms, additions, mappings, repeatedIds } = await bench.parse(given.repeated)
      const isJoined = repeatedIds === 'join' || terms.length === 0
      const ids = terms.length === 0 ? mappings.map(({ subject }) => subject) : terms.map(({ id }) => id)
      const all = repeatedIds === 'join' ? [...ids, ...additions.map(({ id }) => id)] : ids
      const repeats = all.length - new Set(all).size
      assert.ok(isJoined ? repeats > 0 : repeats === 1, `${String(repeats)} ids came again`)
    },
  ],
  [
    'reports flaws with a known code, a line, a message and a repair, and goes on',
    async () => {
      const parsed = await bench.parse(given.flawed)
      assert.ok(parsed.issues.length > 0, 'issues')
      assert.ok(recordsOf(parsed).length > 0, 'records')
      for (const issue of parsed.issues) {
        assert.ok(Object.hasOwn(ISSUE_CODES, issue.code), issue.code)
        assert.ok(issue.message !== '' && issue.repair !== '', JSON.stringify(issue))
      }
    },
  ],
  [
    'reads a long source in several batches, every term once and in order',
    async () => {
      let batches = 0
      const parsed = await bench.parse(given.many(MANY), { onBatch: () => batches++ })
      assert.ok(batches > 2, `${String(batches)} batches`)
      const records = recordsOf(parsed)
      assert.equal(records.length, MANY)
      assert.equal(new Set(records.map(({ key }) => key)).size, MANY)
      if (parsed.repeatedIds === 'flaw') assert.equal(parsed.terms.length + parsed.mappings.length, MANY)
      const lines = records.map(({ line }) => line)
      assert.ok(
        lines.every((line, at) => at === 0 || line >= (lines[at - 1] ?? 0)),
        'lines in order',
      )
    },
  ],
]

const stopChecks = (bench: ParserBench, { sample, flawed, many }: ParserCase): readonly Check[] => [
  [
    'stops at once when the signal was given before',
    () => requireFailure(() => bench.parse(sample, { signal: AbortSignal.abort() }), 'ABORTED'),
  ],
  [
    'stops in the middle when the signal is given',
    async () => {
      const controller = new AbortController()
      let batches = 0
      const onBatch = (): void => {
        batches++
        controller.abort()
      }
      const { signal } = controller
      await requireFailure(() => bench.parse(many(MANY), { signal, onBatch }), 'ABORTED')
      assert.equal(batches, 1)
    },
  ],
  [
    'ends with the very error that reporting an issue throws, as under --strict',
    async () => {
      const strict = new KnownError('SOURCE_ISSUE', 'the first issue', 'Mend it.')
      const onIssue = (): void => {
        throw strict
      }
      assert.equal(await failureOf(() => bench.parse(flawed, { onIssue })), strict)
    },
  ],
]

const damageChecks = (bench: ParserBench, { sample, flawed }: ParserCase): readonly Check[] => {
  const requireKnown = ({ parsed, error }: Attempt, content: string | Uint8Array): void => {
    assert.ok(error === undefined || error instanceof KnownError, String(error))
    bench.requireSound(parsed, content)
  }
  const survives = (inputs: fc.Arbitrary<Uint8Array>, numRuns: number): Promise<void> =>
    fc.assert(
      fc.asyncProperty(inputs, async (bytes) => {
        requireKnown(await bench.attempt(bytes), bytes)
      }),
      { numRuns },
    )
  return [
    [
      'reads a file that was cut up to the cut, and ends in a known error or none',
      async () => {
        const whole = await bench.parse(sample)
        const bytes = Buffer.from(sample)
        const cuts = fc.asyncProperty(fc.integer({ min: 1, max: bytes.length - 1 }), async (length) => {
          const cut = bytes.subarray(0, length)
          const attempt = await bench.attempt(cut)
          requireKnown(attempt, cut)
          const sure = attempt.parsed.terms.slice(0, -1)
          assert.deepEqual(sure, whole.terms.slice(0, sure.length))
        })
        await fc.assert(cuts, { numRuns: 150 })
      },
    ],
    [
      'reads a gzip file that was cut up to a known error',
      async () => {
        const bytes = gzipSync(sample)
        const { error } = await bench.attempt(bytes.subarray(0, bytes.length / 2))
        assert.ok(error instanceof KnownError && error.code === 'SOURCE_TRUNCATED', String(error))
      },
    ],
    [
      'ends in a known error or sound records, however the file was damaged',
      () => survives(damaged(sample, flawed), 300),
    ],
    [
      'ends in a known error or sound records, whatever the bytes',
      () => survives(fc.uint8Array({ minLength: 1, maxLength: 200 }), 100),
    ],
  ]
}
