import { conceptScope, type MeshConcept, type MeshTerm } from './record.ts'

/** An entry term of MeSH ASCII, and how its concept relates to the preferred one. */
export interface AsciiEntry {
  readonly term: MeshTerm
  /** `undefined`: the line has no flags. */
  readonly scope: MeshConcept['scope'] | undefined
}

const LEXICAL_TAGS = new Set(['NON', 'ABB', 'ABX', 'ACR', 'ACX', 'EPO', 'LAB', 'NAM', 'TRD'])
const RELATIONS = new Set(['EQV', 'NRW', 'BRD', 'REL'])

/**
 * `A-23187|T109|T195|LAB|NRW|NLM (1991)|900308|abbcdef`, `agenesis|NRW` or the name alone. The last part of the long
 * form says which part is what; the two that count here are told by their values, which nothing else may have.
 */
export const entryOf = (value: string): AsciiEntry => {
  const bar = value.indexOf('|')
  if (bar === -1) return { term: { text: value, permuted: false }, scope: undefined }
  const flags = value.slice(bar + 1).split('|')
  const relation = flags.find((flag) => RELATIONS.has(flag))
  const lexicalTag = flags.find((flag) => LEXICAL_TAGS.has(flag))
  return {
    term: { text: value.slice(0, bar).trim(), lexicalTag, permuted: false },
    scope: conceptScope(relation),
  }
}

/**
 * The terms by scope. In a whole record (`flagged`) NLM gives each entry its flags but the permuted ones, which have
 * those of the term they were turned from: that is the one with the same words. A reduced file gives no flags at all;
 * its entries are exact, as far as it says.
 */
export const termsByScope = (
  name: string,
  entries: readonly AsciiEntry[],
  flagged: boolean,
): ReadonlyMap<MeshConcept['scope'], readonly MeshTerm[]> => {
  const terms = new Map<MeshConcept['scope'], MeshTerm[]>([['exact', []]])
  const add = (scope: MeshConcept['scope'], term: MeshTerm): void => {
    const list = terms.get(scope)
    if (list === undefined) terms.set(scope, [term])
    else list.push(term)
  }
  let sources: ReadonlyMap<string, MeshConcept['scope']> | undefined
  for (const { term, scope } of entries) {
    if (scope !== undefined) add(scope, term)
    else if (!flagged) add('exact', term)
    else {
      sources ??= scopesByWords(name, entries)
      add(sources.get(wordsOf(term.text)) ?? 'related', { ...term, permuted: true })
    }
  }
  return terms
}

const scopesByWords = (
  name: string,
  entries: readonly AsciiEntry[],
): ReadonlyMap<string, MeshConcept['scope']> => {
  const scopes = new Map<string, MeshConcept['scope']>([[wordsOf(name), 'exact']])
  for (const { term, scope } of entries) {
    const words = wordsOf(term.text)
    if (scope !== undefined && !scopes.has(words)) scopes.set(words, scope)
  }
  return scopes
}

/** A name's words in any order and number: permuted terms are plurals and singulars too. */
const wordsOf = (text: string): string =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map(stemOf).sort().join(' ')

const stemOf = (word: string): string =>
  word
    .replace(/ies$/, 'y')
    .replace(/(?<=[^sui])s$/, '')
    .replace(/(?<=..)e$/, '')
