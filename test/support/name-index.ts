import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type IndexedConcept, NameIndexBuilder } from '../../src/index/name-index-builder.ts'
import { type NameIndex, openNameIndex } from '../../src/index/name-index.ts'

/** An index of these concepts, written and read back. */
export const indexOf = (concepts: readonly IndexedConcept[]): NameIndex => {
  const folder = mkdtempSync(join(tmpdir(), 'ontoground-names-'))
  try {
    const builder = new NameIndexBuilder([...new Set(concepts.map(({ concept }) => concept.source))])
    for (const concept of concepts) builder.add(concept)
    builder.write(join(folder, 'names.bin'))
    return openNameIndex(join(folder, 'names.bin'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
