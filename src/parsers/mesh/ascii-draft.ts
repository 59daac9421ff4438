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

const NONE: readonly string[] = []

type FieldKind = 'entry' | 'name' | 'once' | 'tree' | 'list' | 'over'

const FIELD_NAMES: Readonly<Record<FieldKind, string>> = {
  entry: 'ENTRY,PRINT ENTRY,SY,QX',
  name: 'MH,SH,NM',
  once: 'UI,RECTYPE,MS,NO,N1,DC',
  tree: 'MN',
  list: 'RN,RR,PA,HM,FX',
  // Of NLM's lists of data elements, passed over; `docs/formats.md` says what they are.
  over:
    'AN,AQ,CATSH,CX,DA,DE,DQ,DS,DX,EC,FR,GM,HN,II,MED,MH_TH,MR,NM_TH,OL,PI,PM,PX,QA,QE,QS,QT,RH,SO,ST,TH,TN,' +
    'M66,M75,M80,M85,M90,M94',
}

const fieldKinds = new Map<string, FieldKind>()
for (const kind of ['entry', 'name', 'once', 'tree', 'list', 'over'] as const)
  for (const name of FIELD_NAMES[kind].split(',')) fieldKinds.set(name, kind)

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
    const kind = fieldKinds.get(name)
    if (kind === 'entry') this.#entry(value, line)
    else if (value !== '')
      switch (kind) {
        case 'name':
          if (this.#once('name', value, line)) this.#nameField = name
          break
        case 'once':
          this.#once(name, value, line)
          break
        case 'tree':
          this.#treeNumber(value, line)
          break
        case 'list':
          this.#listed(name, value)
          break
        case 'over':
        case undefined:
      }
    return kind !== undefined
  }

  #listed(name: string, value: string): void {
    const list = this.#lists.get(name)
    if (list === undefined) this.#lists.set(name, [value])
    else list.push(value)
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
