/** A small writer of OBO 1.4, for sources that a test makes up. */
export interface OboTerm {
  readonly id: string
  readonly name?: string
  /** Text, or text, scope and type as OBO writes them. */
  readonly synonyms?: readonly (string | readonly [text: string, scopeAndType: string])[]
  readonly isA?: readonly string[]
  readonly altIds?: readonly string[]
  readonly obsolete?: boolean
  readonly replacedBy?: readonly string[]
  readonly consider?: readonly string[]
  /** More lines of the stanza, as they stand. */
  readonly lines?: readonly string[]
}

const synonymLine = (synonym: string | readonly [text: string, scopeAndType: string]): string =>
  typeof synonym === 'string' ? `synonym: "${synonym}" EXACT []` : `synonym: "${synonym[0]}" ${synonym[1]} []`

const stanzaOf = (term: OboTerm): string =>
  [
    '[Term]',
    `id: ${term.id}`,
    ...(term.name === undefined ? [] : [`name: ${term.name}`]),
    ...(term.synonyms ?? []).map(synonymLine),
    ...(term.isA ?? []).map((id) => `is_a: ${id}`),
    ...(term.altIds ?? []).map((id) => `alt_id: ${id}`),
    ...(term.obsolete === true ? ['is_obsolete: true'] : []),
    ...(term.replacedBy ?? []).map((id) => `replaced_by: ${id}`),
    ...(term.consider ?? []).map((id) => `consider: ${id}`),
    ...(term.lines ?? []),
  ].join('\n')

/** The text of an OBO file; its stanzas begin after three lines of header and a blank one. */
export const oboText = (terms: readonly OboTerm[], release = '2026-01-05'): string =>
  [`format-version: 1.4\ndata-version: releases/${release}\nontology: made-up`, ...terms.map(stanzaOf)].join(
    '\n\n',
  ) + '\n'

/** `count` terms that differ in their names: a source of any size. */
export const manyTerms = (count: number, prefix = 'TEST'): OboTerm[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${prefix}:${String(index).padStart(7, '0')}`,
    name: `made up concept number ${String(index)}`,
    synonyms: [`invented notion ${String(index)}`],
  }))
