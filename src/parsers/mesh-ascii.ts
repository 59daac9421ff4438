import { KnownError } from '../core/errors.ts'
import { readTextBlocks } from '../io/text-blocks.ts'
import type { ParseContext, ParsedBatch, Parser } from './contract.ts'
import { AsciiReader } from './mesh/ascii-reader.ts'
import { MeshCollector } from './mesh/collector.ts'
import { describeRelease, type MeshFile, meshFiles, reportOf } from './mesh/files.ts'
import { Headings } from './mesh/headings.ts'
import { type MeshOptions, meshOptions } from './mesh/options.ts'
import { TreeFile } from './mesh/tree-file.ts'

/**
 * MeSH ASCII of NLM (www.nlm.nih.gov/mesh/asc_abt.html): `*NEWRECORD` files of descriptors, qualifiers and supplementary
 * records. A folder or a zip may hold several, and with them `mtrees….bin`, which has the tree numbers by heading.
 * Records name one another by heading; what descriptors say of one another, and the parents, come as additions at the end.
 * Beside the record being read it remembers headings and tree numbers, and with options that choose the records kept.
 */
export const meshAsciiParser: Parser<MeshOptions> = {
  options: meshOptions,
  async *parse(path, options, context) {
    const files = await orderedFiles(path, context)
    describeRelease(path, files, context)
    const source = new AsciiSource(path, new MeshCollector(options, context), context)
    for (const file of files) yield* source.read(file, reportOf(context, file, files))
    yield* source.finish()
  },
}

type Report = ParseContext['report']

class AsciiSource {
  readonly #path: string
  readonly #collector: MeshCollector
  readonly #context: ParseContext
  readonly #headings = new Headings()
  readonly #trees = new TreeFile()
  readonly #saidUnknown = new Set<string>()

  constructor(path: string, collector: MeshCollector, context: ParseContext) {
    this.#path = path
    this.#collector = collector
    this.#context = context
  }

  async *read(file: MeshFile, report: Report): AsyncGenerator<ParsedBatch> {
    const reader = new AsciiReader({
      report,
      saidUnknown: this.#saidUnknown,
      treeNumbersOf: (heading) => this.#trees.of(heading),
      onRecord: (record) => {
        this.#collector.add(this.#headings.resolve(record, report), report)
      },
    })
    const { entry } = file
    const kind = kindOf(file)
    for await (const block of readTextBlocks(this.#path, { report, entry, signal: this.#context.signal })) {
      if (kind === 'trees') this.#trees.read(block.text, block.firstLine, report)
      else {
        reader.read(block.text, block.firstLine)
        yield this.#collector.take()
      }
    }
    reader.finish()
    yield this.#collector.take()
  }

  *finish(): Generator<ParsedBatch> {
    const report: Report = (issue) => {
      this.#context.report(issue)
    }
    this.#headings.finish(this.#collector, report)
    this.#trees.reportUnused(report)
    yield this.#collector.take()
    yield* this.#collector.parents()
  }
}

type Kind = 'trees' | 'descriptors' | 'qualifiers' | 'supplementary'

/** The trees give descriptors their places, and supplementary records name descriptors. */
const ORDER: readonly Kind[] = ['trees', 'descriptors', 'qualifiers', 'supplementary']

/** What a file holds, by its first record. */
const kindOf = ({ head }: MeshFile): Kind | undefined => {
  if (/^\s*[^;*\n]+;[A-Z]\d{2}[.\d]*\s*\n/.test(head)) return 'trees'
  if (!/^\*NEWRECORD\s*$/m.test(head)) return undefined
  const name = /^(?:RECTYPE = ([DQC])|(MH|SH|NM) = )/m.exec(head)
  const first = name?.[1] ?? name?.[2]
  if (first === 'Q' || first === 'SH') return 'qualifiers'
  return first === 'C' || first === 'NM' ? 'supplementary' : 'descriptors'
}

const orderedFiles = async (path: string, context: ParseContext): Promise<readonly MeshFile[]> => {
  const files = await meshFiles(path, /\.bin(?:\.gz|\.zip)?$/i, context.signal)
  const ordered = ORDER.flatMap((kind) => files.filter((file) => kindOf(file) === kind))
  if (ordered.every((file) => kindOf(file) === 'trees')) throw notMesh(path)
  for (const file of files) {
    if (ordered.includes(file)) continue
    const message = `${file.entry ?? ''}: this is no MeSH ASCII; the file was passed over`
    const repair = 'Take it out of the folder, or ignore this.'
    context.report({ code: 'missing-file', line: 0, message, repair })
  }
  return ordered
}

const notMesh = (path: string): KnownError =>
  new KnownError(
    'SOURCE_SYNTAX',
    'no MeSH ASCII: there is no line *NEWRECORD where the records should begin',
    'Check that "type" fits the file.',
    { place: { file: path } },
  )
