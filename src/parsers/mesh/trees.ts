import { KnownError } from '../../core/errors.ts'
import type { Issue } from '../../core/issue.ts'
import type { TermAddition } from '../contract.ts'
import { distinct } from '../distinct.ts'
import { curieOfUi } from './record.ts'

/** MeSH of 2014 has 55,611. */
const MAX_TREE_NUMBERS = 1_000_000
const TREE_NUMBER = /^[A-Z]\d{2}(?:\.\d{1,4})*$/
const MAX_LENGTH = 100
const BATCH = 1000

/** Whether a text is a tree number: `C04`, `C04.557.337`. */
export const isTreeNumber = (text: string): boolean => text.length <= MAX_LENGTH && TREE_NUMBER.test(text)

/** Whether a tree number is one of, or lies below one of, the prefixes: `C04.557` below `C` and `C04`. */
export const isUnder = (treeNumber: string, prefixes: readonly string[]): boolean =>
  prefixes.some(
    (prefix) =>
      treeNumber.startsWith(prefix) &&
      (prefix.length === 1 || treeNumber.length === prefix.length || treeNumber[prefix.length] === '.'),
  )

/** The tree number above another; `undefined` for the first of a category (`C04`). */
export const treeNumberAbove = (treeNumber: string): string | undefined => {
  const dot = treeNumber.lastIndexOf('.')
  return dot === -1 ? undefined : treeNumber.slice(0, dot)
}

/** A text of Latin letters that does not keep alive the piece of the file it was cut from. */
const detached = (text: string): string => Buffer.from(text, 'latin1').toString('latin1')

interface Owner {
  readonly ui: string
  readonly line: number
  readonly treeNumbers: string[]
  /** Records left out own their tree numbers too: what lies below them has no parent, and that is no flaw. */
  readonly kept: boolean
}

/**
 * Which record has which tree number, gathered over all files: records come sorted by UI, so a parent may come after its
 * children. Memory grows with the tree numbers, not with the records.
 */
export class Trees {
  readonly #owners = new Map<string, Owner>()
  readonly #kept: Owner[] = []

  /** @throws KnownError `SOURCE_LIMIT` when there are more tree numbers than any MeSH has */
  add(
    record: { readonly ui: string; readonly line: number; readonly treeNumbers: readonly string[] },
    kept: boolean,
    report: (issue: Issue) => void,
  ): void {
    const { ui, line } = record
    const owner: Owner = { ui, line, treeNumbers: [], kept }
    for (const treeNumber of record.treeNumbers) this.#claim(treeNumber, owner, report)
    if (kept && owner.treeNumbers.length > 0) this.#kept.push(owner)
    if (this.#owners.size > MAX_TREE_NUMBERS)
      throw new KnownError(
        'SOURCE_LIMIT',
        `more than ${String(MAX_TREE_NUMBERS)} tree numbers`,
        'No MeSH has so many: check where the file is from.',
      )
  }

  // A record that is said again claims nothing, so that repeats cost no memory.
  #claim(treeNumber: string, owner: Owner, report: (issue: Issue) => void): void {
    const earlier = this.#owners.get(treeNumber)
    if (earlier === undefined) {
      const kept = detached(treeNumber)
      owner.treeNumbers.push(kept)
      this.#owners.set(kept, owner)
    } else if (earlier.ui !== owner.ui) {
      const message = `the tree number ${treeNumber} of ${curieOfUi(owner.ui)} is that of ${curieOfUi(earlier.ui)} already; left out`
      report({ code: 'duplicate-id', line: owner.line, message, repair: 'Give one of them another.' })
    }
  }

  /** Parents of all records kept, some at a time, in source order. */
  *parents(report: (issue: Issue) => void): Generator<readonly TermAddition[]> {
    for (let from = 0; from < this.#kept.length; from += BATCH)
      yield this.#kept.slice(from, from + BATCH).flatMap((owner) => this.#parentsOf(owner, report))
  }

  #parentsOf({ ui, line, treeNumbers }: Owner, report: (issue: Issue) => void): TermAddition[] {
    const parents: string[] = []
    for (const treeNumber of treeNumbers) {
      const above = treeNumberAbove(treeNumber)
      if (above === undefined) continue
      const parent = this.#owners.get(above)
      if (parent?.kept === true) parents.push(curieOfUi(parent.ui))
      else if (parent === undefined) reportMissing(ui, line, above, treeNumber, report)
    }
    return parents.length === 0 ? [] : [{ id: curieOfUi(ui), line, parents: distinct(parents) }]
  }
}

const reportMissing = (
  ui: string,
  line: number,
  above: string,
  treeNumber: string,
  report: (issue: Issue) => void,
): void => {
  const message = `${curieOfUi(ui)} has the tree number ${treeNumber}, and no record has ${above}`
  report({
    code: 'unknown-parent',
    line,
    message,
    repair: 'Read the whole of MeSH, or ignore this for an extract.',
  })
}
