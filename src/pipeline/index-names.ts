import { join } from 'node:path'
import { CurationSet } from '../curation/curation-set.ts'
import { DictionaryBuilder } from '../index/dictionary/dictionary-builder.ts'
import { NameIndexBuilder } from '../index/name-index-builder.ts'
import type { VocabStore } from '../vocab/store.ts'
import { curatedConcept } from './curations.ts'
import { FILES } from './manifest.ts'

/** By source. */
export type Curations = ReadonlyMap<string, CurationSet>

export const NO_CURATIONS = new CurationSet('', [])

/**
 * Writes the indexes over all names: for look-up and for finding them in text.
 *
 * @param sources names of the sources, best ranked first
 * @returns how many names there are
 */
export const indexNames = (
  store: VocabStore,
  folder: string,
  sources: readonly string[],
  curations: Curations,
): number => {
  const index = new NameIndexBuilder(sources)
  const dictionary = new DictionaryBuilder()
  for (const named of store.conceptNames()) {
    const { source, entityClass } = named.concept
    const curated = curatedConcept(named, curations.get(source) ?? NO_CURATIONS)
    index.add(curated)
    for (const { text, use } of curated.names)
      if (use !== 'drop' && use !== 'link-only') dictionary.add(text, entityClass)
  }
  index.write(join(folder, FILES.names))
  dictionary.write(join(folder, FILES.dictionary))
  return index.names
}
