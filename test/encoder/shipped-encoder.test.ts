import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Encoder } from '../../src/encoder/contract.ts'
import { describeModel } from '../../src/pipeline/describe-model.ts'
import { openEncoder } from '../../src/encoder/open-encoder.ts'

const ENCODERS = [
  { name: 'encoder', file: 'model.onnx', most: 25_000_000, kind: 'encoder', dimensions: 384 },
  { name: 'encoder-fast', file: 'vectors.bin', most: 8_000_000, kind: 'static', dimensions: 256 },
] as const

const MEANINGS = [
  ['kidney stones', 'nephrolithiasis', ['kidney cancer', 'gallstones', 'kidney']],
  ['high blood sugar', 'hyperglycemia', ['high blood pressure', 'hypoglycemia', 'blood']],
  ['brittle bones', 'bone fragility', ['brittle hair', 'bone', 'bone cancer']],
  ['tumour of the liver', 'hepatic neoplasm', ['tumour of the lung', 'liver cirrhosis', 'liver']],
  ['stomach cancer', 'gastric carcinoma', ['stomach ulcer', 'colon cancer', 'stomach']],
  ['red blood cell', 'erythrocyte', ['white blood cell', 'red bone marrow', 'blood']],
] as const

const cosines = async (encoder: Encoder, name: string, others: readonly string[]): Promise<number[]> => {
  const rows = await encoder.embed([name, ...others])
  const row = (at: number): Float32Array =>
    rows.subarray(at * encoder.dimensions, (at + 1) * encoder.dimensions)
  return others.map((_, at) =>
    row(at + 1).reduce((sum, value, column) => sum + value * (row(0)[column] ?? 0), 0),
  )
}

describe.each(ENCODERS)('the $name of the package', ({ name: folderName, file, most, kind, dimensions }) => {
  const folder = resolve(import.meta.dirname, '../../data/models', folderName)
  let encoder: Encoder
  beforeAll(async () => {
    encoder = await openEncoder(folder)
  })
  afterAll(() => encoder.close())

  it('is whole, licensed and small', async () => {
    const { problem, details, licence } = await describeModel(folder)
    expect([problem, licence]).toEqual([undefined, 'apache-2.0'])
    expect(details).toMatchObject({ kind, dimensions, verified: true })
    expect(statSync(join(folder, file)).size).toBeLessThan(most)
  })

  // None of these is a matter of spelling; a table, which knows no context, knows the second half alone.
  it.each(kind === 'static' ? MEANINGS.slice(3) : MEANINGS)(
    'places "%s" nearer to "%s" than to names that look like it',
    async (name, same, others) => {
      const [own = 0, ...rest] = await cosines(encoder, name, [same, ...others])
      expect(own).toBeGreaterThan(Math.max(...rest))
    },
  )
})
