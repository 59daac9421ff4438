import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Decoder, stretchesOf, type WordRows } from '../../../src/ner/neural/decoder.ts'
import { EntityStream, type NamedEntity } from '../../../src/ner/neural/entity-stream.ts'
import { namesOf, parseLabel } from '../../../src/ner/neural/labels.ts'
import { MultiLabelDecoder } from '../../../src/ner/neural/multi-label-decoder.ts'
import { SingleLabelDecoder } from '../../../src/ner/neural/single-label-decoder.ts'
import { bestPath, marginals, type Transitions } from '../../../src/ner/neural/transitions.ts'

/** Rows that name what is probable for each word, by label: `{ 'B-gene': 0.9 }`. */
const rowsOf = (labels: readonly string[], words: readonly Readonly<Record<string, number>>[]): WordRows => ({
  count: words.length,
  columns: labels.length,
  values: Float32Array.from(words.flatMap((word) => labels.map((label) => word[label] ?? 0))),
})

const LABELS = ['O', 'B-gene', 'I-gene', 'B-disease', 'I-disease']
const parsed = LABELS.map(parseLabel)

/** Entities as `class: words`. */
const told = (decoder: Decoder, rows: WordRows, text: string): string[] => {
  const words = text.split(' ')
  return decoder.decode(rows).map(({ first, end, name }) => `${name}: ${words.slice(first, end).join(' ')}`)
}

const single = (text: string, labels: string): string[] =>
  told(
    new SingleLabelDecoder(parsed),
    rowsOf(
      LABELS,
      labels.split(' ').map((label) => ({ [label]: 0.9 })),
    ),
    text,
  )

const multi = (words: readonly Readonly<Record<string, number>>[], text: string, labels = LABELS): string[] =>
  told(new MultiLabelDecoder(labels.map(parseLabel), () => 0.5), rowsOf(labels, words), text)

describe('labels', () => {
  it.each([
    ['O', 'O', ''],
    ['O-Disease', 'O', ''],
    ['O-ALL', 'O', ''],
    ['[CLS]', 'O', ''],
    ['X', 'O', ''],
    ['B-Disease', 'B', 'Disease'],
    ['I-cell-line', 'I', 'cell-line'],
    ['E-gene', 'E', 'gene'],
    ['L-gene', 'E', 'gene'],
    ['S-gene', 'S', 'gene'],
    ['U-gene', 'S', 'gene'],
    ['B', 'B', ''],
    ['I', 'I', ''],
    ['gene', 'I', 'gene'],
    ['Other', 'I', 'Other'],
    ['Label', 'I', 'Label'],
    ['disease, disorder, phenotype or trait', 'I', 'disease, disorder, phenotype or trait'],
  ])('%s is %s of %j', (text, mark, name) => {
    expect(parseLabel(text)).toEqual({ mark, name })
  })

  it('name what entities may be', () => {
    expect(namesOf(parsed)).toEqual(['gene', 'disease'])
    expect(namesOf(['B', 'I', 'O'].map(parseLabel))).toEqual([''])
  })
})

describe('one label for each word', () => {
  it.each([
    // Defect 1 of the anatomy of Kazu: an entity right after one of another class was lost; two side by side of one
    // class gave "EGFR" and "EGFR KRAS".
    ['EGFR lung cancer', 'B-gene B-disease I-disease', ['gene: EGFR', 'disease: lung cancer']],
    ['EGFR KRAS', 'B-gene B-gene', ['gene: EGFR', 'gene: KRAS']],
    [
      'EGFR KRAS kinase BRAF',
      'B-gene B-gene I-gene B-gene',
      ['gene: EGFR', 'gene: KRAS kinase', 'gene: BRAF'],
    ],
    // An I that goes on with nothing opened nothing.
    ['lung cancer is', 'I-disease I-disease O', ['disease: lung cancer']],
    ['EGFR lung cancer', 'B-gene I-disease I-disease', ['gene: EGFR', 'disease: lung cancer']],
    [
      'lung cancer EGFR cancer',
      'B-disease I-disease I-gene I-disease',
      ['disease: lung cancer', 'gene: EGFR', 'disease: cancer'],
    ],
    // A bracket or a stop within ended one, or was left out of it.
    ['IgA ( 2 ) lupus', 'B-gene I-gene I-gene I-gene O', ['gene: IgA ( 2 )']],
    ['a ; b', 'B-disease I-disease I-disease', ['disease: a ; b']],
    ['x', 'O', []],
    ['x', 'B-gene', ['gene: x']],
  ])('%j as %s', (text, labels, entities) => {
    expect(single(text, labels)).toEqual(entities)
  })

  it('with the ends of BIOES and BILOU', () => {
    const labels = ['O', 'B-x', 'I-x', 'L-x', 'U-x']
    const stretches = stretchesOf(['B-x', 'I-x', 'L-x', 'L-x', 'U-x', 'U-x', 'I-x', 'O'].map(parseLabel))
    expect(stretches.map(({ first, end }) => [first, end])).toEqual([[0, 3], [3, 4], [4, 5], [5, 6], [6, 7]]) // prettier-ignore
    const rows = rowsOf(labels, [{ 'U-x': 0.9 }, { 'B-x': 0.9 }, { 'L-x': 0.9 }])
    expect(told(new SingleLabelDecoder(labels.map(parseLabel)), rows, 'a b c')).toEqual(['x: a', 'x: b c'])
  })

  it('the score is the mean of what speaks for the class, whether it begins there or not', () => {
    const rows = rowsOf(LABELS, [
      { 'B-gene': 0.6, 'I-gene': 0.2, O: 0.2 },
      { 'I-gene': 0.5, 'B-gene': 0.1, 'B-disease': 0.4 },
    ])
    const [entity] = new SingleLabelDecoder(parsed).decode(rows)
    expect(entity?.score).toBeCloseTo(0.7, 6)
  })
})

describe('many labels for each word', () => {
  it('nest across classes', () => {
    const words = [
      { 'B-disease': 0.9, 'B-gene': 0.8 },
      { 'I-disease': 0.9 },
      { 'I-disease': 0.7, 'B-gene': 0.4 },
    ]
    expect(multi(words, 'BRCA1 deficient cancer')).toEqual(['disease: BRCA1 deficient cancer', 'gene: BRCA1'])
  })

  it('with B keep neighbours of one class apart, and those of two', () => {
    expect(multi([{ 'B-gene': 0.9 }, { 'B-gene': 0.9, 'I-gene': 0.8 }], 'EGFR KRAS')).toEqual([
      'gene: EGFR',
      'gene: KRAS',
    ])
    expect(
      multi([{ 'B-gene': 0.9 }, { 'B-disease': 0.9 }, { 'I-disease': 0.6 }], 'EGFR lung cancer'),
    ).toEqual(['gene: EGFR', 'disease: lung cancer'])
    expect(multi([{ 'B-gene': 0.6 }, { 'B-gene': 0.6, 'I-gene': 0.8 }], 'EGFR kinase')).toEqual([
      'gene: EGFR kinase',
    ])
  })

  it('without B each run of words is one', () => {
    const labels = ['gene', 'disease']
    const words = [
      { gene: 0.9, disease: 0.7 },
      { disease: 0.7 },
      { gene: 0.6 },
      { gene: 0.6, disease: 0.2 },
      {},
    ]
    expect(multi(words, 'a b c d e', labels)).toEqual(['disease: a b', 'gene: a', 'gene: c d'])
  })

  it('go by the threshold of their class; a class may be left out', () => {
    const rows = rowsOf(LABELS, [{ 'B-gene': 0.4 }, { 'B-disease': 0.4 }])
    const decoder = new MultiLabelDecoder(parsed, (name) => (name === 'gene' ? 0.4 : 0.41))
    // 0.4 as a float32 is a little more than 0.4.
    expect(told(decoder, rows, 'a b')).toEqual(['gene: a'])
    const without = new MultiLabelDecoder(parsed, (name) => (name === 'gene' ? undefined : 0.1))
    expect(told(without, rows, 'a b')).toEqual(['disease: b'])
  })

  it('the score is the mean over the words', () => {
    const rows = rowsOf(LABELS, [{ 'B-gene': 0.9, 'I-gene': 0.1 }, { 'I-gene': 0.5 }])
    expect(new MultiLabelDecoder(parsed, () => 0.5).decode(rows)[0]?.score).toBeCloseTo(0.7, 6)
  })
})

const transitionsOf = (columns: number): fc.Arbitrary<Transitions> => {
  const weight = fc.integer({ min: -40, max: 40 }).map((number) => number / 8)
  const line = fc.array(weight, { minLength: columns, maxLength: columns })
  return fc.record({
    start: line,
    end: line,
    between: fc.array(line, { minLength: columns, maxLength: columns }),
  })
}

const scored = (columns: number, most: number): fc.Arbitrary<WordRows> =>
  fc
    .array(fc.array(fc.integer({ min: -40, max: 40 }), { minLength: columns, maxLength: columns }), {
      maxLength: most,
    })
    .map((rows) => ({
      count: rows.length,
      columns,
      values: Float32Array.from(rows.flat(), (value) => value / 8),
    }))

/** Every path with its score. */
const allPaths = (
  { count, columns, values }: WordRows,
  { start, end, between }: Transitions,
): [number[], number][] => {
  let paths: [number[], number][] = [[[], 0]]
  for (let row = 0; row < count; row++)
    paths = paths.flatMap(([path, score]) =>
      Array.from({ length: columns }, (_, column): [number[], number] => {
        const last = path.at(-1)
        const step = last === undefined ? start[column] : between[last]?.[column]
        return [[...path, column], score + (step ?? NaN) + (values[row * columns + column] ?? NaN)]
      }),
    )
  return paths.map(([path, score]) => [path, score + (end[path.at(-1) ?? -1] ?? 0)])
}

describe('transitions', () => {
  it('give the best of all paths, and the probability of each label over all', () => {
    fc.assert(
      fc.property(scored(3, 5), transitionsOf(3), (rows, transitions) => {
        const paths = allPaths(rows, transitions)
        const best = Math.max(...paths.map(([, score]) => score))
        const path = [...bestPath(rows, transitions)]
        const own = paths.find(([each]) => String(each) === String(path))
        expect(own?.[1]).toBeCloseTo(best, 9)
        const found = marginals(rows, transitions)
        const total = paths.reduce((sum, [, score]) => sum + Math.exp(score - best), 0)
        for (let row = 0; row < rows.count; row++)
          for (let column = 0; column < 3; column++) {
            const through = paths.filter(([each]) => each[row] === column)
            const share = through.reduce((sum, [, score]) => sum + Math.exp(score - best), 0) / total
            expect(found.values[row * 3 + column]).toBeCloseTo(share, 5)
          }
      }),
      { numRuns: 100 },
    )
  })

  it('of nothing are nothing', () => {
    const rows = rowsOf(LABELS, [])
    const transitions = {
      start: [0, 0, 0, 0, 0],
      end: [0, 0, 0, 0, 0],
      between: Array(5).fill([0, 0, 0, 0, 0]) as number[][],
    }
    expect(new SingleLabelDecoder(parsed, transitions).decode(rows)).toEqual([])
  })

  it('say what words alone do not: an I follows a B of its class', () => {
    const never = -1000
    const between = LABELS.map((from) =>
      LABELS.map((to) => (to.startsWith('I-') && from.slice(2) !== to.slice(2) ? never : 0)),
    )
    const start = LABELS.map((label) => (label.startsWith('I-') ? never : 0))
    const transitions = { start, end: LABELS.map(() => 0), between }
    const rows = rowsOf(LABELS, [{ 'I-gene': 3, 'B-gene': 2 }, { 'I-disease': 3, 'I-gene': 2.5 }, { O: 1 }])
    expect(told(new SingleLabelDecoder(parsed, transitions), rows, 'a b c')).toEqual(['gene: a b'])
    expect(told(new SingleLabelDecoder(parsed), rows, 'a b c')).toEqual(['gene: a', 'disease: b'])
  })
})

describe('a text decoded while it comes', () => {
  const wholly = (decoder: Decoder, rows: WordRows): NamedEntity[] =>
    decoder
      .decode(rows)
      .map(({ first, end, name, score }) => ({ start: first * 10, end: end * 10 - 1, name, score }))

  const streamed = (decoder: Decoder, rows: WordRows, step: number): NamedEntity[] => {
    const found: NamedEntity[] = []
    const stream = new EntityStream(decoder, rows.columns, (entity) => found.push(entity))
    for (let from = 0; from < rows.count; from += step) {
      const to = Math.min(rows.count, from + step)
      const words = Array.from(
        { length: to - from },
        (_, at) => [(from + at) * 10, (from + at) * 10 + 9] as const,
      )
      stream.push(words, rows.values.slice(from * rows.columns, to * rows.columns))
    }
    stream.end()
    return found
  }

  const longRows = (seed: number, count: number): WordRows => {
    let state = seed
    const values = Float32Array.from({ length: count * LABELS.length }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0
      return (state >>> 8) / 2 ** 24
    })
    return { count, columns: LABELS.length, values }
  }

  it('has the entities of the whole, whatever comes at once', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: 9000 }),
        fc.integer({ min: 40, max: 5000 }),
        (seed, count, step) => {
          const rows = longRows(seed, count)
          for (const decoder of [new SingleLabelDecoder(parsed), new MultiLabelDecoder(parsed, () => 0.8)])
            expect(streamed(decoder, rows, step)).toEqual(wholly(decoder, rows))
        },
      ),
      { numRuns: 15 },
    )
  })

  it('does not wait for the end of an entity without end', () => {
    const labels = ['gene'].map(parseLabel)
    const decoder = new MultiLabelDecoder(labels, () => 0.5)
    const rows = { count: 30_000, columns: 1, values: new Float32Array(30_000).fill(0.9) }
    const found = streamed(decoder, rows, 500)
    expect(found.length).toBeGreaterThan(1)
    expect(found.at(-1)?.end).toBe(299_999)
  })
})
