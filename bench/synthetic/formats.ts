import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writePieces } from '../synthetic.ts'
import { madeUpConcepts, type MadeUpConcept } from './concepts.ts'
import * as rdf from './rdf.ts'
import * as tables from './tables.ts'

/** A source of any size in one format. */
export interface SyntheticFormat {
  readonly name: string
  /** Of the parser, with its options. */
  readonly type: string
  readonly options?: unknown
  /** Of the file that makes up the size; a slash in it makes the source a folder. */
  readonly fileName: string
  readonly head?: string
  readonly record: (concept: MadeUpConcept) => string
  readonly tail?: string
  /** Files beside it, by name, a record for each concept too. */
  readonly besides?: Readonly<Record<string, (concept: MadeUpConcept) => string>>
}

export const FORMATS: readonly SyntheticFormat[] = [
  { name: 'OBO', type: 'obo', fileName: 'syn.obo', head: rdf.OBO_HEAD, record: rdf.oboTerm },
  {
    name: 'OBO Graphs',
    type: 'obographs',
    fileName: 'syn.json',
    head: rdf.GRAPHS_HEAD,
    record: rdf.graphsNode,
    tail: rdf.GRAPHS_TAIL,
  },
  {
    name: 'RDF/XML',
    type: 'owl',
    fileName: 'syn.owl',
    head: rdf.OWL_HEAD,
    record: rdf.owlClass,
    tail: rdf.OWL_TAIL,
  },
  { name: 'Turtle', type: 'owl', fileName: 'syn.ttl', head: rdf.TURTLE_HEAD, record: rdf.turtleClass },
  {
    name: 'functional syntax',
    type: 'ofn',
    fileName: 'syn.ofn',
    head: rdf.FUNCTIONAL_HEAD,
    record: rdf.functionalClass,
    tail: rdf.FUNCTIONAL_TAIL,
  },
  {
    name: 'MeSH XML',
    type: 'mesh-xml',
    fileName: 'desc.xml',
    head: tables.MESH_HEAD,
    record: tables.meshRecord,
    tail: tables.MESH_TAIL,
  },
  {
    name: 'UMLS RRF',
    type: 'umls-rrf',
    fileName: 'META/MRCONSO.RRF',
    record: tables.consoRows,
    besides: { 'MRSTY.RRF': tables.semanticTypeRow },
  },
  {
    name: 'Cellosaurus text',
    type: 'cellosaurus',
    fileName: 'cellosaurus.txt',
    head: tables.CELLOSAURUS_HEAD,
    record: tables.cellLine,
  },
  {
    name: 'TSV (gene_info)',
    type: 'table',
    options: { preset: 'ncbi-gene-info' },
    fileName: 'gene_info.tsv',
    head: tables.GENE_HEAD,
    record: tables.geneRow,
  },
  { name: 'JSON Lines', type: 'jsonl', fileName: 'syn.jsonl', record: tables.jsonLine },
]

export interface WrittenSource {
  readonly path: string
  /** Of all its files. */
  readonly bytes: number
  readonly lines: number
  readonly concepts: number
}

/** Writes a source of about `bytes` bytes into a folder. */
export const writeFormat = async (
  format: SyntheticFormat,
  bytes: number,
  folder: string,
): Promise<WrittenSource> => {
  const file = join(folder, format.fileName)
  mkdirSync(dirname(file), { recursive: true })
  const written = { bytes: 0, concepts: 0 }
  let lines = await writePieces(pieces(format, bytes, written), file)
  for (const [name, record] of Object.entries(format.besides ?? {})) {
    const counted = { bytes: 0, concepts: 0 }
    const rows = pieces({ ...format, head: '', tail: '', record }, Infinity, counted, written.concepts)
    lines += await writePieces(rows, join(dirname(file), name))
    written.bytes += counted.bytes
  }
  const isFolder = format.fileName.includes('/')
  return { ...written, lines, path: isFolder ? dirname(file) : file }
}

const PIECE_LENGTH = 500_000

function* pieces(
  { head = '', record, tail = '' }: SyntheticFormat,
  bytes: number,
  written: { bytes: number; concepts: number },
  concepts = Infinity,
): Generator<string> {
  let text = head
  // All that is made up is ASCII: a character is a byte.
  for (const concept of madeUpConcepts()) {
    if (written.bytes + text.length >= bytes || written.concepts === concepts) break
    text += record(concept)
    written.concepts++
    if (text.length < PIECE_LENGTH) continue
    written.bytes += text.length
    yield text
    text = ''
  }
  written.bytes += text.length + tail.length
  yield text + tail
}
