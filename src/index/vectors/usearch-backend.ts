import type { VectorBackend } from './contract.ts'
import { RowIndex, RowIndexBuilder } from './row-index.ts'
import { GraphBuilder } from './usearch-builder.ts'
import { GraphIndex, type GraphSettings } from './usearch-index.ts'
import { EXPANSION_SEARCH } from './usearch-library.ts'
import { VectorFile } from './vector-file.ts'

/** Up to so many vectors are scanned, all of them, filtered or not: no graph need be built, and none is missed. */
const SCAN_UP_TO = 50_000

/**
 * HNSW by usearch over vectors in 8 bits a number, mapped from disk; up to 50,000 vectors are all looked at instead.
 * `docs/benchmarks.md` has the figures.
 *
 * @param given for tests, which build graphs of few vectors, and benchmarks
 */
export const usearchBackend = (given: Partial<GraphSettings> = {}): VectorBackend => {
  const settings = { scanUpTo: SCAN_UP_TO, expansionSearch: EXPANSION_SEARCH, ...given }
  return {
    name: 'usearch',
    build: (vectors) =>
      vectors.capacity <= settings.scanUpTo ? new RowIndexBuilder(vectors) : new GraphBuilder(vectors),
    open: (file) => {
      const opened = new VectorFile(file)
      try {
        return opened.footer.layout === 'rows' ? new RowIndex(opened) : new GraphIndex(opened, settings)
      } catch (error) {
        opened.close()
        throw error
      }
    },
  }
}
