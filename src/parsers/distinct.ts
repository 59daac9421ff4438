import type { Relation, Synonym, Xref } from '../core/term.ts'

/** What most lists of most records are; shared, so that an empty list costs nothing. */
export const NONE: readonly never[] = Object.freeze([])

// Lists are short as a rule: comparing each with each spares the keys. Long ones must not cost the square.
const FEW = 32

/** Lists of a record without repeats, first places kept. */
export const distinct = (list: readonly string[]): readonly string[] => {
  if (list.length > FEW) return [...new Set(list)]
  for (let at = 1; at < list.length; at++) if (list.indexOf(list[at] ?? '') < at) return [...new Set(list)]
  return list
}

export const distinctPairs = <Item extends Relation | Xref>(list: readonly Item[]): readonly Item[] => {
  if (list.length < 2) return list
  if (list.length > FEW)
    return [...new Map(list.map((item) => [`${item.predicate}\t${item.object}`, item])).values()]
  return list.some((item, at) => isAmongFirst(list, at, item))
    ? list.filter((item, at) => !isAmongFirst(list, at, item))
    : list
}

const isAmongFirst = <Item extends Relation | Xref>(
  list: readonly Item[],
  count: number,
  { predicate, object }: Item,
): boolean => {
  for (let at = 0; at < count; at++) {
    const other = list[at]
    if (other?.object === object && other.predicate === predicate) return true
  }
  return false
}

/** Synonyms that differ in their xrefs alone are one synonym with all the xrefs. */
export const distinctSynonyms = (synonyms: readonly Synonym[]): readonly Synonym[] => {
  if (synonyms.length < 2 || (synonyms.length <= FEW && !hasTwins(synonyms))) return synonyms
  const byKey = new Map<string, { readonly synonym: Synonym; readonly xrefs: Set<string> }>()
  for (const synonym of synonyms) {
    const key = [synonym.scope, synonym.type, synonym.language, synonym.text].join('\t')
    const entry = byKey.get(key) ?? { synonym, xrefs: new Set<string>() }
    for (const xref of synonym.xrefs ?? []) entry.xrefs.add(xref)
    byKey.set(key, entry)
  }
  return Array.from(byKey.values(), ({ synonym, xrefs }) =>
    xrefs.size === 0 ? synonym : { ...synonym, xrefs: [...xrefs] },
  )
}

const hasTwins = (synonyms: readonly Synonym[]): boolean => {
  for (let at = 1; at < synonyms.length; at++) {
    const one = synonyms[at]
    for (let i = 0; i < at; i++) if (one && isTwin(one, synonyms[i])) return true
  }
  return false
}

const isTwin = (one: Synonym, other: Synonym | undefined): boolean =>
  one.text === other?.text &&
  one.scope === other.scope &&
  one.type === other.type &&
  one.language === other.language
