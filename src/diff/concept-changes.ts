import type { Synonym, Xref } from '../core/term.ts'
import type { DiffConcept, OtherField, SynonymEntry, SynonymsRescoped, SynonymUse } from './contract.ts'

/** What two lists of one kind have that the other has not. */
export interface Difference<Item> {
  readonly added: readonly Item[]
  readonly removed: readonly Item[]
}

/** Lists are compared as sets: their order says nothing. */
export const differenceOf = <Item>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
): Difference<Item> => ({
  added: lacking(after, new Set(before.map(keyOf)), keyOf),
  removed: lacking(before, new Set(after.map(keyOf)), keyOf),
})

const lacking = <Item>(
  items: readonly Item[],
  known: ReadonlySet<string>,
  keyOf: (item: Item) => string,
): readonly Item[] => {
  const seen = new Set(known)
  return items
    .filter((item) => {
      const key = keyOf(item)
      return !seen.has(key) && seen.add(key)
    })
    .sort((a, b) => compareText(keyOf(a), keyOf(b)))
}

export const isEmpty = ({ added, removed }: Difference<unknown>): boolean =>
  added.length === 0 && removed.length === 0

/** Order of strings by code units: the same everywhere. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

const itself = (text: string): string => text

export const parentsChanged = (before: DiffConcept, after: DiffConcept): Difference<string> =>
  differenceOf(before.parents, after.parents, itself)

export const synonymsChanged = (before: DiffConcept, after: DiffConcept): Difference<SynonymEntry> =>
  differenceOf(before.synonyms.map(entryOf), after.synonyms.map(entryOf), ({ text }) => text)

export const xrefsChanged = (before: DiffConcept, after: DiffConcept): Difference<Xref> =>
  differenceOf(before.xrefs, after.xrefs, ({ predicate, object }) => `${object} ${predicate}`)

const entryOf = ({ text, scope, type }: Synonym): SynonymEntry => ({
  text,
  scope,
  ...(type === undefined ? {} : { type }),
})

/** The texts that are synonyms on both sides, in another scope or of another type. */
export const synonymsRescoped = (before: DiffConcept, after: DiffConcept): SynonymsRescoped['changes'] => {
  const [from, to] = [usesByText(before.synonyms), usesByText(after.synonyms)]
  return [...from]
    .flatMap(([text, uses]) => {
      const others = to.get(text)
      if (others === undefined || keyOfUses(uses) === keyOfUses(others)) return []
      return [{ text, from: uses, to: others }]
    })
    .sort((a, b) => compareText(a.text, b.text))
}

const usesByText = (synonyms: readonly Synonym[]): ReadonlyMap<string, readonly SynonymUse[]> => {
  const uses = new Map<string, SynonymUse[]>()
  for (const { text, scope, type } of synonyms) {
    const use = { scope, ...(type === undefined ? {} : { type }) }
    const known = uses.get(text)
    if (known === undefined) uses.set(text, [use])
    else known.push(use)
  }
  return uses
}

const keyOfUses = (uses: readonly SynonymUse[]): string =>
  [...new Set(uses.map(({ scope, type }) => `${scope} ${type ?? ''}`))].sort().join('\n')

/** Changes of a concept on both sides that have no list of their own. */
export const otherChanges = (before: DiffConcept, after: DiffConcept): OtherField[] => {
  const isRetiredNow = after.obsolete && !before.obsolete
  const lists: Readonly<Record<OtherField, (concept: DiffConcept) => readonly string[]>> = {
    definition: ({ definition }) => (definition === null ? [] : [definition]),
    relations: ({ relations }) => relations.map(({ predicate, object }) => `${predicate} ${object}`),
    altIds: ({ altIds }) => altIds,
    // What stands in its place is told where it is said to be retired.
    replacedBy: ({ replacedBy }) => (isRetiredNow ? [] : replacedBy),
    consider: ({ consider }) => (isRetiredNow ? [] : consider),
    subsets: ({ subsets }) => subsets,
    // Of concepts in use they are a move.
    parents: ({ parents }) => (before.obsolete || after.obsolete ? parents : []),
    synonymLanguages: ({ synonyms }) => onBothSides(before, after, synonyms, ({ language }) => language),
    synonymXrefs: ({ synonyms }) => onBothSides(before, after, synonyms, ({ xrefs }) => xrefs?.join('\n')),
  }
  return (Object.entries(lists) as [OtherField, (concept: DiffConcept) => readonly string[]][])
    .filter(([, listOf]) => !isEmpty(differenceOf(listOf(before), listOf(after), itself)))
    .map(([field]) => field)
}

/** What is said beside those synonyms whose texts are on both sides: new ones are told as such. */
const onBothSides = (
  before: DiffConcept,
  after: DiffConcept,
  synonyms: readonly Synonym[],
  saidOf: (synonym: Synonym) => string | undefined,
): string[] => {
  const texts = new Set(before.synonyms.map(({ text }) => text))
  const shared = new Set(after.synonyms.map(({ text }) => text).filter((text) => texts.has(text)))
  return synonyms
    .filter(({ text }) => shared.has(text))
    .map((synonym) => `${synonym.text}\n${saidOf(synonym) ?? ''}`)
}
