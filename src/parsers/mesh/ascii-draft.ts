import type { Issue } from '../../core/issue.ts'
import { type AsciiEntry, entryOf, termsByScope } from './ascii-entry.ts'
import { DESCRIPTOR_CLASSES, type MeshConcept, type MeshRecord } from './record.ts'
import { isTreeNumber } from './trees.ts'

/** A record that speaks of others by name, as ASCII does. */
export interface AsciiRecord {
  /** With nothing yet in the lists that hold identifiers of others. */
  readonly record: MeshRecord
  /** `HM`, as written: `*Camphor`, `Camphor/*analogs & derivatives`. */
  readonly mappedTo: readonly string[]
  /** `PA` */
  readonly actions: readonly string[]
  /** `FX` */
  readonly seeAlso: readonly string[]
}

const KINDS: ReadonlyMap<string, MeshRecord['kind']> = new Map([
  ['D', 'descriptor'],
  ['Q', 'qualifier'],
  ['C', 'supplementary'],
  ['MH', 'descriptor'],
  ['SH', 'qualifier'],
  ['NM', 'supplementary'],
])

const ENTRIES = new Set(['ENTRY', 'PRINT ENTRY', 'SY', 'QX'])

/** Fields of NLM's lists of data elements that are passed over; `docs/formats.md` says what they are. */
const PASSED_OVER = new Set(
  (
    'AN AQ CATSH CX DA DE DQ DS DX EC FR GM HN II MED MH_TH MR NM_TH OL PI PM PX QA QE QS QT RH SO ST TH TN ' +
    'M66 M75 M80 M85 M90 M94'
  ).split(' '),
)

/** A record of MeSH ASCII while it is being read. */
export class AsciiDraft {
  readonly line: number
  readonly #report: (issue: Issue) => void
  readonly #entries: AsciiEntry[] = []
  readonly #treeNumbers: string[] = []
  readonly #registryNumbers: string[] = []
  readonly #related: string[] = []
  readonly #mappedTo: string[] = []
  readonly #actions: string[] = []
  readonly #seeAlso: string[] = []
  readonly #single = new Map<string, string>()
  #nameField = ''

  constructor(line: number, report: (issue: Issue) => void) {
    this.line = line
    this.#report = report
  }

  /** @returns false for a field that no list of data elements has */
  field(name: string, value: string, line: number): boolean {
    if (ENTRIES.has(name)) {
      this.#entry(value, line)
      return true
    }
    if (value === '') return true
    switch (name) {
      case 'MH':
      case 'SH':
      case 'NM':
        if (this.#once('name', value, line)) this.#nameField = name
        return true
      case 'UI':
      case 'RECTYPE':
      case 'MS':
      case 'NO':
      case 'N1':
      case 'DC':
        this.#once(name, value, line)
        return true
      case 'MN':
        this.#treeNumber(value, line)
        return true
      default:
        return this.#listed(name, value)
    }
  }

  #listed(name: string, value: string): boolean {
    if (name === 'RN') this.#registryNumbers.push(value)
    else if (name === 'RR') this.#related.push(value)
    else if (name === 'PA') this.#actions.push(value)
    else if (name === 'HM') this.#mappedTo.push(value)
    else if (name === 'FX') this.#seeAlso.push(value)
    else return PASSED_OVER.has(name)
    return true
  }

  /** `moreTreeNumbers`: those a file of trees gives a heading. */
  finish(moreTreeNumbers: (name: string) => readonly string[]): AsciiRecord {
    const get = (field: string): string => this.#single.get(field) ?? ''
    const name = get('name')
    const kind = KINDS.get(get('RECTYPE')) ?? KINDS.get(this.#nameField) ?? 'descriptor'
    const more = kind === 'descriptor' ? moreTreeNumbers(name) : []
    const record: MeshRecord = {
      kind,
      ui: get('UI'),
      name,
      treeNumbers: [...new Set([...this.#treeNumbers, ...more])],
      concepts: this.#concepts(name),
      descriptorClass: DESCRIPTOR_CLASSES.get(get('DC')),
      mappedTo: [],
      pharmacologicalActions: [],
      seeAlso: [],
      note: this.#single.get('NO'),
      line: this.line,
    }
    return { record, mappedTo: this.#mappedTo, actions: this.#actions, seeAlso: this.#seeAlso }
  }

  // What is said of the record as a whole is said of its preferred concept.
  #concepts(name: string): readonly MeshConcept[] {
    const flagged = this.#single.has('RECTYPE')
    return Array.from(termsByScope(name, this.#entries, flagged), ([scope, terms]) =>
      scope === 'exact'
        ? {
            scope,
            terms,
            registryNumbers: this.#registryNumbers,
            relatedRegistryNumbers: this.#related,
            scopeNote: this.#single.get('MS'),
            casName: this.#single.get('N1'),
          }
        : { scope, terms, registryNumbers: [], relatedRegistryNumbers: [] },
    )
  }

  #entry(value: string, line: number): void {
    const entry = entryOf(value)
    if (entry.term.text === '') this.#malformed('an entry has no text', line)
    else this.#entries.push(entry)
  }

  #treeNumber(value: string, line: number): void {
    if (isTreeNumber(value)) this.#treeNumbers.push(value)
    else this.#malformed(`"${value.slice(0, 80)}" is no tree number`, line)
  }

  #once(field: string, value: string, line: number): boolean {
    const first = this.#single.get(field)
    if (first === undefined) {
      this.#single.set(field, value)
      return true
    }
    const message = `${field} stands twice in a record: "${first.slice(0, 80)}" was kept, "${value.slice(0, 80)}" left out`
    this.#report({ code: 'repeated-tag', line, message, repair: 'Remove one of them.' })
    return false
  }

  #malformed(what: string, line: number): void {
    this.#report({ code: 'malformed-line', line, message: `${what}; left out`, repair: 'Correct the line.' })
  }
}
