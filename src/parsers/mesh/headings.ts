import { KnownError } from '../../core/errors.ts'
import type { Issue } from '../../core/issue.ts'
import type { Relation } from '../../core/term.ts'
import type { AsciiRecord } from './ascii-draft.ts'
import type { MeshCollector } from './collector.ts'
import { curieOfUi, type HeadingMapping, isUi, type MeshRecord } from './record.ts'

type Report = (issue: Issue) => void

/** MeSH of 2014 has 27,149. */
const MAX_HEADINGS = 1_000_000

/** A text of its own, which does not keep alive the piece of the file it was cut from. */
const detached = (text: string): string => Buffer.from(text).toString()

interface Waiting {
  readonly line: number
  readonly actions: readonly string[]
  readonly seeAlso: readonly string[]
}

/**
 * Finds the descriptors that ASCII records name. Supplementary records come after all descriptors and are resolved at
 * once; what descriptors say of one another waits until the end. Memory grows with the descriptors (their names).
 */
export class Headings {
  readonly #uis = new Map<string, string>()
  readonly #waiting = new Map<string, Waiting>()
  #unresolved = 0
  #firstUnresolved = 0

  /** The record with what can be said of it now. @throws KnownError `SOURCE_LIMIT` */
  resolve(ascii: AsciiRecord, report: Report): MeshRecord {
    const { record } = ascii
    if (record.kind === 'descriptor') {
      this.#define(ascii)
      return record
    }
    const lost: string[] = []
    const resolved = {
      ...record,
      mappedTo: ascii.mappedTo.flatMap((text) => this.#mapping(text, lost)),
      pharmacologicalActions: this.#resolveAll(ascii.actions, lost),
      seeAlso: this.#resolveAll(ascii.seeAlso, lost),
    }
    if (this.#uis.size > 0) reportLost(record.ui, record.line, lost, report)
    else this.#countLost(record.line, lost.length)
    return resolved
  }

  /** What descriptors say of one another. */
  finish(collector: MeshCollector, report: Report): void {
    for (const [ui, { line, actions, seeAlso }] of this.#waiting) {
      const lost: string[] = []
      const relations = [
        ...this.#relations('pharmacological_action', actions, lost),
        ...this.#relations('see_also', seeAlso, lost),
      ]
      if (relations.length > 0) collector.addMore(ui, line, relations)
      reportLost(ui, line, lost, report)
    }
    this.#waiting.clear()
    if (this.#unresolved === 0) return
    const message = `${String(this.#unresolved)} headings that records name (HM, PA) cannot be told: no descriptors were read`
    const repair = 'Give a folder that holds the descriptors (d….bin) too.'
    report({ code: 'missing-file', line: this.#firstUnresolved, message, repair })
  }

  #define({ record: { ui, name, line }, actions, seeAlso }: AsciiRecord): void {
    if (!isUi(ui)) return
    if (name !== '' && !this.#uis.has(name)) this.#uis.set(detached(name), ui)
    if (this.#uis.size > MAX_HEADINGS)
      throw new KnownError(
        'SOURCE_LIMIT',
        `more than ${String(MAX_HEADINGS)} descriptors`,
        'No MeSH has so many: check where the file is from.',
      )
    if (actions.length > 0 || seeAlso.length > 0) {
      const texts = { actions: actions.map(detached), seeAlso: seeAlso.map(detached) }
      if (!this.#waiting.has(ui)) this.#waiting.set(ui, { line, ...texts })
    }
  }

  // A star before the heading or before its qualifier makes the mapping a main one.
  #mapping(text: string, lost: string[]): HeadingMapping[] {
    const bare = text.replaceAll('*', '')
    const slash = bare.lastIndexOf('/')
    const ui = this.#uis.get(bare) ?? (slash > 0 ? this.#uis.get(bare.slice(0, slash).trim()) : undefined)
    if (ui !== undefined) return [{ ui, main: bare.length < text.length }]
    lost.push(text)
    return []
  }

  #resolveAll(names: readonly string[], lost: string[]): string[] {
    return names.flatMap((name) => {
      const ui = this.#uis.get(name)
      if (ui === undefined) lost.push(name)
      return ui === undefined ? [] : [ui]
    })
  }

  #relations(predicate: string, names: readonly string[], lost: string[]): Relation[] {
    return [...new Set(this.#resolveAll(names, lost))].map((ui) => ({ predicate, object: curieOfUi(ui) }))
  }

  #countLost(line: number, lost: number): void {
    if (this.#unresolved === 0) this.#firstUnresolved = line
    this.#unresolved += lost
  }
}

const reportLost = (ui: string, line: number, lost: readonly string[], report: Report): void => {
  for (const name of lost) {
    const message = `${curieOfUi(ui.slice(0, 20))} names the heading "${name.slice(0, 80)}", which no descriptor has; left out`
    report({ code: 'fact-without-term', line, message, repair: 'Use files of one and the same release.' })
  }
}
