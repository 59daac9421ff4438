import assert from 'node:assert/strict'
import { normalizeCurie } from '../core/curie.ts'
import { emptyTerm, type Mapping, type ParsedTerm, SYNONYM_SCOPES } from '../core/term.ts'
import type { Parsed } from './parsed.ts'

/**
 * Fails unless every record is what `core/term` promises, whatever the source was like. `contents` are the texts of the
 * source's files: no line is beyond the longest of them.
 */
export const requireSound = (parsed: Parsed, ...contents: readonly (string | Uint8Array)[]): void => {
  const lines = Math.max(
    ...contents.map((content) => Buffer.from(content).toString('latin1').split('\n').length),
  )
  const isPlace = (line: number): boolean => Number.isInteger(line) && line >= 0 && line <= lines
  for (const term of parsed.terms) {
    assert.deepEqual(flawsOf(term), [], JSON.stringify(term))
    assert.deepEqual(JSON.parse(JSON.stringify(term)), term, 'a record is plain data')
  }
  for (const addition of parsed.additions)
    assert.deepEqual(flawsOf({ ...emptyTerm(''), ...addition }), [], JSON.stringify(addition))
  for (const mapping of parsed.mappings) assert.deepEqual(mappingFlaws(mapping), [], JSON.stringify(mapping))
  for (const { line } of [...parsed.terms, ...parsed.additions, ...parsed.mappings, ...parsed.issues])
    assert.ok(isPlace(line), `line ${String(line)} of ${String(lines)}`)
}

const mappingFlaws = ({ subject, predicate, object, justification, confidence = 1 }: Mapping): string[] => [
  ...idFlaws('subject', [subject]),
  ...idFlaws('object', [object]),
  ...(predicate === '' ? ['no predicate'] : []),
  ...(justification === '' ? ['an empty justification'] : []),
  ...(confidence >= 0 && confidence <= 1 ? [] : [`confidence ${String(confidence)}`]),
]

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
  ...(term.entityClass === '' ? ['an empty entity class'] : []),
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
  const keys = synonyms.map(({ text, scope, type, language }) => [scope, type, language, text].join('\t'))
  return [
    ...listFlaws('synonyms', keys),
    ...synonyms.filter(({ text }) => text.trim() === '').map(() => 'a synonym without text'),
    ...synonyms.filter(({ scope }) => !SYNONYM_SCOPES.includes(scope)).map(({ scope }) => `scope ${scope}`),
    ...synonyms.filter(({ type }) => type === '').map(() => 'an empty synonym type'),
    ...synonyms.filter(({ language }) => language === '').map(() => 'an empty language'),
    ...synonyms.flatMap(({ xrefs }) => listFlaws('synonym xrefs', xrefs ?? [])),
  ]
}
