import { readBytes } from '../../io/source.ts'
import { readNTriples } from './n-triples.ts'
import { readRdfXml } from './rdf-xml.ts'
import { syntaxOf } from './syntax.ts'
import type { Triple } from './triple.ts'
import type { TripleOptions } from './triple-options.ts'
import { readTurtle } from './turtle.ts'

export type { TripleOptions } from './triple-options.ts'

const HEAD_BYTES = 16 * 1024

/**
 * Streams the triples of an RDF file (RDF/XML, Turtle, TriG, N-Triples, N-Quads, told apart by content, then name), some
 * hundreds or thousands at a time, in memory bounded by the longest value. A batch may be empty. Names of graphs are
 * dropped.
 *
 * @throws KnownError those of `readXml` and `readTextBlocks`; `SOURCE_SYNTAX` with its line
 */
export async function* readTriples(file: string, options: TripleOptions): AsyncGenerator<readonly Triple[]> {
  const syntax = syntaxOf(await readHead(file, options), options.entry ?? file)
  if (syntax === 'rdf-xml') yield* readRdfXml(file, options)
  else if (syntax === 'n-triples') yield* readNTriples(file, options)
  else yield* readTurtle(file, options)
}

const readHead = async (file: string, options: TripleOptions): Promise<string> => {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of readBytes(file, options)) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= HEAD_BYTES) break
  }
  return Buffer.concat(chunks).toString('utf8', 0, HEAD_BYTES)
}
