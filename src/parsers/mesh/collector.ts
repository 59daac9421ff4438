import type { Issue } from '../../core/issue.ts'
import type { ParsedTerm } from '../../core/term.ts'
import type { ParseContext, ParsedBatch, TermAddition } from '../contract.ts'
import type { MeshOptions } from './options.ts'
import { curieOfUi, isUi, type MeshRecord, RELATION_TYPES, termOfRecord } from './record.ts'
import { Selection } from './selection.ts'
import { Trees } from './trees.ts'

type Report = (issue: Issue) => void

/** Turns the records of all files of a source into batches: chooses, makes terms, and at the end gives the parents. */
export class MeshCollector {
  readonly #context: ParseContext
  readonly #selection: Selection
  readonly #trees = new Trees()
  #terms: ParsedTerm[] = []
  #additions: TermAddition[] = []
  #saidOfHeadings = false

  constructor(options: MeshOptions, context: ParseContext) {
    this.#context = context
    this.#selection = new Selection(options)
    for (const relation of RELATION_TYPES) context.defineRelation(relation)
  }

  /** @returns whether the record was kept */
  add(record: MeshRecord, report: Report): boolean {
    if (!isUi(record.ui)) {
      reportBadUi(record, report)
      return false
    }
    this.#checkHeadings(record, report)
    const { kept, entityClass } = this.#selection.choose(record)
    this.#trees.add(record, kept, report)
    if (kept)
      this.#terms.push(
        termOfRecord(record, entityClass, (registryNumber) => {
          const message = `${curieOfUi(record.ui)}: the registry number "${registryNumber.slice(0, 80)}" is of no known kind; kept as it is`
          const repair = 'Known are CAS and EC numbers, UNII codes and txid….'
          report({ code: 'malformed-xref', line: record.line, message, repair })
        }),
      )
    return kept
  }

  /** More about records that were, or will be, added; about those the options left out nothing is wanted. */
  addMore(ui: string, line: number, relations: ParsedTerm['relations']): void {
    if (this.#selection.keeps(ui)) this.#additions.push({ id: curieOfUi(ui), line, relations })
  }

  /** What was gathered since the last time. */
  take(): ParsedBatch {
    const batch = { terms: this.#terms, additions: this.#additions }
    this.#terms = []
    this.#additions = []
    return batch
  }

  /** The hierarchy, once all records were added. */
  *parents(): Generator<ParsedBatch> {
    for (const additions of this.#trees.parents((issue) => {
      this.#context.report(issue)
    }))
      yield { terms: [], additions }
  }

  #checkHeadings(record: MeshRecord, report: Report): void {
    if (this.#saidOfHeadings || !this.#selection.lacksHeadings(record)) return
    this.#saidOfHeadings = true
    const message =
      'supplementary records are chosen and classed by the headings they are mapped to, and no descriptors were read before them'
    const repair =
      'Give a folder that holds the descriptors too, or name the classes in "supplementaryClasses".'
    report({ code: 'missing-file', line: record.line, message, repair })
  }
}

const reportBadUi = ({ ui, name, line }: MeshRecord, report: Report): void => {
  const what = name === '' ? 'a record' : `the record "${name.slice(0, 80)}"`
  const message =
    ui === ''
      ? `${what} without a unique identifier was left out`
      : `${what} was left out: "${ui.slice(0, 80)}" is no identifier of MeSH`
  report({ code: 'missing-id', line, message, repair: 'Give it one, as D009203.' })
}
