import { expect } from 'vitest'
import { normalizeCurie } from '../../src/core/curie.ts'
import { type ParsedTerm, SYNONYM_SCOPES } from '../../src/core/term.ts'
import type { Parsed } from '../parsers/parsed.ts'

/** Fails unless every record is what `core/term` promises, whatever the source was like. */
export const expectSound = (parsed: Parsed, content: string | Uint8Array): void => {
  const lines = Buffer.from(content).toString('latin1').split('\n').length
  for (const term of parsed.terms) {
    expect(flawsOf(term), JSON.stringify(term)).toEqual([])
    expect(term.line).toBeLessThanOrEqual(lines)
    expect(JSON.parse(JSON.stringify(term))).toEqual(term)
  }
  for (const addition of parsed.additions) {
    expect(idFlaws('id', [addition.id])).toEqual([])
    expect(idFlaws('parents', addition.parents ?? [])).toEqual([])
    expect(idFlaws('altIds', addition.altIds ?? [])).toEqual([])
  }
  for (const issue of parsed.issues) {
    expect(issue.line).toBeGreaterThanOrEqual(0)
    expect(issue.line).toBeLessThanOrEqual(lines)
  }
}

const flawsOf = (term: ParsedTerm): string[] => [
  ...idFlaws('id', [term.id]),
  ...idFlaws('parents', term.parents),
  ...idFlaws('altIds', term.altIds),
  ...idFlaws('replacedBy', term.replacedBy),
  ...idFlaws('consider', term.consider),
  ...idFlaws(
    'relations',
    term.relations.map((relation) => relation.object),
    false,
  ),
  ...idFlaws(
    'xrefs',
    term.xrefs.map((xref) => xref.object),
    false,
  ),
  ...listFlaws('subsets', term.subsets),
  ...listFlaws(
    'relations',
    term.relations.map(({ predicate, object }) => (predicate === '' ? '' : `${predicate}\t${object}`)),
  ),
  ...listFlaws(
    'xrefs',
    term.xrefs.map(({ predicate, object }) => (predicate === '' ? '' : `${predicate}\t${object}`)),
  ),
  ...synonymFlaws(term),
  ...(term.label === '' ? ['an empty label'] : []),
]

const idFlaws = (name: string, ids: readonly string[], distinct = true): string[] => [
  ...(distinct ? listFlaws(name, ids) : []),
  ...ids
    .filter((id) => id === '' || normalizeCurie(id) !== id)
    .map((id) => `${name}: "${id}" is not normalised`),
]

const listFlaws = (name: string, items: readonly string[]): string[] => [
  ...(items.includes('') ? [`${name}: an empty entry`] : []),
  ...(new Set(items).size < items.length ? [`${name}: an entry twice`] : []),
]

const synonymFlaws = ({ synonyms }: ParsedTerm): string[] => {
  const keys = synonyms.map(({ text, scope, type }) => `${scope}\t${type ?? ''}\t${text}`)
  return [
    ...listFlaws('synonyms', keys),
    ...synonyms.filter(({ text }) => text.trim() === '').map(() => 'a synonym without text'),
    ...synonyms.filter(({ scope }) => !SYNONYM_SCOPES.includes(scope)).map(({ scope }) => `scope ${scope}`),
    ...synonyms.filter(({ type }) => type === '').map(() => 'an empty synonym type'),
    ...synonyms.flatMap(({ xrefs }) => listFlaws('synonym xrefs', xrefs ?? [])),
  ]
}
