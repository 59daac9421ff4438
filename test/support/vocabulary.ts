import { join } from 'node:path'
import { emptyTerm, type Mapping, type ParsedTerm } from '../../src/core/term.ts'
import type { Issue } from '../../src/core/issue.ts'
import { NameIndexBuilder } from '../../src/index/name-index-builder.ts'
import { type NameIndex, openNameIndex } from '../../src/index/name-index.ts'
import { type Addition, type SourceSpec, VocabWriter } from '../../src/vocab/ingest.ts'
import { VocabStore } from '../../src/vocab/store.ts'
import { newFile, newFolder } from './scratch.ts'

/** A term with the fields given and nothing else. */
export const termWith = (fields: Partial<ParsedTerm> & Pick<ParsedTerm, 'id'>): ParsedTerm => ({
  ...emptyTerm(fields.id),
  ...fields,
})

export interface StoreSource extends Partial<SourceSpec> {
  readonly terms: readonly ParsedTerm[]
  readonly additions?: readonly Addition[]
  readonly mappings?: readonly Mapping[]
}

/** Writes a store file. @returns the issues of all its sources */
export const writeStore = (file: string, sources: readonly StoreSource[]): Issue[] => {
  const issues: Issue[] = []
  const writer = new VocabWriter(file)
  try {
    for (const [index, { terms, additions, mappings, ...spec }] of sources.entries()) {
      const whole = {
        ...{
          name: `source-${String(index)}`,
          entityClass: 'disease',
          parser: 'test',
          idPrefixes: [],
          roots: [],
        },
        ...spec,
      }
      const report = (issue: Issue): unknown => issues.push(issue)
      const source = writer.beginSource(whole, report)
      source.add(terms, additions ?? [], mappings)
      source.end({})
      writer.checkParents(whole, report)
    }
  } catch (error) {
    writer.abandon()
    throw error
  }
  writer.finish()
  return issues
}

export interface OpenStore {
  readonly store: VocabStore
  readonly issues: readonly Issue[]
}

/** A store with these sources, open; the caller closes it. */
export const storeOf = (scratch: string, sources: readonly StoreSource[]): OpenStore => {
  const file = newFile(scratch, 'vocab.sqlite')
  const issues = writeStore(file, sources)
  return { store: new VocabStore(file), issues }
}

/** Names and terms of a vocabulary made up by a test, as the linker is handed them; the caller closes `terms`. */
export const vocabularyOf = (
  scratch: string,
  sources: readonly StoreSource[],
): { readonly names: NameIndex; readonly terms: VocabStore } => {
  const { store } = storeOf(scratch, sources)
  const builder = new NameIndexBuilder(store.sources().map(({ name }) => name))
  for (const concept of store.conceptNames()) builder.add(concept)
  const file = join(newFolder(scratch), 'names.bin')
  builder.write(file)
  return { names: openNameIndex(file), terms: store }
}
