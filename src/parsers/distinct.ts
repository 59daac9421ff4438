import type { Relation, Synonym, Xref } from '../core/term.ts'

/** Lists of a record without repeats, first places kept. */
export const distinct = (list: readonly string[]): readonly string[] =>
  list.length < 2 ? list : [...new Set(list)]

// Lists are short as a rule: comparing each with each spares the keys. Long ones must not cost the square.
const FEW = 12

export const distinctPairs = <Item extends Relation | Xref>(list: readonly Item[]): readonly Item[] => {
  if (list.length < 2) return list
  if (list.length > FEW)
    return [...new Map(list.map((item) => [`${item.predicate}\t${item.object}`, item])).values()]
  return list.filter(
    (item, at) =>
      !list.some((other, i) => i < at && other.object === item.object && other.predicate === item.predicate),
  )
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

const hasTwins = (synonyms: readonly Synonym[]): boolean =>
  synonyms.some((synonym, at) => synonyms.some((other, i) => i < at && other.text === synonym.text))
