import { basename } from 'node:path'
import { KnownError } from '../../../core/errors.ts'
import { emptyTerm, type ParsedTerm, type Synonym } from '../../../core/term.ts'
import { type DelimitedRow, readDelimitedRows } from '../../../io/delimited-rows.ts'
import { listEntries } from '../../../io/source.ts'
import type { ParseContext, ParsedBatch, TermAddition } from '../../contract.ts'
import { distinctSynonyms } from '../../distinct.ts'
import { presetOptions } from '../options.ts'
import type { Preset } from '../preset.ts'
import type { TableSettings } from '../settings.ts'

const PREFIX = 'NCBITaxon:'

/** How a class of names relates to the taxon, and what type of synonym it is. Type material is no name of it. */
const NAME_CLASSES: ReadonlyMap<string, readonly [scope: Synonym['scope'], type?: string]> = new Map([
  ['synonym', ['exact']],
  ['genbank synonym', ['exact']],
  ['equivalent name', ['exact']],
  ['anamorph', ['exact', 'anamorph']],
  ['teleomorph', ['exact', 'teleomorph']],
  ['authority', ['exact', 'authority']],
  ['common name', ['exact', 'common_name']],
  ['genbank common name', ['exact', 'common_name']],
  ['acronym', ['exact', 'acronym']],
  ['genbank acronym', ['exact', 'acronym']],
  ['blast name', ['related', 'blast_name']],
  ['in-part', ['broad', 'in-part']],
  ['includes', ['narrow', 'includes']],
  ['misspelling', ['related', 'misspelling']],
  ['misnomer', ['related', 'misnomer']],
  ['unpublished name', ['related', 'unpublished_name']],
  ['genbank anamorph', ['exact', 'anamorph']],
])

const PASSED_OVER = new Set(['type material'])
const BATCH = 5000

/**
 * The taxonomy dump of NCBI (ftp.ncbi.nlm.nih.gov/pub/taxonomy): a folder or zip with `names.dmp` and `nodes.dmp`, both in
 * the order of ids, and perhaps `merged.dmp`. Ranks become subsets. Names out of order are joined by the store.
 */
async function* read(
  file: string,
  settings: TableSettings,
  context: ParseContext,
): AsyncGenerator<ParsedBatch> {
  const entries = await listEntries(file)
  const entryOf = (name: string): string | undefined =>
    entries.find((entry) => basename(entry) === name || basename(entry) === `${name}.gz`)
  const [names, nodes, merged] = [entryOf('names.dmp'), entryOf('nodes.dmp'), entryOf('merged.dmp')]
  if (names === undefined || nodes === undefined) {
    const message = 'no NCBI taxonomy dump: it is a folder or zip with names.dmp and nodes.dmp'
    const repair = 'Download taxdmp.zip, or unpack taxdump.tar.gz and give its folder.'
    throw new KnownError('SOURCE_SYNTAX', message, repair, { place: { file } })
  }
  const taxa = new TaxonMerger(settings, context)
  yield* taxa.merge(rowsOf(file, nodes, context), groupsOf(rowsOf(file, names, context)))
  if (merged !== undefined) for await (const rows of rowsOf(file, merged, context)) yield taxa.merged(rows)
  else context.report(missing('merged.dmp'))
}

export const ncbiTaxonomy: Preset = { ...presetOptions({ preset: 'ncbi-taxonomy' }), read }

const missing = (name: string): Parameters<ParseContext['report']>[0] => ({
  code: 'missing-file',
  line: 0,
  message: `${name} is not there: ids merged into others stay unknown`,
  repair: 'Give the whole dump.',
})

const rowsOf = (
  file: string,
  entry: string,
  context: ParseContext,
): AsyncGenerator<readonly DelimitedRow[]> =>
  readDelimitedRows(file, {
    entry,
    separator: '\t|\t',
    quoted: false,
    signal: context.signal,
    report: (issue) => {
      context.report({ ...issue, message: `${basename(entry)}: ${issue.message}` })
    },
  })

/** Rows that follow each other with one number in front. */
interface TaxonRows {
  readonly taxon: number
  readonly rows: readonly DelimitedRow[]
}

// The last cell of a row is followed by a tab and a bar.
const cell = (row: DelimitedRow, at: number): string => (row.cells[at] ?? '').replace(/\t\|$/, '').trim()

/** `NaN` for what is no number. */
const taxonOf = (row: DelimitedRow, at = 0): number => {
  const text = cell(row, at)
  return /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN
}

async function* groupsOf(blocks: AsyncIterable<readonly DelimitedRow[]>): AsyncGenerator<TaxonRows> {
  let rows: DelimitedRow[] = []
  let taxon = Number.NaN
  for await (const block of blocks) {
    for (const row of block) {
      const next = taxonOf(row)
      if (!Object.is(next, taxon) && rows.length > 0) {
        yield { taxon, rows }
        rows = []
      }
      taxon = next
      rows.push(row)
    }
  }
  if (rows.length > 0) yield { taxon, rows }
}

/** Goes through nodes and names side by side. */
class TaxonMerger {
  readonly #context: ParseContext
  readonly #ranks: ReadonlySet<string> | undefined
  /** Where `ranks` leave taxa out: those that stay. */
  readonly #kept = new Set<number>()
  readonly #unknownClasses = new Set<string>()

  constructor(settings: TableSettings, context: ParseContext) {
    this.#context = context
    this.#ranks = settings.ranks && new Set(settings.ranks)
  }

  async *merge(
    nodes: AsyncIterable<readonly DelimitedRow[]>,
    names: AsyncGenerator<TaxonRows>,
  ): AsyncGenerator<ParsedBatch> {
    let group = await names.next()
    for await (const rows of nodes) {
      const terms: ParsedTerm[] = []
      const additions: TermAddition[] = []
      for (const row of rows) {
        const taxon = taxonOf(row)
        while (group.done !== true && !(group.value.taxon >= taxon)) {
          additions.push(...this.#stray(group.value))
          group = await names.next()
        }
        const own = group.done !== true && group.value.taxon === taxon ? group.value.rows : []
        if (own.length > 0) group = await names.next()
        const term = this.#term(row, taxon, own)
        if (term) terms.push(term)
      }
      yield { terms, additions }
    }
    yield* this.#rest(group, names)
  }

  async *#rest(
    group: IteratorResult<TaxonRows, unknown>,
    names: AsyncGenerator<TaxonRows>,
  ): AsyncGenerator<ParsedBatch> {
    let additions: TermAddition[] = []
    for (let next = group; next.done !== true; next = await names.next()) {
      additions.push(...this.#stray(next.value))
      if (additions.length < BATCH) continue
      yield { terms: [], additions }
      additions = []
    }
    yield { terms: [], additions }
  }

  merged(rows: readonly DelimitedRow[]): ParsedBatch {
    const additions = rows.flatMap((row): TermAddition[] => {
      const [old, current] = [taxonOf(row), taxonOf(row, 1)]
      if (Number.isNaN(old) || Number.isNaN(current)) this.#malformed(row, 'merged.dmp')
      else if (old !== current && this.#isKept(current))
        return [{ id: idOf(current), line: row.line, altIds: [idOf(old)] }]
      return []
    })
    return { terms: [], additions }
  }

  #isKept(taxon: number): boolean {
    return this.#ranks === undefined || this.#kept.has(taxon)
  }

  #term(row: DelimitedRow, taxon: number, names: readonly DelimitedRow[]): ParsedTerm | undefined {
    const parent = taxonOf(row, 1)
    const rank = cell(row, 2)
    if (Number.isNaN(taxon) || Number.isNaN(parent)) {
      this.#malformed(row, 'nodes.dmp')
      return undefined
    }
    if (this.#ranks) {
      if (!this.#ranks.has(rank)) return undefined
      this.#kept.add(taxon)
    }
    return {
      ...emptyTerm(idOf(taxon), row.line),
      ...this.#namesOf(names),
      // The root is its own parent.
      parents: parent === taxon ? [] : [idOf(parent)],
      subsets: rank === '' || rank === 'no rank' ? [] : [rank],
    }
  }

  /** Names of a taxon that stands elsewhere in nodes.dmp, or nowhere. */
  #stray({ taxon, rows }: TaxonRows): TermAddition[] {
    if (Number.isNaN(taxon)) {
      for (const row of rows) this.#malformed(row, 'names.dmp')
      return []
    }
    return [{ id: idOf(taxon), line: rows[0]?.line ?? 0, ...this.#namesOf(rows) }]
  }

  #namesOf(rows: readonly DelimitedRow[]): Pick<ParsedTerm, 'label' | 'synonyms'> {
    let label: string | null = null
    const synonyms: Synonym[] = []
    for (const row of rows) {
      const [text, nameClass] = [cell(row, 1), cell(row, 3)]
      if (text === '') this.#malformed(row, 'names.dmp')
      else if (nameClass === 'scientific name' && label === null) label = text
      else if (!PASSED_OVER.has(nameClass)) synonyms.push(this.#synonym(text, nameClass, row.line))
    }
    return {
      label,
      synonyms: distinctSynonyms(synonyms.filter(({ text, scope }) => text !== label || scope !== 'exact')),
    }
  }

  #synonym(text: string, nameClass: string, line: number): Synonym {
    const known = NAME_CLASSES.get(nameClass)
    if (
      !known &&
      nameClass !== 'scientific name' &&
      this.#unknownClasses.size < 100 &&
      !this.#unknownClasses.has(nameClass)
    ) {
      this.#unknownClasses.add(nameClass)
      this.#context.report({
        code: 'unknown-tag',
        line,
        message: `names.dmp: the name class "${nameClass.slice(0, 40)}" is not known; its names were kept as related (said once)`,
        repair: 'Nothing needs to be done.',
      })
    }
    const [scope, type] = known ?? ['related', undefined]
    return { text, scope, ...(type === undefined ? {} : { type }) }
  }

  #malformed({ line, cells }: DelimitedRow, file: string): void {
    this.#context.report({
      code: 'malformed-line',
      line,
      message: `${file}: "${cells.join(' | ').slice(0, 60)}" has not the columns of the dump; it was left out`,
      repair: 'Fetch the file again.',
    })
  }
}

const idOf = (taxon: number): string => `${PREFIX}${String(taxon)}`
