import { KnownError } from '../core/errors.ts'
import { readXml } from '../io/xml-events.ts'
import type { ParseContext, ParsedBatch, Parser } from './contract.ts'
import { MeshCollector } from './mesh/collector.ts'
import { describeRelease, type MeshFile, meshFiles, reportOf } from './mesh/files.ts'
import { type MeshOptions, meshOptions } from './mesh/options.ts'
import { MeshXmlReader, ROOTS } from './mesh/xml-reader.ts'

/**
 * MeSH XML of NLM (www.nlm.nih.gov/mesh/xml_data_elements.html): descriptors, qualifiers, supplementary concept records
 * and pharmacological actions, each in a file of its own; a folder or a zip may hold several, which are read in that
 * order. Records are terms; parents follow from the tree numbers, and come as additions at the end. Beside the record
 * being read, it remembers the tree numbers, and with options that choose also the records kept.
 */
export const meshXmlParser: Parser<MeshOptions> = {
  options: meshOptions,
  async *parse(path, options, context) {
    const files = await orderedFiles(path, context)
    describeRelease(path, files, context)
    const collector = new MeshCollector(options, context)
    const saidUnknown = new Set<string>()
    for (const file of files) {
      const report = reportOf(context, file, files)
      const reader = new MeshXmlReader(collector, report, saidUnknown)
      yield* readFile(path, file, reader, { context, report, collector })
    }
    yield* collector.parents()
  },
}

interface Reading {
  readonly context: ParseContext
  readonly report: ParseContext['report']
  readonly collector: MeshCollector
}

async function* readFile(
  path: string,
  { entry }: MeshFile,
  reader: MeshXmlReader,
  { context, report, collector }: Reading,
): AsyncGenerator<ParsedBatch> {
  const pieces = readXml(path, reader, { report, entry, signal: context.signal })
  for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
    if (reader.root !== undefined && !ROOTS.includes(reader.root)) throw notMesh(path, `<${reader.root}>`)
    const batch = collector.take()
    if (batch.terms.length > 0 || batch.additions.length > 0) yield batch
  }
}

/** Supplementary records need the descriptors first, and all that is said of records comes after them. */
const orderedFiles = async (path: string, context: ParseContext): Promise<readonly MeshFile[]> => {
  const files = await meshFiles(
    path,
    /\.xml(?:\.gz|\.zip)?$|^(?:desc|qual|supp|pa)\d{4}\.(?:gz|zip)$/i,
    context.signal,
  )
  if (files.length === 1) return files
  const ordered = ROOTS.flatMap((root) => files.filter((file) => rootOf(file) === root))
  for (const file of files) {
    if (ordered.includes(file)) continue
    const message = `${file.entry ?? ''}: this is no MeSH XML; the file was passed over`
    context.report({
      code: 'missing-file',
      line: 0,
      message,
      repair: 'Take it out of the folder, or ignore this.',
    })
  }
  if (ordered.length > 0) return ordered
  throw notMesh(path, 'no file in it begins as such')
}

/** The first element of a file, comments and the document type passed over. */
const rootOf = ({ head }: MeshFile): string | undefined =>
  /<([A-Za-z]\w*)/.exec(head.replace(/<!--.*?-->/gs, ''))?.[1]

const notMesh = (path: string, found: string): KnownError =>
  new KnownError(
    'SOURCE_SYNTAX',
    `XML, but not of MeSH: ${found.slice(0, 80)}`,
    `Check that "type" fits the file: MeSH XML begins with ${ROOTS.map((root) => `<${root}>`).join(', ')}.`,
    { place: { file: path } },
  )
