import type { ParseContext, ParsedBatch, TermAddition } from '../contract.ts'
import { umlsId } from './conso.ts'
import type { ConceptTable } from './concept-table.ts'
import type { FileName, Release } from './files.ts'
import type { RrfOptions } from './options.ts'
import { type Row, RowReader } from './rows.ts'

/** Says which release this is, from the row of MRSAB on the Metathesaurus itself. */
export const describeRelease = async (release: Release, context: ParseContext): Promise<void> => {
  const table = release.get('MRSAB.RRF')
  if (!table) return
  const versions = new Map<string, string>()
  const reader = new RowReader(table, ['RSAB', 'SVER', 'CURVER'], context)
  for await (const block of reader.blocks())
    reader.read(block, (row) => {
      if (OWN_SOURCES.has(row.field(0)) && row.field(2) !== 'N') versions.set(row.field(0), row.field(1))
    })
  // The NCI Metathesaurus has no version of its own; it is renewed with the NCI Thesaurus.
  const isNci = versions.has('NCIMTH')
  const version = versions.get(isNci ? 'NCI' : 'MTH') ?? ''
  context.describe({
    title: isNci ? 'NCI Metathesaurus' : 'UMLS Metathesaurus',
    ...(version === '' ? {} : { release: version }),
  })
}

const OWN_SOURCES = new Set(['MTH', 'NCI', 'NCIMTH'])

/** MRRANK: `SAB|TTY` → rank, higher is better. Empty without the file. */
export const readRanks = async (
  release: Release,
  context: ParseContext,
): Promise<ReadonlyMap<string, number>> => {
  const ranks = new Map<string, number>()
  const table = release.get('MRRANK.RRF')
  if (!table) return ranks
  const reader = new RowReader(table, ['RANK', 'SAB', 'TTY'], context)
  for await (const block of reader.blocks())
    reader.read(block, (row) => {
      const rank = Number(row.field(0))
      const key = `${row.field(1)}|${row.field(2)}`
      if (Number.isSafeInteger(rank)) ranks.set(key, Math.max(rank, ranks.get(key) ?? 0))
    })
  return ranks
}

/** What is added to the concepts kept, one kind of fact after the other. The files need not be sorted. */
export async function* readCompanions(
  release: Release,
  options: RrfOptions,
  kept: ConceptTable,
  context: ParseContext,
): AsyncGenerator<ParsedBatch> {
  const { definitionSources, hierarchy, sources } = options
  if (hasFile(release, 'MRDEF.RRF', definitionSources !== undefined, context))
    yield* readAdditions(new Definitions(release, definitionSources, kept, context))
  const parentsOf = hierarchy === undefined || hierarchy === true ? sources : hierarchy
  const isAsked = hierarchy !== undefined && hierarchy !== false
  if (parentsOf !== false && hasFile(release, 'MRREL.RRF', isAsked, context))
    yield* readAdditions(new Parents(release, parentsOf, kept, context))
  if (hasFile(release, 'MRCUI.RRF', false, context)) yield* readAdditions(new Merges(release, kept, context))
}

const hasFile = (release: Release, name: FileName, isAsked: boolean, context: ParseContext): boolean => {
  if (release.has(name)) return true
  if (isAsked)
    context.report({
      code: 'missing-file',
      line: 0,
      message: `there is no ${name}, which the options ask for; what it would add is missing`,
      repair: `Put ${name} of the same release beside MRCONSO.RRF, or drop the option.`,
    })
  return false
}

interface AdditionReader {
  readonly reader: RowReader
  take(row: Row): void
  /** What the block gave; `atEnd` also what is still open. */
  takeBatch(atEnd: boolean): readonly TermAddition[]
}

async function* readAdditions(source: AdditionReader): AsyncGenerator<ParsedBatch> {
  const take = (row: Row): void => {
    source.take(row)
  }
  for await (const block of source.reader.blocks()) {
    source.reader.read(block, take)
    yield { terms: [], additions: source.takeBatch(false) }
  }
  yield { terms: [], additions: source.takeBatch(true) }
}

const tableOf = (release: Release, name: FileName): NonNullable<ReturnType<Release['get']>> =>
  release.get(name) ?? release.conso

/** Definitions: the best of the rows of a concept that stand together. */
class Definitions implements AdditionReader {
  readonly reader: RowReader
  readonly #sources: readonly string[] | undefined
  readonly #kept: ConceptTable
  #best: {
    readonly cui: string
    readonly line: number
    readonly rank: number
    readonly text: string
  } | null = null
  #batch: TermAddition[] = []

  constructor(
    release: Release,
    sources: readonly string[] | undefined,
    kept: ConceptTable,
    context: ParseContext,
  ) {
    this.reader = new RowReader(tableOf(release, 'MRDEF.RRF'), ['CUI', 'SAB', 'DEF', 'SUPPRESS'], context)
    this.#sources = sources
    this.#kept = kept
  }

  take(row: Row): void {
    const cui = row.field(0)
    const rank = this.#sources?.indexOf(row.field(1)) ?? 0
    const text = row.field(2).trim()
    if (rank === -1 || text === '' || isSuppressed(row.field(3)) || this.#kept.get(cui) === 0) return
    if (this.#best && this.#best.cui !== cui) this.#end()
    if (!this.#best || rank < this.#best.rank) this.#best = { cui, line: row.line, rank, text }
  }

  takeBatch(atEnd: boolean): readonly TermAddition[] {
    if (atEnd) this.#end()
    const batch = this.#batch
    this.#batch = []
    return batch
  }

  #end(): void {
    if (this.#best)
      this.#batch.push({ id: umlsId(this.#best.cui), line: this.#best.line, definition: this.#best.text })
    this.#best = null
  }
}

const isSuppressed = (flag: string): boolean => flag === 'O' || flag === 'Y' || flag === 'E'

/** What a parent's attribute (RELA) says where it is one of kind, not of part; in lower case. */
const IS_A = new Set(['', 'inverse_isa', 'subsumes'])

/**
 * Parents: rows `concept|PAR|parent`. The rows `CHD` say the same the other way round. Concepts that are not kept are no
 * parents, and none is its own.
 */
class Parents implements AdditionReader {
  readonly reader: RowReader
  readonly #sources: ReadonlySet<string> | null
  readonly #kept: ConceptTable
  #open: { readonly cui: string; readonly line: number; readonly parents: Set<string> } | null = null
  #batch: TermAddition[] = []

  constructor(
    release: Release,
    sources: readonly string[] | undefined,
    kept: ConceptTable,
    context: ParseContext,
  ) {
    const columns = ['CUI1', 'CUI2', 'RELA', 'SAB', 'SUPPRESS']
    this.reader = new RowReader(tableOf(release, 'MRREL.RRF'), columns, context)
    this.reader.keepOnly('REL', ['PAR'])
    this.#sources = sources === undefined ? null : new Set(sources)
    this.#kept = kept
  }

  take(row: Row): void {
    const [cui, parent] = [row.field(0), row.field(1)]
    if (cui === parent || isSuppressed(row.field(4)) || !IS_A.has(row.field(2).toLowerCase())) return
    if (this.#sources?.has(row.field(3)) === false) return
    if (this.#kept.get(cui) === 0 || this.#kept.get(parent) === 0) return
    if (this.#open?.cui !== cui) this.#end()
    this.#open ??= { cui, line: row.line, parents: new Set() }
    this.#open.parents.add(umlsId(parent))
  }

  takeBatch(atEnd: boolean): readonly TermAddition[] {
    if (atEnd) this.#end()
    const batch = this.#batch
    this.#batch = []
    return batch
  }

  #end(): void {
    if (this.#open)
      this.#batch.push({
        id: umlsId(this.#open.cui),
        line: this.#open.line,
        parents: [...this.#open.parents],
      })
    this.#open = null
  }
}

/** Retired concepts that were merged into others: rows `retired|…|SY|…|concept`. */
class Merges implements AdditionReader {
  readonly reader: RowReader
  readonly #kept: ConceptTable
  #batch: TermAddition[] = []

  constructor(release: Release, kept: ConceptTable, context: ParseContext) {
    this.reader = new RowReader(tableOf(release, 'MRCUI.RRF'), ['CUI1', 'CUI2'], context)
    this.reader.keepOnly('REL', ['SY'])
    this.#kept = kept
  }

  take(row: Row): void {
    const [retired, concept] = [row.field(0), row.field(1)]
    if (retired === '' || this.#kept.get(concept) === 0 || this.#kept.get(retired) !== 0) return
    this.#batch.push({ id: umlsId(concept), line: row.line, altIds: [umlsId(retired)] })
  }

  takeBatch(): readonly TermAddition[] {
    const batch = this.#batch
    this.#batch = []
    return batch
  }
}
