import type { IssueCode } from '../../core/issue.ts'
import type { ParsedTerm } from '../../core/term.ts'
import type { ParseContext } from '../contract.ts'
import { type CellLine, isAccession, termOfCellLine } from './cell-line.ts'
import type { CellLineChoice } from './choice.ts'

/** Collects the entries of a file as terms, and reports what is wrong with them. */
export class Entries {
  /** Entries seen, kept or not. */
  seen = 0
  readonly #choice: CellLineChoice
  readonly #context: ParseContext
  #batch: ParsedTerm[] = []

  constructor(choice: CellLineChoice, context: ParseContext) {
    this.#choice = choice
    this.#context = context
  }

  /** `more`: what else the term is to say. */
  add(cellLine: CellLine, more: Partial<ParsedTerm> = {}): void {
    this.seen++
    const { accession, name, line } = cellLine
    if (!isAccession(accession)) {
      const why = accession === '' ? 'has no accession' : `has "${accession.slice(0, 80)}" for an accession`
      this.report('missing-id', line, `the cell line "${name.slice(0, 80)}" ${why}; it was left out`)
    } else if (this.#choice.keeps(cellLine)) this.#batch.push({ ...termOfCellLine(cellLine), ...more })
  }

  /** An accession another line is named by; one that is none is reported. */
  addAccession(list: string[], text: string, line: number): void {
    const accession = text.trim()
    if (isAccession(accession)) list.push(accession)
    else
      this.report(
        'malformed-line',
        line,
        `"${accession.slice(0, 80)}" is no accession (CVCL_…); it was left out`,
      )
  }

  report(code: IssueCode, line: number, message: string): void {
    const repair = 'Download Cellosaurus again; if it stays, tell its authors.'
    this.#context.report({ code, line, message, repair })
  }

  takeBatch(): readonly ParsedTerm[] {
    const batch = this.#batch
    this.#batch = []
    return batch
  }
}
