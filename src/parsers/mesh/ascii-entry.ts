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
  const { relation, lexicalTag } = flagsOf(value, bar)
  return {
    term: { text: value.slice(0, bar).trim(), lexicalTag, permuted: false },
    scope: conceptScope(relation),
  }
}

// All of them have three letters.
const flagsOf = (
  value: string,
  bar: number,
): { readonly relation: string | undefined; readonly lexicalTag: string | undefined } => {
  let relation: string | undefined
  let lexicalTag: string | undefined
  for (let start = bar + 1; start <= value.length;) {
    const next = value.indexOf('|', start)
    const end = next === -1 ? value.length : next
    if (end - start === 3) {
      const flag = value.slice(start, end)
      if (relation === undefined && RELATIONS.has(flag)) relation = flag
      else if (lexicalTag === undefined && LEXICAL_TAGS.has(flag)) lexicalTag = flag
    }
    start = end + 1
  }
  return { relation, lexicalTag }
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
const wordsOf = (text: string): string => {
  const words = text.toLowerCase().split(NO_LETTERS).map(stemOf)
  return words.length === 1 ? (words[0] ?? '') : words.sort().join(' ').trimStart()
}

// ASCII, and what is beyond it.
const NO_LETTERS = /[^a-z0-9\u0080-\uffff]+/

const E = 0x65

const stemOf = (word: string): string => {
  let end = word.length
  if (end > 3 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (end > 2 && word.endsWith('s') && !'sui'.includes(word.charAt(end - 2))) end--
  if (end > 2 && word.charCodeAt(end - 1) === E) end--
  return word.slice(0, end)
}
