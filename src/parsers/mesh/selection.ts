import type { MeshOptions } from './options.ts'
import type { MeshRecord } from './record.ts'
import { isUnder } from './trees.ts'

export interface Choice {
  readonly kept: boolean
  /** `undefined`: the class of the source. */
  readonly entityClass: string | undefined
}

const LEFT_OUT: Choice = { kept: false, entityClass: undefined }

/**
 * Which records the options keep, and of what class they are. Supplementary records follow the headings they are mapped
 * to, so descriptors must come first. With options of trees or classes it remembers the records kept (about 100 bytes
 * each).
 */
export class Selection {
  readonly #options: MeshOptions
  readonly #classes: readonly (readonly [entityClass: string, trees: readonly string[]])[]
  /** Options that can leave records out. */
  readonly #filters: boolean
  readonly #kept = new Map<string, string | undefined>()
  #descriptors = 0

  constructor(options: MeshOptions) {
    this.#options = options
    this.#classes = Object.entries(options.classes)
    this.#filters =
      options.trees !== undefined ||
      options.onlyClasses ||
      Object.values(options.supplementaryClasses).includes(false)
  }

  choose(record: MeshRecord): Choice {
    const choice = record.kind === 'supplementary' ? this.#ofSupplementary(record) : this.#ofHeading(record)
    if (record.kind === 'descriptor') this.#descriptors++
    if (choice.kept && this.#remembers(record)) this.#kept.set(record.ui, choice.entityClass)
    return choice
  }

  /** Whether what is said of a record elsewhere is wanted: not if the options left it out. */
  keeps(ui: string): boolean {
    return !this.#filters || this.#kept.has(ui)
  }

  /** Whether a supplementary record cannot be judged, for want of descriptors before it. */
  lacksHeadings({ kind, supplementaryClass }: MeshRecord): boolean {
    if (kind !== 'supplementary' || this.#descriptors > 0) return false
    const named =
      supplementaryClass === undefined ? undefined : this.#options.supplementaryClasses[supplementaryClass]
    return named === undefined && this.#usesTrees()
  }

  #usesTrees(): boolean {
    return this.#options.trees !== undefined || this.#options.onlyClasses || this.#classes.length > 0
  }

  #remembers({ kind }: MeshRecord): boolean {
    return this.#filters || (kind === 'descriptor' && this.#classes.length > 0)
  }

  #ofHeading({ treeNumbers }: MeshRecord): Choice {
    const { trees, onlyClasses } = this.#options
    if (trees !== undefined && !treeNumbers.some((number) => isUnder(number, trees))) return LEFT_OUT
    const entityClass = this.#classes.find(([, prefixes]) =>
      treeNumbers.some((number) => isUnder(number, prefixes)),
    )?.[0]
    return onlyClasses && entityClass === undefined ? LEFT_OUT : { kept: true, entityClass }
  }

  // Main headings say best what a substance or disease is.
  #ofSupplementary({ supplementaryClass, mappedTo }: MeshRecord): Choice {
    const { trees, onlyClasses, supplementaryClasses } = this.#options
    const named = supplementaryClass === undefined ? undefined : supplementaryClasses[supplementaryClass]
    if (named === false) return LEFT_OUT
    if (named !== undefined) return { kept: true, entityClass: named }
    const known = mappedTo.filter(({ ui }) => this.#kept.has(ui))
    const heading = known.find(({ main }) => main) ?? known[0]
    if (heading !== undefined) return { kept: true, entityClass: this.#kept.get(heading.ui) }
    return trees === undefined && !onlyClasses ? { kept: true, entityClass: undefined } : LEFT_OUT
  }
}
