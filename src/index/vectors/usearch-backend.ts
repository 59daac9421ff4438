import type { VectorBackend } from './contract.ts'
import { RowIndex, RowIndexBuilder } from './row-index.ts'
import { GraphBuilder } from './usearch-builder.ts'
import { graphStart } from './usearch-extension.ts'
import { GraphIndex, type GraphSettings } from './usearch-index.ts'
import { EXPANSION_SEARCH } from './usearch-library.ts'
import { VectorFile } from './vector-file.ts'

/**
 * Up to so many vectors are scanned, all of them: no graph need be built, and none is missed. 2 ms at 384 dimensions, as
 * long as a graph of a million takes.
 */
const ROWS_UP_TO = 20_000
/** Of larger indexes, so many that a filter accepts: 5 ms; the graph would take longer to find them among the others. */
const SCAN_UP_TO = 50_000

interface BackendSettings extends GraphSettings {
  readonly rowsUpTo: number
}

/**
 * HNSW by usearch over vectors in 8 bits a number, mapped from disk; up to 20,000 vectors are all looked at instead.
 * `docs/benchmarks.md` has the figures.
 *
 * @param given for tests, which build graphs of few vectors, and benchmarks
 */
export const usearchBackend = (given: Partial<BackendSettings> = {}): VectorBackend => {
  const settings = { rowsUpTo: ROWS_UP_TO, scanUpTo: SCAN_UP_TO, expansionSearch: EXPANSION_SEARCH, ...given }
  return {
    name: 'usearch',
    build: (vectors) =>
      vectors.capacity <= settings.rowsUpTo ? new RowIndexBuilder(vectors) : new GraphBuilder(vectors),
    extend: (vectors, base) => {
      const start = vectors.capacity <= settings.rowsUpTo ? undefined : graphStart(vectors, base)
      return start && new GraphBuilder(vectors, start)
    },
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
