import type { Issue } from '../../core/issue.ts'
import { distinct } from '../distinct.ts'
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

/** Fields that speak of others, and registry numbers. */
const LISTS = new Set(['RN', 'RR', 'PA', 'HM', 'FX', 'MN'])

const NONE: readonly string[] = []

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
  /** Of the fields that may be repeated: most records have few of them. */
  readonly #lists = new Map<string, string[]>()
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
    if (!LISTS.has(name)) return PASSED_OVER.has(name)
    const list = this.#lists.get(name)
    if (list === undefined) this.#lists.set(name, [value])
    else list.push(value)
    return true
  }

  /** `moreTreeNumbers`: those a file of trees gives a heading. */
  finish(moreTreeNumbers: (name: string) => readonly string[]): AsciiRecord {
    const get = (field: string): string => this.#single.get(field) ?? ''
    const name = get('name')
    const kind = KINDS.get(get('RECTYPE')) ?? KINDS.get(this.#nameField) ?? 'descriptor'
    const more = kind === 'descriptor' ? moreTreeNumbers(name) : NONE
    const own = this.#list('MN')
    const record: MeshRecord = {
      kind,
      ui: get('UI'),
      name,
      treeNumbers: own.length === 0 ? more : distinct([...own, ...more]),
      concepts: this.#concepts(name),
      descriptorClass: DESCRIPTOR_CLASSES.get(get('DC')),
      mappedTo: [],
      pharmacologicalActions: NONE,
      seeAlso: NONE,
      note: this.#single.get('NO'),
      line: this.line,
    }
    return {
      record,
      mappedTo: this.#list('HM'),
      actions: this.#list('PA'),
      seeAlso: this.#list('FX'),
    }
  }

  #list(field: string): readonly string[] {
    return this.#lists.get(field) ?? NONE
  }

  // What is said of the record as a whole is said of its preferred concept.
  #concepts(name: string): readonly MeshConcept[] {
    const flagged = this.#single.has('RECTYPE')
    return Array.from(termsByScope(name, this.#entries, flagged), ([scope, terms]) =>
      scope === 'exact'
        ? {
            scope,
            terms,
            registryNumbers: this.#list('RN'),
            relatedRegistryNumbers: this.#list('RR'),
            scopeNote: this.#single.get('MS'),
            casName: this.#single.get('N1'),
          }
        : { scope, terms, registryNumbers: NONE, relatedRegistryNumbers: NONE },
    )
  }

  #entry(value: string, line: number): void {
    const entry = entryOf(value)
    if (entry.term.text === '') this.#malformed('an entry has no text', line)
    else this.#entries.push(entry)
  }

  #treeNumber(value: string, line: number): void {
    if (isTreeNumber(value)) this.#listed('MN', value)
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
