import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Encoder } from '../../src/encoder/contract.ts'
import { failureOf } from '../support/failure.ts'
import { hostileText, seeded } from '../support/hostile-text.ts'

const hostile = (count: number): string[] => {
  const random = seeded(11)
  return Array.from({ length: count }, () => hostileText(random, 6))
}

const rowsOf = (vectors: Float32Array, dimensions: number): number[][] =>
  Array.from({ length: vectors.length / dimensions }, (_, row) => [
    ...vectors.subarray(row * dimensions, (row + 1) * dimensions),
  ])

/** What every encoder must do; `exact` where a text's vector does not depend on what is asked for with it. */
export const encoderSuite = (name: string, open: () => Promise<Encoder>, exact: boolean): void => {
  describe(`${name}, as every encoder`, () => {
    let encoder: Encoder
    beforeAll(async () => {
      encoder = await open()
    })
    afterAll(async () => {
      await encoder.close()
    })

    it('gives nothing for nothing', async () => {
      expect(await encoder.embed([])).toEqual(new Float32Array())
    })

    it('gives a vector of length one for any text, an empty one too', async () => {
      const texts = ['', ' ', '\ud800', 'a'.repeat(100_000), '\u0301', ...hostile(200)]
      const vectors = await encoder.embed(texts)
      expect(vectors).toHaveLength(texts.length * encoder.dimensions)
      for (const row of rowsOf(vectors, encoder.dimensions)) expect(Math.hypot(...row)).toBeCloseTo(1, 5)
    })

    it('gives the same twice', async () => {
      const texts = hostile(300)
      const [one, other] = [await encoder.embed(texts), await encoder.embed(texts)]
      expect(one).toEqual(other)
    })

    it('keeps the order, whatever the lengths and the company', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(500), { minLength: 1, maxLength: 150 }), async (seeds) => {
          const texts = seeds.map((seed) => hostileText(seeded(seed), 8))
          const rows = rowsOf(await encoder.embed(texts), encoder.dimensions)
          for (const place of [0, texts.length >> 1, texts.length - 1]) {
            const alone = await encoder.embed([texts[place] ?? ''])
            alone.forEach((value, at) => {
              expect(rows[place]?.[at]).toBeCloseTo(value, exact ? 5 : 1)
            })
          }
        }),
        { numRuns: 20 },
      )
    })

    it('answers questions asked at once, each its own', async () => {
      const texts = hostile(20)
      const together = await Promise.all(texts.map((text) => encoder.embed([text, text])))
      for (const [place, text] of texts.entries())
        expect(together[place]).toEqual(await encoder.embed([text, text]))
    })

    it('gives answers that the caller may change', async () => {
      const before = await encoder.embed(['heart'])
      const kept = before.slice()
      before.fill(0)
      expect(await encoder.embed(['heart'])).toEqual(kept)
    })

    it('stops on request: at once when asked before, else in the midst', async () => {
      const error = await failureOf(() => encoder.embed(['heart'], AbortSignal.abort('enough')))
      expect([error.code, error.cause]).toEqual(['ABORTED', 'enough'])
      const controller = new AbortController()
      const asked = failureOf(() => encoder.embed(hostile(60_000), controller.signal))
      setTimeout(() => {
        controller.abort('later')
      }, 10)
      const later = await asked
      expect([later.code, later.cause]).toEqual(['ABORTED', 'later'])
      expect(await encoder.embed(['heart'])).toHaveLength(encoder.dimensions)
    })

    it('lets others have their turn', async () => {
      let turns = 0
      const timer = setInterval(() => turns++, 1)
      await encoder.embed(hostile(20_000))
      clearInterval(timer)
      expect(turns).toBeGreaterThan(2)
    })

    it('has an id and a name, of what it is', async () => {
      const other = await open()
      expect(other.id).toBe(encoder.id)
      expect(encoder.id).toMatch(/^[0-9a-f]{16,}$/)
      expect(encoder.name).not.toBe('')
      await other.close()
    })

    it('is of no use once closed, and may be closed twice', async () => {
      const other = await open()
      await other.close()
      await other.close()
      expect((await failureOf(() => other.embed(['heart']))).code).toBe('USAGE')
      expect((await failureOf(() => other.embed([]))).code).toBe('USAGE')
    })
  })
}
