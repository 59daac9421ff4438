import type { Relation, Synonym, Xref } from '../core/term.ts'

/** What most lists of most records are; shared, so that an empty list costs nothing. */
export const NONE: readonly never[] = Object.freeze([])

// Lists are short as a rule: comparing each with each spares the keys. Long ones must not cost the square.
const FEW = 32

/** A bit that equal texts share and others seldom do: what has a bit of its own need be compared with nothing. */
const markOf = (text: string): number =>
  1 << ((text.length * 7 + text.charCodeAt(text.length - 1) * 3 + text.charCodeAt(text.length >> 1)) & 31)

/** Lists of a record without repeats, first places kept. */
export const distinct = (list: readonly string[]): readonly string[] => {
  if (list.length < 2) return list
  if (list.length > FEW) return [...new Set(list)]
  let marks = 0
  for (let at = 0; at < list.length; at++) {
    const text = list[at] ?? ''
    const mark = markOf(text)
    if ((marks & mark) !== 0 && list.indexOf(text) < at) return [...new Set(list)]
    marks |= mark
  }
  return list
}

export const distinctPairs = <Item extends Relation | Xref>(list: readonly Item[]): readonly Item[] => {
  if (list.length < 2) return list
  if (list.length > FEW)
    return [...new Map(list.map((item) => [`${item.predicate}\t${item.object}`, item])).values()]
  let marks = 0
  for (let at = 0; at < list.length; at++) {
    const item = list[at]
    if (item === undefined) continue
    const mark = markOf(item.object)
    if ((marks & mark) !== 0 && isAmongFirst(list, at, item))
      return list.filter((each, place) => !isAmongFirst(list, place, each))
    marks |= mark
  }
  return list
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
  let marks = 0
  for (let at = 0; at < synonyms.length; at++) {
    const one = synonyms[at]
    if (one === undefined) continue
    const mark = markOf(one.text)
    if ((marks & mark) !== 0) for (let i = 0; i < at; i++) if (isTwin(one, synonyms[i])) return true
    marks |= mark
  }
  return false
}

const isTwin = (one: Synonym, other: Synonym | undefined): boolean =>
  one.text === other?.text &&
  one.scope === other.scope &&
  one.type === other.type &&
  one.language === other.language
