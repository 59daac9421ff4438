import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareConcepts, isUnchanged } from '../../src/diff/compare.ts'
import type { DiffConcept, Ref, SourceChanges } from '../../src/diff/contract.ts'
import { foldName } from '../../src/curation/curation-key.ts'
import { concept, conceptSet } from './concept-set.ts'

const ids = fc.constantFrom('A:1', 'A:2', 'A:3', 'A:4', 'A:5')
const text = fc.constantFrom('a', 'A', 'b', 'c', 'ｃ', 'd')
const idList = fc.uniqueArray(ids, { maxLength: 2 })

const synonyms = fc.uniqueArray(
  fc.record({ text, scope: fc.constantFrom('exact' as const, 'related' as const) }),
  { selector: (synonym) => synonym.text, maxLength: 3 },
)

const anyConcept = fc
  .record({
    id: ids,
    label: fc.option(text),
    synonyms,
    obsolete: fc.boolean(),
    ...{ parents: idList, altIds: idList, replacedBy: idList, consider: idList },
    entityClass: fc.constantFrom('disease', 'gene'),
  })
  .map(({ id, ...more }) => concept(id, more))

const release = fc.uniqueArray(anyConcept, { selector: ({ id }) => id, maxLength: 5 })

const changesOf = (before: readonly DiffConcept[], after: readonly DiffConcept[]): SourceChanges =>
  compareConcepts(conceptSet(...before), conceptSet(...after)).changes

const idsOf = (refs: readonly Ref[]): string[] => refs.map(({ id }) => id)

/** Concepts as sets of facts, for what order says nothing. */
const content = (one: DiffConcept): unknown => {
  const texts = [...new Set(one.synonyms.map((synonym) => synonym.text))].sort()
  return { id: one.id, label: one.label, texts, obsolete: one.obsolete, class: one.entityClass }
}

/** The old release with the changes made to it: labels, synonyms, retirement, classes, concepts come and gone. */
const applied = (before: readonly DiffConcept[], changes: SourceChanges): string[] => {
  const removed = new Set(idsOf(changes.removed))
  const find = <Change extends Ref>(list: readonly Change[], id: string): Change | undefined =>
    list.find((change) => change.id === id)
  return before
    .filter(({ id }) => !removed.has(id))
    .map((old) => {
      const { id } = old
      const edit = find(changes.synonymsChanged, id)
      const gone = new Set(edit?.removed.map((synonym) => synonym.text))
      const kept = old.synonyms.filter((synonym) => !gone.has(synonym.text))
      const relabelled = find(changes.relabelled, id)
      return content({
        ...old,
        label: relabelled === undefined ? old.label : relabelled.to,
        synonyms: [...kept, ...(edit?.added ?? [])],
        obsolete: old.obsolete
          ? find(changes.restored, id) === undefined
          : find(changes.retired, id) !== undefined,
        entityClass: find(changes.classChanged, id)?.to ?? old.entityClass,
      })
    })
    .map((one) => JSON.stringify(one))
    .sort()
}

const ownersOf = (concepts: readonly DiffConcept[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const owners = new Map<string, Set<string>>()
  for (const { id, text: name } of conceptSet(...concepts).names()) {
    const key = foldName(name)
    owners.set(key, (owners.get(key) ?? new Set()).add(id))
  }
  return owners
}

describe('laws', () => {
  it('a release does not differ from itself, in whatever order its concepts stand', () => {
    fc.assert(
      fc.property(release, (concepts) => {
        expect(isUnchanged(changesOf(concepts, concepts.toReversed()))).toBe(true)
      }),
    )
  })

  it('seen from the other side, what was added was removed, and what was retired was restored', () => {
    fc.assert(
      fc.property(release, release, (a, b) => {
        const [there, back] = [changesOf(a, b), changesOf(b, a)]
        expect(idsOf(back.removed)).toEqual(idsOf(there.added))
        expect(idsOf(back.added)).toEqual(idsOf(there.removed))
        expect(idsOf(back.retired)).toEqual(idsOf(there.restored))
        for (const kind of ['relabelled', 'moved', 'synonymsChanged', 'synonymsRescoped'] as const)
          expect(idsOf(back[kind])).toEqual(idsOf(there[kind]))
        expect(back.synonymsMoved.map(({ to }) => idsOf(to))).toEqual(
          there.synonymsMoved.map(({ from }) => idsOf(from)),
        )
        expect(back.newAmbiguities.length).toBe(there.resolvedAmbiguities.length)
      }),
    )
  })

  it('the old release with the changes made to it is the new one, but for what was added', () => {
    fc.assert(
      fc.property(release, release, (a, b) => {
        const changes = changesOf(a, b)
        const added = new Set(idsOf(changes.added))
        const expected = b.filter(({ id }) => !added.has(id)).map((one) => JSON.stringify(content(one)))
        expect(applied(a, changes)).toEqual(expected.sort())
        expect(b.map(({ id }) => id)).toEqual(expect.arrayContaining([...added]))
      }),
    )
  })

  it('finds exactly the names that mean several concepts in use now and did not', () => {
    fc.assert(
      fc.property(release, release, (a, b) => {
        const [then, now] = [ownersOf(a), ownersOf(b)]
        const expected = [...now].filter(([key, owners]) => owners.size > 1 && (then.get(key)?.size ?? 0) < 2)
        const found = changesOf(a, b).newAmbiguities.map(({ name }) => foldName(name))
        expect(found).toEqual(expected.map(([key]) => key).sort())
      }),
    )
  })

  it('leads to concepts in use, or to ids that the release does not have', () => {
    fc.assert(
      fc.property(release, release, (a, b) => {
        const { retired, removed } = changesOf(a, b)
        const inUse = new Map(b.map(({ id, obsolete }) => [id, !obsolete]))
        for (const { id, home } of [...retired, ...removed]) {
          for (const to of home?.concepts ?? [])
            expect([to.id, inUse.get(to.id) ?? true]).toEqual([to.id, true])
          expect(idsOf(home?.concepts ?? [])).not.toContain(id)
        }
      }),
    )
  })
})
