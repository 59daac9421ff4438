import { describe, expect, it } from 'vitest'
import type { Span } from '../../src/core/document.ts'
import type { Finding } from '../../src/ner/contract.ts'
import { mergeFindings } from '../../src/ner/merge.ts'

const finding = (spans: readonly Span[], entityClass: string, score: number, by = 'dictionary'): Finding => ({
  spans,
  class: entityClass,
  score,
  by,
  reasons: [`${by} says so`],
})

describe('findings of one place and class', () => {
  it('are one, surer than each, its finders the surest first', () => {
    const [merged, ...others] = mergeFindings([
      finding([[3, 7]], 'gene', 0.5, 'pattern'),
      finding([[3, 7]], 'gene', 0.8),
    ])
    expect(others).toEqual([])
    expect(merged?.readings).toHaveLength(1)
    expect(merged?.readings[0]).toMatchObject({ class: 'gene', by: ['dictionary', 'pattern'] })
    expect(merged?.readings[0]?.score).toBeCloseTo(0.9)
    expect(merged?.readings[0]?.reasons).toEqual(['dictionary says so', 'pattern says so'])
  })

  it('do not grow surer by the same recogniser twice', () => {
    const [merged] = mergeFindings([finding([[3, 7]], 'gene', 0.5), finding([[3, 7]], 'gene', 0.4)])
    expect(merged?.readings[0]?.score).toBeCloseTo(0.5)
  })

  it('keep the reading and the id of the surest that has one', () => {
    const [merged] = mergeFindings([
      finding([[3, 7]], 'gene', 0.9),
      { ...finding([[3, 7]], 'gene', 0.5, 'coordination'), reading: 'D2 receptor' },
      { ...finding([[3, 7]], 'gene', 0.4, 'pattern'), id: 'HGNC:3023', reading: 'DRD2' },
    ])
    expect(merged?.readings[0]).toMatchObject({ reading: 'D2 receptor', id: 'HGNC:3023' })
  })
})

it('findings of one place and several classes stay readings of it, the surest first', () => {
  const [merged] = mergeFindings([finding([[0, 4]], 'anatomy', 0.6), finding([[0, 4]], 'disease', 0.7)])
  expect(merged?.readings.map((reading) => reading.class)).toEqual(['disease', 'anatomy'])
})

it('places come by start, longer before shorter; pieces are places of their own', () => {
  const places: Span[][] = [
    [[5, 8]],
    [[0, 4]],
    [[0, 9]],
    [
      [0, 2],
      [6, 9],
    ],
  ]
  const merged = mergeFindings(places.map((spans) => finding(spans, 'disease', 0.9)))
  expect(merged.map(({ spans }) => spans)).toEqual([
    [[0, 9]],
    [
      [0, 2],
      [6, 9],
    ],
    [[0, 4]],
    [[5, 8]],
  ])
})
