import { describe, expect, it } from 'vitest'
import type { ParsedTerm } from '../../src/core/term.ts'
import { failureOf } from '../support/failure.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import { storeOf, type StoreSource, termWith, writeStore } from '../support/vocabulary.ts'

const scratch = scratchFolder()

const living = (id: string, ...parents: string[]): ParsedTerm =>
  termWith({
    ...{ id, label: id, parents },
    ...{ synonyms: [{ text: `${id} synonym`, scope: 'exact' }], xrefs: [{ predicate: 'p', object: 'X:1' }] },
  })
const retired = (id: string, ...replacedBy: string[]): ParsedTerm =>
  termWith({ id, label: id, obsolete: true, replacedBy })

// root > heart > { valve, ventricle > wall }, root > lung; wall has a second parent outside
const organs = [
  living('A:root'),
  living('A:heart', 'A:root'),
  living('A:lung', 'A:root'),
  living('A:valve', 'A:heart'),
  living('A:ventricle', 'A:heart'),
  living('A:wall', 'A:ventricle', 'A:lung'),
]

const keptIds = (source: StoreSource): string[] => {
  const { store } = storeOf(scratch, [source])
  const kept = [...store.conceptNames()].map(({ concept }) => concept.id)
  store.close()
  return kept
}

describe('roots', () => {
  it.each([
    { roots: ['A:heart'], kept: ['A:heart', 'A:valve', 'A:ventricle', 'A:wall'] },
    { roots: ['A:lung'], kept: ['A:lung', 'A:wall'] },
    { roots: ['A:valve', 'A:lung'], kept: ['A:lung', 'A:valve', 'A:wall'] },
    { roots: ['a_heart', 'a:valve'], kept: ['A:heart', 'A:valve', 'A:ventricle', 'A:wall'] },
    { roots: ['A:root', 'A:wall'], kept: organs.map(({ id }) => id) },
    { roots: [], kept: organs.map(({ id }) => id) },
  ])('$roots keep themselves and what lies below: $kept', ({ roots, kept }) => {
    expect(keptIds({ terms: organs, roots })).toEqual(kept)
  })

  it('leave nothing behind of the concepts they drop, and all of those they keep', () => {
    const { store } = storeOf(scratch, [{ terms: organs, roots: ['A:valve'] }])
    expect(store.sources()[0]).toMatchObject({ terms: 1, synonyms: 1, xrefs: 1 })
    expect([...store.conceptNames()].flatMap(({ names }) => names.map(({ text }) => text))).toEqual([
      'A:valve',
      'A:valve synonym',
    ])
    expect(store.children('A:heart')).toEqual(['A:valve'])
    expect(store.children('A:root')).toEqual([])
    store.close()
  })

  it('of one source leave the others alone', () => {
    const { store } = storeOf(scratch, [
      { name: 'before', terms: [living('A:heart'), living('A:valve', 'A:heart')] },
      { name: 'cut', terms: organs, roots: ['A:valve'] },
      { name: 'after', terms: [living('A:below', 'A:valve')] },
    ])
    expect(store.sources().map(({ name, terms, synonyms }) => [name, terms, synonyms])).toEqual([
      ['before', 2, 2],
      ['cut', 1, 1],
      ['after', 1, 1],
    ])
    store.close()
  })

  it('bear a circle below them', () => {
    const terms = [living('A:1'), living('A:2', 'A:1', 'A:3'), living('A:3', 'A:2'), living('A:4')]
    expect(keptIds({ terms, roots: ['A:1'] })).toEqual(['A:1', 'A:2', 'A:3'])
  })

  it('follow parents that came as additions', () => {
    const terms = [living('A:1'), living('A:2'), living('A:3')]
    const additions = [{ id: 'A:2', line: 1, parents: ['A:1'] }]
    expect(keptIds({ terms, additions, roots: ['A:1'] })).toEqual(['A:1', 'A:2'])
  })
})

describe('redirects under roots', () => {
  it('stay when what replaces them stays, and go with it', () => {
    const terms = [...organs, retired('A:old', 'A:valve'), retired('A:gone', 'A:lung'), retired('A:lost')]
    expect(keptIds({ terms, roots: ['A:heart'] })).toEqual([
      'A:heart',
      'A:valve',
      'A:ventricle',
      'A:wall',
      'A:old',
    ])
  })

  it('stay over several retirements, in whatever order these stand', () => {
    const chain = [retired('A:new', 'A:valve'), retired('A:older', 'A:old'), retired('A:old', 'A:new')]
    expect(keptIds({ terms: [...organs, ...chain], roots: ['A:valve'] })).toEqual([
      'A:valve',
      'A:new',
      'A:older',
      'A:old',
    ])
  })

  it('stay when they lead to an id that was merged into a kept concept', () => {
    const merged = { ...living('A:valve', 'A:heart'), altIds: ['A:flap'] }
    const terms = [...organs.filter(({ id }) => id !== 'A:valve'), merged, retired('A:old', 'A:flap')]
    expect(keptIds({ terms, roots: ['A:valve'] })).toEqual(['A:valve', 'A:old'])
  })
})

describe('a root the source does not have', () => {
  it('fails with the root, the nearest id and what ids look like', async () => {
    const failure = await failureOf(() =>
      writeStore(newFile(scratch), [{ terms: organs, roots: ['A:root', 'A:haert'] }]),
    )
    expect(failure.code).toBe('ROOT_NOT_FOUND')
    expect(failure.message).toContain('A:haert')
    expect(failure.message).toContain('Did you mean "A:heart"?')
    expect(failure.repair).toContain('A:root')
  })

  it('fails when it belongs to another source, and when the source is empty', async () => {
    const foreign = await failureOf(() =>
      writeStore(newFile(scratch), [{ terms: organs }, { terms: [living('B:1')], roots: ['A:heart'] }]),
    )
    expect(foreign.code).toBe('ROOT_NOT_FOUND')
    const empty = await failureOf(() => writeStore(newFile(scratch), [{ terms: [], roots: ['A:heart'] }]))
    expect(empty.code).toBe('ROOT_NOT_FOUND')
  })
})
