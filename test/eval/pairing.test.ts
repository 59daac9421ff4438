import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TextDocument } from '../../src/core/document.ts'
import { pairDocuments } from '../../src/eval/pairing.ts'

const document = (id: string, text = ''): TextDocument => ({ id, text, sections: [], mentions: [] })

async function* stream(documents: readonly TextDocument[], seen?: string[]): AsyncGenerator<TextDocument> {
  for (const one of documents) {
    seen?.push(one.id)
    yield await Promise.resolve(one)
  }
}

interface Paired {
  readonly pairs: readonly (readonly [string, string | undefined])[]
  readonly extra: readonly string[]
}

const paired = async (gold: readonly TextDocument[], predicted: readonly TextDocument[]): Promise<Paired> => {
  const [pairs, extra]: [[string, string | undefined][], string[]] = [[], []]
  for await (const pair of pairDocuments(stream(gold), stream(predicted), ({ id }) => extra.push(id)))
    pairs.push([pair.gold.id + pair.gold.text, pair.predicted && pair.predicted.id + pair.predicted.text])
  return { pairs, extra }
}

describe('documents', () => {
  it('are paired by id in any order; missing and extra ones are told', async () => {
    const result = await paired(
      ['a', 'b', 'c'].map((id) => document(id)),
      ['c', 'x', 'a'].map((id) => document(id)),
    )
    expect(result).toEqual({
      pairs: [
        ['c', 'c'],
        ['a', 'a'],
        ['b', undefined],
      ],
      extra: ['x'],
    })
  })

  it('of one id are paired in their order', async () => {
    const gold = [document('a', '1'), document('a', '2'), document('a', '3')]
    const { pairs } = await paired(gold, [document('a', '1'), document('a', '2')])
    expect(pairs).toEqual([
      ['a1', 'a1'],
      ['a2', 'a2'],
      ['a3', undefined],
    ])
  })

  it('are read side by side when both are in one order', async () => {
    const [read, many]: [string[], TextDocument[]] = [[], ['a', 'b', 'c', 'd'].map((id) => document(id))]
    for await (const { gold } of pairDocuments(stream(many, read), stream(many, read), () => undefined)) {
      if (gold.id === 'b') break
    }
    expect(read).toEqual(['a', 'a', 'b', 'b'])
  })

  it('are never lost and never paired with another', async () => {
    const ids = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(ids, ids, async (gold, predicted) => {
        const { pairs, extra } = await paired(
          gold.map((id) => document(id)),
          predicted.map((id) => document(id)),
        )
        expect(pairs.map(([id]) => id).sort()).toEqual(gold.toSorted())
        const given = pairs.flatMap(([id, mate]) => {
          if (mate !== undefined) expect(mate).toBe(id)
          return mate ?? []
        })
        expect([...given, ...extra].sort()).toEqual(predicted.toSorted())
        for (const id of 'abcde')
          expect(given.filter((other) => other === id).length).toBe(
            Math.min(
              gold.filter((other) => other === id).length,
              predicted.filter((other) => other === id).length,
            ),
          )
      }),
    )
  })
})
