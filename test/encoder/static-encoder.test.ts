import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { KnownError } from '../../src/core/errors.ts'
import { openEncoder } from '../../src/encoder/open-encoder.ts'
import { writeStaticTable } from '../../src/encoder/static-table.ts'
import { readTokenizer } from '../../src/models/tokenizer-file.ts'
import { WordPiece } from '../../src/models/word-piece.ts'
import { failureOf } from '../support/failure.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { SMALL_DIMENSIONS, smallTable } from '../support/small-encoder.ts'
import { smallTokenizerJson, smallVocabulary } from '../support/small-tokenizer.ts'
import { encoderSuite } from './encoder-suite.ts'

const scratch = scratchFolder()
const weights = Float32Array.from(smallVocabulary(), (_, id) => (id < 5 ? 0 : 1 / id))

const small = (changes: Readonly<Record<string, unknown>> = {}, rows = weights.length): string => {
  const folder = newFolder(scratch)
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(smallTokenizerJson()))
  writeStaticTable(join(folder, 'vectors.bin'), SMALL_DIMENSIONS, smallTable(), weights.subarray(0, rows))
  const settings = {
    kind: 'static',
    name: 'made up',
    dimensions: SMALL_DIMENSIONS,
    prefixes: [4],
    ...changes,
  }
  writeFileSync(join(folder, 'ontoground.json'), JSON.stringify(settings))
  return folder
}

const failure = (folder: string): Promise<KnownError> => failureOf(() => openEncoder(folder))

const folder = small()
encoderSuite('a table of vectors', () => openEncoder(folder), true)

describe('a table of vectors', () => {
  it.each([SMALL_DIMENSIONS, 4])(
    'gives the weighted mean of those of the pieces, in %i dimensions',
    async (dimensions) => {
      const encoder = await openEncoder(folder, { dimensions })
      expect(encoder.name).toBe('made up')
      const pieces = new WordPiece(await readTokenizer(join(folder, 'tokenizer.json'), true)).pieces(
        'heart attacks, β-ed',
        99,
      )
      expect(pieces.length).toBeGreaterThan(5)
      const table = smallTable()
      const sum = Array.from({ length: dimensions }, (_, at) =>
        pieces.reduce(
          (total, id) => total + (table[id * SMALL_DIMENSIONS + at] ?? NaN) * (weights[id] ?? NaN),
          0,
        ),
      )
      const vector = await encoder.embed(['heart attacks, β-ed'])
      // A step is a 127th of the greatest number of a row.
      sum.forEach((value, at) => {
        expect(Math.abs((vector[at] ?? NaN) - value / Math.hypot(...sum))).toBeLessThan(0.02)
      })
      await encoder.close()
    },
  )

  it('tells what is wrong with it', async () => {
    const cut = small()
    truncateSync(join(cut, 'vectors.bin'), 300)
    expect((await failure(cut)).code).toBe('MODEL_DAMAGED')
    const other = small()
    writeFileSync(join(other, 'vectors.bin'), 'something else altogether')
    expect((await failure(other)).code).toBe('MODEL_UNSUITED')
    const sizes = await failure(small({ dimensions: 9 }))
    expect([sizes.code, sizes.message]).toEqual([
      'MODEL_UNSUITED',
      'the table has 8 dimensions, ontoground.json says 9',
    ])
    const rows = await failure(small({}, 30))
    expect(rows.message).toMatch(/^the table has 30 rows, the tokenizer needs \d+$/)
    expect((await failure(small({ pooling: 'mean' }))).message).toMatch(/^pooling: unknown key/)
  })

  it('of which the tokenizer is told to be a file beside it', async () => {
    const named = small({ tokenizer: 'words.txt' })
    expect((await failure(named)).message).toBe('the file is missing')
    writeFileSync(join(named, 'words.txt'), smallVocabulary().join('\n'))
    const encoder = await openEncoder(named)
    expect(await encoder.embed(['heart'])).toEqual(await (await openEncoder(folder)).embed(['heart']))
  })

  it('has the bytes that docs/models.md tells of', () => {
    const file = join(newFolder(scratch), 'vectors.bin')
    mkdirSync(join(file, '..'), { recursive: true })
    writeStaticTable(file, 2, Float32Array.from([1, -0.5, 0, 0]), Float32Array.from([127, 1]))
    const bytes = readFileSync(file)
    const header = bytes.readUInt32LE(8)
    const start = Math.ceil((12 + header) / 8) * 8
    expect(bytes.toString('latin1', 0, 8)).toBe('OGSTAT01')
    expect(JSON.parse(bytes.toString('utf8', 12, 12 + header))).toEqual({
      meta: { rows: 2, dimensions: 2 },
      sections: [
        { name: 'steps', type: 'u8', offset: 0, length: 4 },
        { name: 'scales', type: 'u32', offset: 8, length: 2 },
      ],
    })
    expect([...new Int8Array(bytes.subarray(start, start + 4))]).toEqual([127, -63, 0, 0])
    expect([bytes.readFloatLE(start + 8), bytes.readFloatLE(start + 12)]).toEqual([1, 0])
  })
})
