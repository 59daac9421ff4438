import type { Issue } from '../../core/issue.ts'
import { SUPPLEMENTARY_CLASSES } from './options.ts'
import {
  conceptScope,
  DESCRIPTOR_CLASSES,
  type DescriptorClass,
  type HeadingMapping,
  isUi,
  type MeshConcept,
  type MeshRecord,
  type MeshTerm,
} from './record.ts'
import { isTreeNumber } from './trees.ts'

type Attributes = Readonly<Record<string, string>>
type Report = (issue: Issue) => void

class ConceptDraft {
  readonly preferred: boolean
  ui = ''
  name = ''
  scopeNote: string | undefined
  casName: string | undefined
  umlsCui: string | undefined
  readonly registryNumbers: string[] = []
  readonly relatedRegistryNumbers: string[] = []
  readonly terms: MeshTerm[] = []

  constructor(preferred: boolean) {
    this.preferred = preferred
  }
}

/** `[relation, first concept, second concept]` of a `ConceptRelation`. */
type ConceptRelation = [relation: string | undefined, first: string, second: string]

/** A record of MeSH XML while it is being read. Texts come trimmed and are not empty. */
export class RecordDraft {
  readonly #kind: MeshRecord['kind']
  readonly #line: number
  readonly #report: Report
  readonly #descriptorClass: DescriptorClass | undefined
  readonly #supplementaryClass: MeshRecord['supplementaryClass']
  readonly #language: string | undefined
  readonly #treeNumbers: string[] = []
  readonly #mappedTo: HeadingMapping[] = []
  readonly #actions: string[] = []
  readonly #seeAlso: string[] = []
  readonly #concepts: ConceptDraft[] = []
  readonly #relations: ConceptRelation[] = []
  #ui = ''
  #name = ''
  #note: string | undefined
  #concept = new ConceptDraft(false)
  #relation: ConceptRelation = [undefined, '', '']
  #mapping = { ui: '', main: false }
  #term: { text: string; lexicalTag: string | undefined; permuted: boolean } | undefined

  constructor(
    kind: MeshRecord['kind'],
    attributes: Attributes,
    place: { readonly line: number; readonly language: string | undefined },
    report: Report,
  ) {
    this.#kind = kind
    this.#line = place.line
    this.#language = place.language
    this.#report = report
    this.#descriptorClass = DESCRIPTOR_CLASSES.get(attributes['DescriptorClass'] ?? '')
    this.#supplementaryClass = supplementaryClassOf(attributes['SCRClass'])
  }

  ui(text: string): void {
    if (this.#ui === '') this.#ui = text
    else this.#repeated('identifier', text)
  }

  name(text: string): void {
    if (this.#name === '') this.#name = text
    else this.#repeated('name', text)
  }

  note(text: string): void {
    this.#note ??= text
  }

  treeNumber(text: string): void {
    if (!isTreeNumber(text)) this.#malformed(`"${text.slice(0, 80)}" is no tree number`)
    else if (!this.#treeNumbers.includes(text)) this.#treeNumbers.push(text)
  }

  beginConcept(attributes: Attributes): void {
    this.#concept = new ConceptDraft(attributes['PreferredConceptYN'] === 'Y')
    this.#concepts.push(this.#concept)
  }

  /** The concept whose parts are being read. */
  get concept(): ConceptDraft {
    return this.#concept
  }

  beginTerm(attributes: Attributes): void {
    const permuted = attributes['IsPermutedTermYN'] === 'Y'
    this.#term = { text: '', lexicalTag: attributes['LexicalTag'], permuted }
  }

  termText(text: string): void {
    if (this.#term !== undefined) this.#term.text = text
  }

  endTerm(): void {
    if (this.#term === undefined) return
    if (this.#term.text === '') this.#malformed('a term has no text')
    else this.#concept.terms.push(this.#term)
    this.#term = undefined
  }

  beginRelation(attributes: Attributes): void {
    this.#relation = [attributes['RelationName'], '', '']
    this.#relations.push(this.#relation)
  }

  relationEnd(which: 1 | 2, text: string): void {
    this.#relation[which] = text
  }

  beginMapping(): void {
    this.#mapping = { ui: '', main: false }
  }

  mappedHeading(text: string): void {
    this.#mapping = { ui: text.replace(/^\*/, ''), main: this.#mapping.main || text.startsWith('*') }
  }

  mappedQualifier(text: string): void {
    if (text.startsWith('*')) this.#mapping.main = true
  }

  endMapping(): void {
    if (isUi(this.#mapping.ui)) this.#mappedTo.push(this.#mapping)
    else this.#malformed(`"${this.#mapping.ui.slice(0, 80)}" is no heading to map to`)
  }

  action(text: string): void {
    this.#refer(text, this.#actions)
  }

  seeAlso(text: string): void {
    this.#refer(text, this.#seeAlso)
  }

  record(): MeshRecord {
    const preferred = new Set(this.#concepts.filter((each) => each.preferred).map(({ ui }) => ui))
    return {
      kind: this.#kind,
      ui: this.#ui,
      name: this.#name,
      treeNumbers: this.#treeNumbers,
      concepts: this.#concepts.map((draft) => this.#conceptOf(draft, preferred)),
      descriptorClass: this.#descriptorClass,
      supplementaryClass: this.#supplementaryClass,
      mappedTo: this.#mappedTo,
      pharmacologicalActions: this.#actions,
      seeAlso: this.#seeAlso,
      note: this.#note,
      language: this.#language,
      line: this.#line,
    }
  }

  // A concept that lists no terms has its name at least.
  #conceptOf(draft: ConceptDraft, preferred: ReadonlySet<string>): MeshConcept {
    const { name, terms, registryNumbers, relatedRegistryNumbers, scopeNote, casName, umlsCui } = draft
    return {
      scope: draft.preferred ? 'exact' : this.#scopeOf(draft.ui, preferred),
      terms: terms.length === 0 && name !== '' ? [{ text: name, permuted: false }] : terms,
      registryNumbers,
      relatedRegistryNumbers,
      scopeNote,
      casName,
      umlsCui,
    }
  }

  #scopeOf(ui: string, preferred: ReadonlySet<string>): MeshConcept['scope'] {
    for (const [relation, first, second] of this.#relations) {
      if (second === ui && preferred.has(first)) return conceptScope(relation)
      if (first === ui && preferred.has(second)) return conceptScope(relation, true)
    }
    return conceptScope(undefined)
  }

  #refer(text: string, list: string[]): void {
    if (isUi(text)) list.push(text)
    else this.#malformed(`"${text.slice(0, 80)}" is no identifier of a descriptor`)
  }

  #repeated(what: string, text: string): void {
    const message = `${this.#label()} has a second ${what}, "${text.slice(0, 80)}"; the first was kept`
    this.#report({ code: 'repeated-tag', line: this.#line, message, repair: 'Remove one of them.' })
  }

  #malformed(what: string): void {
    const message = `${this.#label()}: ${what}; left out`
    this.#report({ code: 'malformed-line', line: this.#line, message, repair: 'Correct the record.' })
  }

  #label(): string {
    return this.#ui === '' ? 'a record' : this.#ui.slice(0, 80)
  }
}

const supplementaryClassOf = (number: string | undefined): MeshRecord['supplementaryClass'] =>
  Object.entries(SUPPLEMENTARY_CLASSES).find(([key]) => key === number)?.[1]
