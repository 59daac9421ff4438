import type { ParsedTerm } from '../../core/term.ts'
import { KnownError } from '../../core/errors.ts'
import type { ParseContext } from '../contract.ts'
import { ConceptTable } from './concept-table.ts'
import type { Release } from './files.ts'
import { type RrfOptions, SemanticChoice } from './options.ts'
import { RowReader } from './rows.ts'

type TypeFacts = Pick<ParsedTerm, 'subsets' | 'entityClass'>

/** Types that concepts have together: concepts by the million have a few hundred sets of them. */
interface TypeSet {
  readonly tuis: readonly string[]
  readonly facts: TypeFacts | null
  readonly withOne: Map<string, number>
}

/** The semantic types of all concepts, held compactly: they decide of each whether it is kept, and what class it has. */
export class SemanticTypes {
  readonly #choice: SemanticChoice
  readonly #sets: TypeSet[]
  readonly #numbers = new Map<string, number>()
  readonly #setOf = new ConceptTable()

  constructor(choice: SemanticChoice) {
    this.#choice = choice
    this.#sets = [this.#newSet([])]
  }

  add(cui: string, tui: string): void {
    const before = this.#setOf.get(cui)
    const after = this.#with(before, tui)
    if (after !== before) this.#setOf.set(cui, after)
  }

  /** `null` when the concept is left out. */
  of(cui: string): TypeFacts | null {
    return this.#sets[this.#setOf.get(cui)]?.facts ?? null
  }

  #with(before: number, tui: string): number {
    const set = this.#sets[before]
    if (!set || set.tuis.includes(tui)) return before
    const known = set.withOne.get(tui)
    if (known !== undefined) return known
    const tuis = [...set.tuis, tui].sort()
    const key = tuis.join(' ')
    let number = this.#numbers.get(key)
    if (number === undefined) {
      number = this.#sets.push(this.#newSet(tuis)) - 1
      this.#numbers.set(key, number)
    }
    set.withOne.set(tui, number)
    return number
  }

  #newSet(tuis: readonly string[]): TypeSet {
    const verdict = this.#choice.verdict(tuis)
    return { tuis, facts: verdict && { ...verdict, subsets: tuis }, withOne: new Map() }
  }
}

/** @throws KnownError `SOURCE_NOT_FOUND` when MRSTY is to choose the concepts and is not there */
export const readSemanticTypes = async (
  release: Release,
  options: RrfOptions,
  context: ParseContext,
): Promise<SemanticTypes> => {
  const choice = new SemanticChoice(options)
  const types = new SemanticTypes(choice)
  const table = release.get('MRSTY.RRF')
  if (!table) {
    if (choice.isNeeded) throw missingTypes(release.conso.path)
    return types
  }
  const reader = new RowReader(table, ['CUI', 'TUI'], context)
  for await (const block of reader.blocks())
    reader.read(block, (row) => {
      const [cui, tui] = [row.field(0), row.field(1)]
      if (/^T\d{3}$/.test(tui)) types.add(cui, tui)
      else
        context.report({
          code: 'malformed-line',
          line: row.line,
          message: `MRSTY.RRF: "${tui.slice(0, 80)}" is no semantic type; left out`,
          repair: 'Take the file from the release again.',
        })
    })
  return types
}

const missingTypes = (path: string): KnownError =>
  new KnownError(
    'SOURCE_NOT_FOUND',
    'there is no MRSTY.RRF, which "semanticTypes", "semanticGroups" and "classes" need',
    'Put MRSTY.RRF of the same release beside MRCONSO.RRF, or drop these options.',
    { place: { file: path } },
  )
