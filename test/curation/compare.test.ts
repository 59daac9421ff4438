import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { compareCurations, formatCuration } from '../../src/curation/compare.ts'
import type { Curation } from '../../src/curation/curation.ts'
import type { CuratableName } from '../../src/curation/label-index.ts'
import type { Proposal } from '../../src/curation/propose.ts'
import { writeCurations } from '../../src/curation/write-curations.ts'
import { failureOf } from '../support/failure.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { generated, line, numbered } from './lines.ts'

const folder = newFolder(scratchFolder())

const proposal = (
  curation: Partial<Curation> & Pick<Curation, 'action'>,
  ...concepts: string[]
): Proposal => ({
  heuristic: 'short-symbol',
  curation: generated({ date: '2026-02-02', reason: 'short-symbol: x', line: 0, ...curation }),
  concepts,
})

const name = (concept: string, text: string, obsolete = false): CuratableName => ({
  ...{ concept, text, obsolete, scope: 'exact', entityClass: 'disease', source: 'doid' },
})

const compare = (
  lines: readonly Curation[],
  proposals: readonly Proposal[],
  names: readonly CuratableName[] = [],
): ReturnType<typeof compareCurations> =>
  compareCurations(
    numbered(...lines).map((curation) => ({ raw: formatCuration(curation), curation })),
    proposals,
    names,
  )

describe('compareCurations', () => {
  it('tells new, gone and standing proposals apart; what stands keeps its date', () => {
    const known = generated({
      action: 'case-sensitive',
      text: 'AD',
      reason: 'short-symbol: x',
      date: '2025-01-01',
    })
    const gone = generated({ action: 'drop', text: 'zz' })
    const fresh = proposal({ action: 'drop', text: 'bb' }, 'D:2')
    const found = compare([gone, known], [proposal({ action: 'case-sensitive', text: 'AD' }, 'D:1'), fresh])
    expect(found).toMatchObject({
      added: [fresh],
      removed: [{ text: 'zz', line: 1 }],
      unchanged: 1,
      human: [],
    })
    expect(found.content).toEqual([formatCuration(known), formatCuration(fresh.curation)])
  })

  it('leaves the lines of people as they are written, first and in their order', () => {
    const raw = ' {"reason":"b" , "action":"keep"}'.trim()
    const human = line({ action: 'keep', text: 'zz', line: 2 })
    const lines = [
      { raw: 'old', curation: generated({ action: 'drop', text: 'x' }) },
      { raw, curation: human },
      { raw: 'second', curation: line({ action: 'drop', text: 'aa', line: 3 }) },
    ]
    const fresh = proposal({ action: 'drop', text: '0' })
    expect(compareCurations(lines, [fresh], []).content).toEqual([
      raw,
      'second',
      formatCuration(fresh.curation),
    ])
  })

  it('lists what people decided otherwise, by text, by pair and by concept', () => {
    const lines = [
      line({ action: 'keep', text: 'ad' }),
      line({ action: 'link-only', text: 'AD', concept: 'D:1' }),
      line({ action: 'keep', text: 'AD', concept: 'D:9' }),
      line({ action: 'drop', concept: 'd:1' }),
      line({ action: 'case-sensitive', concept: 'D:2' }),
      line({ action: 'prefer', text: 'AD', concept: 'D:1' }),
    ]
    // Line 6 prefers what line 4 drops; with the pair of line 2 both hold.
    const found = compare(lines, [proposal({ action: 'case-sensitive', text: 'AD' }, 'D:1', 'D:2')])
    expect(found.conflicts).toEqual([])
    expect(found.overrides.map((one) => one.line.line)).toEqual([1, 2, 4])
  })

  it('lists the lines of people that the release leaves without a match, or whose concept it retired', () => {
    const lines = [
      line({ action: 'drop', text: 'gone' }),
      line({ action: 'drop', text: 'old' }),
      line({ action: 'keep', concept: 'D:1' }),
      generated({ action: 'drop', text: 'gone too' }),
    ]
    const found = compare(lines, [], [name('D:1', 'old', true), name('D:2', 'new')])
    expect(found.unmatched.map((one) => one.line)).toEqual([1])
    expect(found.retired.map((one) => one.line)).toEqual([3])
  })

  it('has no content while people conflict; conflicts of the program mend themselves', () => {
    const people = compare([line({ action: 'drop', text: 'a' }), line({ action: 'keep', text: 'a' })], [])
    expect([people.conflicts.length, people.content]).toEqual([1, null])
    const program = compare(
      [generated({ action: 'drop', text: 'a' }), generated({ action: 'link-only', text: 'a' })],
      [],
    )
    expect([program.conflicts.length, program.content]).toEqual([1, []])
  })
})

describe('writeCurations', () => {
  it('leaves a zip alone', async () => {
    const file = join(folder, 'a.jsonl.zip')
    expect(
      (
        await failureOf(() => {
          writeCurations(file, ['1'])
        })
      ).code,
    ).toBe('USAGE')
    expect(existsSync(file)).toBe(false)
  })

  it('makes the folder, writes the whole, leaves nothing beside it', () => {
    const file = join(folder, 'a/b/c.jsonl')
    writeCurations(file, ['1', '2'])
    writeCurations(file, ['3'])
    expect(readFileSync(file, 'utf8')).toBe('3\n')
    expect(readdirSync(join(folder, 'a/b'))).toEqual(['c.jsonl'])
  })

  it('compresses a name in .gz, the same bytes each time', () => {
    const file = join(folder, 'c.jsonl.gz')
    writeCurations(file, ['1'])
    const first = readFileSync(file)
    writeCurations(file, ['1'])
    expect(gunzipSync(first).toString()).toBe('1\n')
    expect(readFileSync(file).equals(first)).toBe(true)
  })

  it('says where it cannot write', async () => {
    writeFileSync(join(folder, 'file'), '')
    const error = await failureOf(() => {
      writeCurations(join(folder, 'file/c.jsonl'), [])
    })
    expect(error.code).toBe('NOT_WRITABLE')
  })
})
