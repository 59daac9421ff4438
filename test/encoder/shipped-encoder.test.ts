import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Encoder } from '../../src/encoder/contract.ts'
import { describeModel } from '../../src/pipeline/describe-model.ts'
import { openEncoder } from '../../src/encoder/open-encoder.ts'

const folder = resolve(import.meta.dirname, '../../data/models/encoder')

let encoder: Encoder
beforeAll(async () => {
  encoder = await openEncoder(folder)
})
afterAll(() => encoder.close())

const cosines = async (name: string, others: readonly string[]): Promise<number[]> => {
  const rows = await encoder.embed([name, ...others])
  const row = (at: number): Float32Array =>
    rows.subarray(at * encoder.dimensions, (at + 1) * encoder.dimensions)
  return others.map((_, at) =>
    row(at + 1).reduce((sum, value, column) => sum + value * (row(0)[column] ?? 0), 0),
  )
}

describe('the encoder of the package', () => {
  it('is whole, licensed and small', async () => {
    const { problem, details, licence } = await describeModel(folder)
    expect([problem, licence]).toEqual([undefined, 'apache-2.0'])
    expect(details).toMatchObject({ kind: 'encoder', dimensions: 384, verified: true })
    expect(statSync(join(folder, 'model.onnx')).size).toBeLessThan(25_000_000)
  })

  // None of these is a matter of spelling.
  it.each([
    ['kidney stones', 'nephrolithiasis', ['kidney cancer', 'gallstones', 'kidney']],
    ['high blood sugar', 'hyperglycemia', ['high blood pressure', 'hypoglycemia', 'blood']],
    ['tumour of the liver', 'hepatic neoplasm', ['tumour of the lung', 'liver cirrhosis', 'liver']],
    ['stomach cancer', 'gastric carcinoma', ['stomach ulcer', 'colon cancer', 'stomach']],
    ['brittle bones', 'bone fragility', ['brittle hair', 'bone', 'bone cancer']],
    ['red blood cell', 'erythrocyte', ['white blood cell', 'red bone marrow', 'blood']],
  ])('places "%s" nearer to "%s" than to names that look like it', async (name, same, others) => {
    const [own = 0, ...rest] = await cosines(name, [same, ...others])
    expect(own).toBeGreaterThan(Math.max(...rest))
  })
})
