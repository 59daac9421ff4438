import type { Issue } from '../../core/issue.ts'
import type { ReadOptions } from '../../io/source.ts'
import type { Triple } from './triple.ts'

export interface TripleOptions extends ReadOptions {
  readonly report: (issue: Issue) => void
}

/**
 * Streams the triples of an RDF file (RDF/XML, Turtle, N-Triples, N-Quads, told apart by content, then name), some
 * hundreds or thousands at a time, in memory bounded by the longest statement. A batch may be empty. Graph names are
 * dropped.
 *
 * @throws KnownError those of `readXml` and `readTextBlocks`
 */
// eslint-disable-next-line require-yield, @typescript-eslint/require-await -- the interface; its body follows
export async function* readTriples(
  _file: string,
  _options: TripleOptions,
): AsyncGenerator<readonly Triple[]> {
  throw new Error('not yet')
}
