import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCurations } from '../../src/curation/read-curations.ts'
import { KnownError } from '../../src/core/errors.ts'
import { failureOf } from '../support/failure.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'

const folder = newFolder(scratchFolder())
const file = join(folder, 'doid.jsonl')
const read = (content: string | Uint8Array): ReturnType<typeof readCurations> => {
  writeFileSync(file, content)
  return readCurations(file)
}

const origin = { author: 'jd', date: '2026-01-31', reason: 'made up' }
const written = (more: object): string => JSON.stringify({ ...origin, ...more })

describe('readCurations', () => {
  it('reads every action, ids in their usual spelling, blank lines passed over', async () => {
    const lines = [
      written({ action: 'drop', text: 'ALL' }),
      '',
      written({ action: 'link-only', concept: 'msh:D009203' }),
      '   ',
      written({ action: 'case-sensitive', text: 'MI', concept: 'http://purl.obolibrary.org/obo/DOID_5844' }),
      written({ action: 'add', text: 'coronary', concept: 'DOID:5844', scope: 'related', type: 'layperson' }),
      written({ action: 'prefer', text: 'MI', concept: 'DOID:5844' }),
      written({ action: 'keep', text: 'WAS' }),
    ]
    expect(await read(`${lines.join('\r\n')}\n`)).toEqual([
      { ...origin, action: 'drop', text: 'ALL', line: 1 },
      { ...origin, action: 'link-only', concept: 'MESH:D009203', line: 3 },
      { ...origin, action: 'case-sensitive', text: 'MI', concept: 'DOID:5844', line: 5 },
      {
        ...origin,
        ...{
          action: 'add',
          text: 'coronary',
          concept: 'DOID:5844',
          scope: 'related',
          type: 'layperson',
          line: 6,
        },
      },
      { ...origin, action: 'prefer', text: 'MI', concept: 'DOID:5844', line: 7 },
      { ...origin, action: 'keep', text: 'WAS', line: 8 },
    ])
  })

  it('reads gzip, a byte order mark, a last line without an end, and a file of nothing', async () => {
    const one = written({ action: 'drop', text: 'x' })
    expect(await read(gzipSync(`${one}\n`))).toHaveLength(1)
    expect(await read(`\ufeff${one}`)).toHaveLength(1)
    expect(await read('')).toEqual([])
    expect(await read('\n\n')).toEqual([])
  })

  it.each([
    ['no JSON', '{"action": "drop"', 'not valid JSON: {"action": "drop"', 'one JSON object a line'],
    ['a list', '["drop"]', 'no JSON object: ["drop"]', 'one JSON object a line'],
    ['null', 'null', 'no JSON object: null', 'one JSON object a line'],
    [
      'an action misspelt',
      written({ action: 'dorp', text: 'x' }),
      '"action": "dorp" is none of',
      'its keys are',
    ],
    ['the nearest action', written({ action: 'dorp', text: 'x' }), 'Did you mean "drop"?', ''],
    [
      'a key misspelt',
      written({ action: 'drop', txt: 'x', text: 'x' }),
      'unknown key "txt". Did you mean "text"?',
      '',
    ],
    ['no action', written({ text: 'x' }), '"action" is missing', ''],
    [
      'no author',
      JSON.stringify({ action: 'drop', text: 'x', date: '2026-01-31', reason: 'x' }),
      '"author" is missing',
      '',
    ],
    ['a blank reason', written({ action: 'drop', text: 'x', reason: ' ' }), '"reason": " " is blank', ''],
    ['a number as text', written({ action: 'drop', text: 5 }), '"text": 5 (', ''],
    [
      'a date that is none',
      written({ action: 'drop', text: 'x', date: '2026-02-30' }),
      '"date": "2026-02-30" is no date',
      '',
    ],
    [
      'a time as date',
      written({ action: 'drop', text: 'x', date: '2026-02-03T10:00:00Z' }),
      'is no date',
      '',
    ],
    [
      'neither text nor concept',
      written({ action: 'keep' }),
      '"keep" needs "text" or "concept", or both',
      '',
    ],
    [
      'an addition without concept',
      written({ action: 'add', text: 'x' }),
      '"add" needs both "text" and "concept"',
      '',
    ],
    ['a preference without text', written({ action: 'prefer', concept: 'X:1' }), '"prefer" needs both', ''],
    [
      'a scope on a drop',
      written({ action: 'drop', text: 'x', scope: 'exact' }),
      '"scope" goes with "add" only',
      '',
    ],
    [
      'a type on a keep',
      written({ action: 'keep', text: 'x', type: 'a' }),
      '"type" goes with "add" only',
      '',
    ],
    [
      'an added label',
      written({ action: 'add', text: 'x', concept: 'X:1', scope: 'label' }),
      '"scope": "label" is none of exact',
      '',
    ],
  ])('refuses %s, with file, line, value and repair', async (_, bad, message, repair) => {
    const error = await failureOf(() => read(`${written({ action: 'drop', text: 'fine' })}\n\n${bad}\n`))
    expect([error.code, error.place]).toEqual(['CURATION_INVALID', { file, line: 3 }])
    expect(error.message).toContain(message)
    expect(error.repair).toContain(repair)
  })

  it('refuses a line that is not UTF-8 rather than pass it over', async () => {
    const bytes = Buffer.concat([
      Buffer.from('\n{"action":"drop","text":"caf'),
      Buffer.from([0xe9]),
      Buffer.from('"}\n'),
    ])
    expect(await failureOf(() => read(bytes))).toMatchObject({
      code: 'CURATION_INVALID',
      place: { file, line: 2 },
    })
  })

  it('says what to do about a file that is not there', async () => {
    const error = await failureOf(() => readCurations(join(folder, 'none.jsonl')))
    expect(error.code).toBe('SOURCE_NOT_FOUND')
    expect(error.repair).toContain('ontoground curate --write')
  })

  it('throws nothing but KnownError, whatever is in the file', async () => {
    const piece = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc
        .record(
          {
            action: fc.constantFrom('drop', 'add', 'keep', 'x'),
            text: fc.anything(),
            concept: fc.string(),
            __proto__: fc.anything(),
            reason: fc.string(),
          },
          { requiredKeys: [] },
        )
        .map((value) => JSON.stringify({ ...origin, ...value })),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 4 }), async (lines) => {
        const content = lines.join('\n')
        await read(content).then(
          (curations) => {
            expect(curations).toHaveLength(
              lines.flatMap((one) => one.split('\n')).filter((one) => one.trim() !== '').length,
            )
          },
          (error: unknown) => {
            expect(error).toBeInstanceOf(KnownError)
          },
        )
      }),
      { numRuns: 40 },
    )
  })
})
