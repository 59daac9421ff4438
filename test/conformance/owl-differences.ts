import { join } from 'node:path'
import { lookUp } from '../../src/core/registry.ts'
import type { ParsedTerm } from '../../src/core/term.ts'
import { parsers } from '../../src/parsers/registry.ts'
import { joined, parseFile } from '../../src/testing/parsed.ts'
import { ONTOLOGIES } from './shared-data.ts'

/** Something one of two files of one release says and the other does not. */
export interface Difference {
  readonly id: string
  readonly field: string
  /** The format that says it. */
  readonly only: string
  readonly value: string
}

/** The terms of a file, all that is said of each joined. */
export const loadTerms = async (type: string, file: string): Promise<ReadonlyMap<string, ParsedTerm>> =>
  joined(await parseFile(await lookUp(parsers, 'source', type), join(ONTOLOGIES, file)))

/** All that is said of a term, field by field, in no order. */
const claimsOf = (term: ParsedTerm): Readonly<Record<string, readonly string[]>> => ({
  label: [String(term.label)],
  definition: [String(term.definition)],
  obsolete: [String(term.obsolete)],
  synonyms: term.synonyms.map(({ text, scope, type, language, xrefs }) =>
    JSON.stringify([text, scope, type, language, [...(xrefs ?? [])].sort()]),
  ),
  parents: term.parents,
  relations: term.relations.map(({ predicate, object }) => JSON.stringify([predicate, object])),
  xrefs: term.xrefs.map(({ predicate, object }) => JSON.stringify([predicate, object])),
  altIds: term.altIds,
  replacedBy: term.replacedBy,
  consider: term.consider,
  subsets: term.subsets,
})

const saidOnlyBy = (
  only: string,
  one: ReadonlyMap<string, ParsedTerm>,
  other: ReadonlyMap<string, ParsedTerm>,
): Difference[] =>
  [...one].flatMap(([id, term]) => {
    const counterpart = other.get(id)
    if (!counterpart) return [{ id, field: 'term', only, value: String(term.label) }]
    const theirs = claimsOf(counterpart)
    return Object.entries(claimsOf(term)).flatMap(([field, values]) => {
      const known = new Set(theirs[field])
      return values.filter((value) => !known.has(value)).map((value) => ({ id, field, only, value }))
    })
  })

/** What either says and the other does not. */
export const differencesOf = (
  [oneName, one]: readonly [string, ReadonlyMap<string, ParsedTerm>],
  [otherName, other]: readonly [string, ReadonlyMap<string, ParsedTerm>],
): readonly Difference[] => [...saidOnlyBy(oneName, one, other), ...saidOnlyBy(otherName, other, one)]
