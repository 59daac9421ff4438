import type { Mapping, ParsedTerm } from '../../core/term.ts'
import type { ParseContext, ParsedBatch, TermAddition } from '../contract.ts'
import type { FindCells } from './bind.ts'
import type { Cells } from './cells.ts'
import { rowFilter } from './filter-rows.ts'
import { expander, MappingMaker } from './mapping-maker.ts'
import { NameGroups } from './name-groups.ts'
import type { TableSettings } from './settings.ts'
import { SssomMetadata } from './sssom-metadata.ts'
import { TermMaker } from './term-maker.ts'

/** Rows to batches of terms or mappings, whatever the rows are made of. */
export class RowMaker<Row> {
  readonly #settings: TableSettings
  readonly #context: ParseContext
  readonly #metadata = new SssomMetadata()
  readonly #groups: NameGroups | undefined
  #needed: readonly (Cells<Row> | undefined)[] = []
  #terms: TermMaker<Row> | undefined
  #mappings: MappingMaker<Row> | undefined
  #isWanted: ((row: Row) => boolean) | undefined
  #foundTerms: ParsedTerm[] = []
  #foundMappings: Mapping[] = []

  constructor(settings: TableSettings, context: ParseContext) {
    this.#settings = settings
    this.#context = context
    this.#groups = settings.rows === 'names' ? new NameGroups() : undefined
  }

  /** Finds the columns. @throws KnownError `CONFIG_INVALID` for one the table lacks */
  bind(find: FindCells<Row>): void {
    const { columns, mappings, where } = this.#settings
    const report = this.#context.report.bind(this.#context)
    this.#isWanted = rowFilter(where ?? [], find)
    if (mappings) {
      const header = this.#metadata.end()
      this.#context.describe(header)
      this.#mappings = new MappingMaker(
        this.#settings,
        mappings,
        find,
        report,
        expander(this.#metadata.prefixes),
      )
    } else if (columns?.id) {
      this.#terms = new TermMaker(this.#settings, columns.id, find, report)
      this.#needed = [find(columns.id), columns.label && find(columns.label)]
    }
  }

  comment(text: string): void {
    if (this.#settings.mappings && !this.#mappings)
      this.#metadata.add(text.slice(this.#settings.comment?.length ?? 0))
  }

  row(row: Row, line: number): void {
    if (this.#isWanted && !this.#isWanted(row)) return
    if (this.#mappings) {
      const mapping = this.#mappings.mapping(row, line)
      if (mapping) this.#foundMappings.push(mapping)
      return
    }
    const term = this.#terms?.term(row, line)
    const finished = term && this.#settings.finish ? this.#settings.finish(term) : term
    if (!finished) return
    if (this.#groups) this.#foundTerms.push(...this.#groups.add(finished))
    else this.#foundTerms.push(finished)
  }

  /** Whether a row that ends early says enough to be kept: an id and, where the table has labels, a label. */
  isEnough(row: Row): boolean {
    return this.#needed.length > 0 && this.#needed.every((cells) => cells?.text(row) !== '')
  }

  batch(): ParsedBatch {
    const batch = { terms: this.#foundTerms, additions: NONE, mappings: this.#foundMappings }
    this.#foundTerms = []
    this.#foundMappings = []
    return batch
  }

  end(): ParsedBatch {
    if (this.#groups) this.#foundTerms.push(...this.#groups.end())
    return this.batch()
  }
}

const NONE: readonly TermAddition[] = []
