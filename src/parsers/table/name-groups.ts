import type { ParsedTerm, Synonym } from '../../core/term.ts'
import { distinct, distinctPairs, distinctSynonyms } from '../distinct.ts'

/** Rows of one concept that are held at most: what comes after is another record of it, which the store joins. */
const MAX_ROWS = 10_000

/**
 * Joins terms of one id that follow each other, as tables of one name a row have them: the first label is the label,
 * others become exact synonyms.
 */
export class NameGroups {
  #group: ParsedTerm[] = []
  /** Whether the group goes on from one that was full. */
  #continues = false

  /** @returns the term that is whole now, if any */
  add(term: ParsedTerm): readonly ParsedTerm[] {
    const id = this.#group[0]?.id
    if (id === term.id && this.#group.length < MAX_ROWS) {
      this.#group.push(term)
      return []
    }
    const done = this.end()
    this.#continues = id === term.id
    this.#group = [term]
    return done
  }

  end(): readonly ParsedTerm[] {
    const group = this.#group
    this.#group = []
    const [first] = group
    if (first === undefined) return []
    return [group.length === 1 && !this.#continues ? first : joinedGroup(first, group, this.#continues)]
  }
}

const joinedGroup = (first: ParsedTerm, group: readonly ParsedTerm[], continues: boolean): ParsedTerm => {
  const label = continues ? null : (group.find((term) => term.label !== null)?.label ?? null)
  const entityClass = group.find((term) => term.entityClass !== undefined)?.entityClass
  const all = <Item>(list: (term: ParsedTerm) => readonly Item[]): readonly Item[] => group.flatMap(list)
  return {
    ...first,
    label,
    synonyms: distinctSynonyms(all((term) => [...nameOf(term, label), ...term.synonyms])),
    definition: group.find((term) => term.definition !== null)?.definition ?? null,
    parents: distinct(all((term) => term.parents)),
    relations: distinctPairs(all((term) => term.relations)),
    xrefs: distinctPairs(all((term) => term.xrefs)),
    altIds: distinct(all((term) => term.altIds)),
    obsolete: group.some((term) => term.obsolete),
    replacedBy: distinct(all((term) => term.replacedBy)),
    consider: distinct(all((term) => term.consider)),
    subsets: distinct(all((term) => term.subsets)),
    ...(entityClass === undefined ? {} : { entityClass }),
  }
}

const nameOf = (term: ParsedTerm, label: string | null): readonly Synonym[] =>
  term.label === null || term.label === label ? [] : [{ text: term.label, scope: 'exact' }]
