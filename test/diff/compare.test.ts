import { describe, expect, it } from 'vitest'
import { compareConcepts, isUnchanged, summaryOf } from '../../src/diff/compare.ts'
import type { DiffConcept, SourceChanges } from '../../src/diff/contract.ts'
import { concept, conceptSet, named } from './concept-set.ts'

const changesOf = (before: readonly DiffConcept[], after: readonly DiffConcept[]): SourceChanges =>
  compareConcepts(conceptSet(...before), conceptSet(...after)).changes

const retired = { obsolete: true, label: 'obsolete' }

describe('what became of concepts', () => {
  it('tells added, removed and restored ones', () => {
    const changes = changesOf(
      [concept('A:1'), concept('A:2', retired)],
      [concept('A:2'), concept('A:4', retired), concept('A:3')],
    )
    expect(changes.added).toEqual([
      { id: 'A:3', label: 'label of A:3', class: 'disease', obsolete: false },
      { id: 'A:4', label: 'obsolete', class: 'disease', obsolete: true },
    ])
    expect(changes.removed).toEqual([{ id: 'A:1', label: 'label of A:1', home: null }])
    expect(changes.restored).toEqual([{ id: 'A:2', label: 'label of A:2' }])
    expect(summaryOf(changes)).toMatchObject({ added: 2, removed: 1, removedSilently: 1, restored: 1 })
  })

  it('leads from a retired concept to the one in use, over further retirements and alternative ids', () => {
    const changes = changesOf(
      [concept('A:1'), concept('A:2'), concept('A:3')],
      [
        concept('A:1', { ...retired, replacedBy: ['A:2'] }),
        concept('A:2', { ...retired, replacedBy: ['A:9'] }),
        concept('A:3', { altIds: ['A:9'] }),
      ],
    )
    const home = { by: 'replaced-by', concepts: [{ id: 'A:3', label: 'label of A:3' }] }
    expect(changes.retired).toMatchObject([
      { id: 'A:1', replacedBy: [{ id: 'A:2' }], home },
      { id: 'A:2', replacedBy: [{ id: 'A:9', label: null }], home },
    ])
    expect(changes.merged.map(({ id, into }) => [id, into.id])).toEqual([
      ['A:1', 'A:3'],
      ['A:2', 'A:3'],
    ])
  })

  it('ends circles of replacements', () => {
    const circle = [
      concept('A:1', { ...retired, replacedBy: ['A:2'] }),
      concept('A:2', { ...retired, replacedBy: ['A:1'] }),
    ]
    const { retired: found, merged } = changesOf([concept('A:1'), concept('A:2')], circle)
    expect(found.map(({ home }) => home)).toEqual([null, null])
    expect(merged).toEqual([])
  })

  it('tells merged ones, with the names that went with them, and does not call them gone without a word', () => {
    const changes = changesOf(
      [concept('A:1', { label: 'one', ...named('uno') }), concept('A:2', { label: 'two' })],
      [concept('A:2', { label: 'two', altIds: ['A:1'], ...named('Uno', 'one') })],
    )
    expect(changes.merged).toEqual([
      {
        id: 'A:1',
        label: 'one',
        into: { id: 'A:2', label: 'two' },
        by: 'alternative-id',
        names: ['one', 'Uno'],
      },
    ])
    expect(summaryOf(changes)).toMatchObject({ removed: 1, removedSilently: 0, merged: 1, split: 0 })
  })

  it('tells split ones: several in place of one, or its names with several, or with a new one', () => {
    const changes = changesOf(
      [
        concept('A:1'),
        concept('A:2', named('a', 'b')),
        concept('A:3', named('c', 'd')),
        concept('A:4'),
        concept('A:5'),
      ],
      [
        concept('A:1', { ...retired, consider: ['A:4', 'A:5'] }),
        concept('A:2', { ...retired }),
        concept('A:3', named('c')),
        concept('A:4', named('a')),
        concept('A:5', named('b')),
        concept('A:6', named('d')),
      ],
    )
    expect(changes.split.map(({ id, by, into }) => [id, by, ...into.map((one) => one.id)])).toEqual([
      ['A:1', 'successors', 'A:4', 'A:5'],
      ['A:2', 'names', 'A:4', 'A:5'],
      ['A:3', 'names', 'A:6'],
    ])
    expect(changes.merged).toEqual([])
    expect(changes.retired.map(({ home }) => home?.by)).toEqual(['consider', 'names'])
  })
})

describe('what became of what is said of them', () => {
  it('tells labels, those of retired concepts apart', () => {
    const changes = changesOf(
      [concept('A:1'), concept('A:2')],
      [concept('A:1', { label: 'new' }), concept('A:2', retired)],
    )
    expect(changes.relabelled).toMatchObject([
      { id: 'A:1', from: 'label of A:1', to: 'new', obsolete: false },
      { id: 'A:2', obsolete: true },
    ])
    expect(summaryOf(changes)).toMatchObject({ relabelled: 2, relabelledInUse: 1 })
  })

  it('tells moves in the hierarchy with labels, not those that come with retirement', () => {
    const changes = changesOf(
      [concept('A:1', { parents: ['A:3', 'A:4'] }), concept('A:2', { parents: ['A:3'] }), concept('A:3')],
      [concept('A:1', { parents: ['A:4', 'A:5'] }), concept('A:2', retired), concept('A:3')],
    )
    expect(changes.moved).toEqual([
      {
        id: 'A:1',
        label: 'label of A:1',
        parentsAdded: [{ id: 'A:5', label: null }],
        parentsRemoved: [{ id: 'A:3', label: 'label of A:3' }],
      },
    ])
    expect(changes.otherwiseChanged).toMatchObject([{ id: 'A:2', fields: ['parents'] }])
  })

  it('tells synonyms by their text, and scope and type apart', () => {
    const synonyms = [
      { text: 'b', scope: 'related', type: 'abbreviation' },
      { text: 'c', scope: 'broad' },
    ] as const
    const changes = changesOf([concept('A:1', named('a', 'b'))], [concept('A:1', { synonyms })])
    expect(changes.synonymsChanged).toMatchObject([
      { id: 'A:1', added: [{ text: 'c', scope: 'broad' }], removed: [{ text: 'a', scope: 'exact' }] },
    ])
    expect(changes.synonymsRescoped).toMatchObject([
      {
        changes: [
          { text: 'b', from: [{ scope: 'exact' }], to: [{ scope: 'related', type: 'abbreviation' }] },
        ],
      },
    ])
  })

  it('tells a synonym that went from one concept to another', () => {
    const changes = changesOf(
      [concept('A:1', named('flu')), concept('A:2')],
      [concept('A:1'), concept('A:2', named('Flu'))],
    )
    expect(changes.synonymsMoved).toMatchObject([{ name: 'Flu', from: [{ id: 'A:1' }], to: [{ id: 'A:2' }] }])
  })

  it('tells names that mean several concepts now, or no longer, in whatever capitals', () => {
    const changes = changesOf(
      [concept('A:1', named('cold')), concept('A:2', named('mumps')), concept('A:3', named('Mumps'))],
      [concept('A:1', named('cold')), concept('A:2', named('COLD', 'mumps')), concept('A:3', retired)],
    )
    expect(changes.newAmbiguities).toMatchObject([
      { name: 'COLD', before: [{ id: 'A:1' }], after: [{ id: 'A:1' }, { id: 'A:2' }] },
    ])
    expect(changes.resolvedAmbiguities).toMatchObject([
      { name: 'Mumps', before: [{ id: 'A:2' }, { id: 'A:3' }], after: [{ id: 'A:2' }] },
    ])
  })

  it('tells xrefs, classes, and what has no list of its own', () => {
    const xref = (object: string): { predicate: string; object: string } => ({ predicate: 'x:y', object })
    const changes = changesOf(
      [concept('A:1', { xrefs: [xref('B:1')], definition: 'old' })],
      [concept('A:1', { xrefs: [xref('B:2')], definition: 'new', entityClass: 'gene', subsets: ['slim'] })],
    )
    expect(changes.xrefsChanged).toMatchObject([{ added: [xref('B:2')], removed: [xref('B:1')] }])
    expect(changes.classChanged).toMatchObject([{ from: 'disease', to: 'gene' }])
    expect(changes.otherwiseChanged).toMatchObject([{ fields: ['definition', 'subsets'] }])
  })

  it('takes another order for no change', () => {
    const changes = changesOf(
      [concept('A:1', { ...named('a', 'b'), parents: ['A:2', 'A:3'] }), concept('A:2')],
      [concept('A:2'), concept('A:1', { ...named('b', 'a'), parents: ['A:3', 'A:2'] })],
    )
    expect(isUnchanged(changes)).toBe(true)
  })
})
