import { KnownError } from '../../core/errors.ts'
import type { Synonym } from '../../core/term.ts'
import type { ParseContext, TermAddition } from '../contract.ts'
import type { Triple } from '../rdf/triple.ts'
import { type MeshOptions, SUPPLEMENTARY_CLASSES, type SupplementaryClass } from './options.ts'
import { conceptScope, curieOfUi, type HeadingMapping, type MeshRecord } from './record.ts'
import {
  codeOf,
  digestOf,
  headingOf,
  kindOf,
  localPart,
  type MeshProperty,
  propertyOf,
  type UiCode,
  uiOf,
  vocabularyName,
  yearOf,
} from './rdf-terms.ts'
import { type Choice, Selection } from './selection.ts'
import { isTreeNumber, Trees } from './trees.ts'

/** What the choice of a record depends on. */
interface Facts {
  readonly line: number
  readonly treeNumbers: string[]
  readonly mappedTo: HeadingMapping[]
  supplementaryClass: SupplementaryClass | undefined
}

const RELATIONS = { narrowerConcept: 'NRW', broaderConcept: 'BRD', relatedConcept: 'REL' } as const
const SUPPLEMENTARY_NAMES: readonly SupplementaryClass[] = Object.values(SUPPLEMENTARY_CLASSES)

/** The class a type of MeSH RDF stands for: `SCR_Disease` → `disease`. */
export const supplementaryClassOf = (type: string): SupplementaryClass | undefined =>
  type.startsWith('SCR_')
    ? SUPPLEMENTARY_NAMES.find((name) => name === type.slice('SCR_'.length).toLowerCase())
    : undefined

/** MeSH of 2024 has not a fifth of it. */
const MAX_THINGS = 10_000_000

/**
 * First reading of a file of MeSH RDF: what belongs to what. Facts of concepts and terms belong to the record they are
 * of, and the file says so anywhere, so it must be known before the facts are read. Two million numbers for all of MeSH
 * (some 130 MB); with options that choose, the headings of the supplementary records too.
 */
export class Survey {
  readonly #file: string
  readonly #context: ParseContext
  readonly #selection: Selection
  readonly #selects: boolean
  readonly #trees = new Trees()
  readonly #records = new Map<UiCode, Facts>()
  readonly #labels = new Map<UiCode, number>()
  readonly #recordOfConcept = new Map<UiCode, UiCode>()
  readonly #conceptOfTerm = new Map<UiCode, UiCode>()
  readonly #preferred = new Set<UiCode>()
  readonly #noted = new Set<UiCode>()
  readonly #tags = new Map<UiCode, string>()
  /** Of concepts that are not the preferred ones of their records; filled by `finish`. */
  readonly #scopes = new Map<UiCode, Synonym['scope']>()
  readonly #relations: (readonly [first: UiCode, relation: string, second: UiCode])[] = []
  readonly #notedRecords = new Set<UiCode>()
  #described = false
  #saidOfHeadings = false

  constructor(file: string, options: MeshOptions, context: ParseContext) {
    this.#file = file
    this.#context = context
    this.#selection = new Selection(options)
    this.#selects =
      options.trees !== undefined ||
      options.onlyClasses ||
      Object.keys(options.classes).length > 0 ||
      Object.keys(options.supplementaryClasses).length > 0
  }

  take(triple: Triple): void {
    const property = propertyOf(triple.predicate)
    const code = property === undefined ? undefined : codeOf(triple.subject)
    if (property === undefined || code === undefined) return
    const kind = kindOf(code)
    if (kind === 'M') this.#takeOfConcept(code, property, triple)
    else if (kind === 'T') {
      if (property === 'lexicalTag' && triple.object !== 'NON') this.#tags.set(code, triple.object)
    } else this.#takeOfRecord(code, property, triple)
  }

  /** Chooses, once all was taken. @throws KnownError `SOURCE_SYNTAX` when it was no MeSH */
  finish(): void {
    if (this.#records.size + this.#labels.size + this.#recordOfConcept.size === 0)
      throw new KnownError(
        'SOURCE_SYNTAX',
        'RDF, but not of MeSH: no subject of http://id.nlm.nih.gov/mesh/',
        'Check that "type" fits the file; other RDF wants "owl" or "skos".',
        { place: { file: this.#file } },
      )
    this.#findScopes()
    for (const note of this.#noted) {
      const record = this.#preferred.has(note) ? this.#recordOfConcept.get(note) : undefined
      if (record !== undefined) this.#notedRecords.add(record)
    }
    // Supplementary records follow the headings they are mapped to.
    for (const [code, facts] of this.#records) {
      if (kindOf(code) === 'C') continue
      const { kept } = this.choiceOf(code)
      const { line, treeNumbers } = facts
      this.#trees.add({ ui: uiOf(code), line, treeNumbers }, kept, (issue) => {
        this.#context.report(issue)
      })
    }
    for (const code of this.#records.keys()) if (kindOf(code) === 'C') this.#chooseSupplementary(code)
  }

  /** Whether the options keep a record, and of what class it is. */
  choiceOf(record: UiCode): Choice {
    const facts = this.#records.get(record)
    return facts === undefined
      ? { kept: true, entityClass: undefined }
      : this.#selection.choose(outlineOf(record, facts))
  }

  keeps(record: UiCode): boolean {
    return this.#selection.keeps(uiOf(record))
  }

  /** The record a concept or a term is of; `undefined` when the file does not say. */
  recordOf(code: UiCode): UiCode | undefined {
    const concept = this.conceptOf(code)
    return concept === undefined ? undefined : this.#recordOfConcept.get(concept)
  }

  /** The concept of a term; a concept is its own. */
  conceptOf(code: UiCode): UiCode | undefined {
    return kindOf(code) === 'M' ? code : this.#conceptOfTerm.get(code)
  }

  scopeOf(concept: UiCode): Synonym['scope'] {
    return this.#preferred.has(concept) ? 'exact' : (this.#scopes.get(concept) ?? conceptScope(undefined))
  }

  tagOf(term: UiCode): string | undefined {
    return this.#tags.get(term)
  }

  isLabel(record: UiCode, text: string): boolean {
    return this.#labels.get(record) === digestOf(text)
  }

  /** Whether the preferred concept of a record has a scope note. */
  hasScopeNote(record: UiCode): boolean {
    return this.#notedRecords.has(record)
  }

  /** What the tree numbers say of the hierarchy. */
  parents(): Generator<readonly TermAddition[]> {
    return this.#trees.parents((issue) => {
      this.#context.report(issue)
    })
  }

  #takeOfRecord(record: UiCode, property: MeshProperty, triple: Triple): void {
    const { subject, object, line } = triple
    const facts = this.#factsOf(record, line)
    switch (property) {
      case 'label':
        if (!this.#labels.has(record)) this.#labels.set(record, digestOf(object))
        this.#describe(subject)
        break
      case 'type':
        if (facts) facts.supplementaryClass ??= supplementaryClassOf(vocabularyName(object))
        break
      case 'treeNumber':
        this.#takeTreeNumber(record, facts, triple)
        break
      case 'preferredConcept':
      case 'concept':
        this.#takeConcept(record, property, triple)
        break
      case 'preferredMappedTo':
      case 'mappedTo': {
        const heading = headingOf(object)
        if (heading !== undefined)
          facts?.mappedTo.push({ ui: uiOf(heading), main: property === 'preferredMappedTo' })
        break
      }
      default:
    }
  }

  // Of supplementary records nothing need be known beforehand, unless the options choose.
  #factsOf(record: UiCode, line: number): Facts | undefined {
    if (!this.#selects && kindOf(record) === 'C') return undefined
    const known = this.#records.get(record)
    if (known) return known
    const facts: Facts = { line, treeNumbers: [], mappedTo: [], supplementaryClass: undefined }
    this.#records.set(record, facts)
    return facts
  }

  #takeTreeNumber(record: UiCode, facts: Facts | undefined, { object, line }: Triple): void {
    const treeNumber = localPart(object)
    if (facts && isTreeNumber(treeNumber)) {
      // A copy: a slice would keep alive the piece of the file it was cut from.
      const copy = Buffer.from(treeNumber, 'latin1').toString('latin1')
      if (!facts.treeNumbers.includes(copy)) facts.treeNumbers.push(copy)
    } else this.#malformed(record, line, `"${object.slice(0, 80)}" is no tree number`)
  }

  #takeConcept(record: UiCode, property: MeshProperty, { object, line }: Triple): void {
    const concept = codeOf(object)
    if (concept === undefined || kindOf(concept) !== 'M') {
      this.#malformed(record, line, `"${object.slice(0, 80)}" is no concept`)
      return
    }
    const owner = this.#recordOfConcept.get(concept)
    if (owner !== undefined && owner !== record) {
      this.#malformed(record, line, `the concept ${uiOf(concept)} is that of ${uiOf(owner)} too`)
      return
    }
    this.#recordOfConcept.set(concept, record)
    if (property === 'preferredConcept') this.#preferred.add(concept)
    this.#checkSize(line)
  }

  #takeOfConcept(concept: UiCode, property: MeshProperty, { object, line }: Triple): void {
    if (property === 'scopeNote') this.#noted.add(concept)
    const other = codeOf(object)
    if (other === undefined) return
    if (property === 'preferredTerm' || property === 'term') {
      if (kindOf(other) === 'T' && !this.#conceptOfTerm.has(other)) this.#conceptOfTerm.set(other, concept)
      this.#checkSize(line)
    } else if (
      property === 'narrowerConcept' ||
      property === 'broaderConcept' ||
      property === 'relatedConcept'
    )
      this.#relations.push([concept, RELATIONS[property], other])
  }

  #findScopes(): void {
    for (const [first, relation, second] of this.#relations) {
      if (this.#recordOfConcept.get(first) !== this.#recordOfConcept.get(second)) continue
      if (this.#preferred.has(first)) this.#setScope(second, conceptScope(relation))
      else if (this.#preferred.has(second)) this.#setScope(first, conceptScope(relation, true))
    }
  }

  #setScope(concept: UiCode, scope: Synonym['scope']): void {
    if (!this.#scopes.has(concept)) this.#scopes.set(concept, scope)
  }

  #chooseSupplementary(code: UiCode): void {
    const facts = this.#records.get(code)
    if (facts === undefined) return
    if (!this.#saidOfHeadings && this.#selection.lacksHeadings(outlineOf(code, facts))) {
      this.#saidOfHeadings = true
      const message =
        'supplementary records are chosen and classed by the headings they are mapped to, and the file has none'
      const repair = 'Give all of MeSH, or name the classes in "supplementaryClasses".'
      this.#context.report({ code: 'missing-file', line: facts.line, message, repair })
    }
    this.choiceOf(code)
  }

  #describe(subject: string): void {
    if (this.#described) return
    this.#described = true
    const release = yearOf(subject)
    if (release !== undefined) this.#context.describe({ release })
  }

  #malformed(record: UiCode, line: number, what: string): void {
    const message = `${curieOfUi(uiOf(record))}: ${what}; left out`
    this.#context.report({ code: 'malformed-line', line, message, repair: 'Correct the record.' })
  }

  #checkSize(line: number): void {
    if (this.#recordOfConcept.size + this.#conceptOfTerm.size <= MAX_THINGS) return
    const message = `more than ${String(MAX_THINGS)} concepts and terms`
    throw new KnownError('SOURCE_LIMIT', message, 'No MeSH has so many: check where the file is from.', {
      place: { file: this.#file, line },
    })
  }
}

const RECORD_KINDS = {
  C: 'supplementary',
  D: 'descriptor',
  Q: 'qualifier',
  M: 'descriptor',
  T: 'descriptor',
} as const

/** A record with nothing but what is asked when records are chosen. */
const outlineOf = (code: UiCode, { line, treeNumbers, mappedTo, supplementaryClass }: Facts): MeshRecord => ({
  ...emptyRecord(code, line),
  treeNumbers,
  mappedTo,
  supplementaryClass,
})

/** A record of which nothing is known yet. */
export const emptyRecord = (code: UiCode, line: number): MeshRecord => ({
  kind: RECORD_KINDS[kindOf(code)],
  ui: uiOf(code),
  name: '',
  treeNumbers: [],
  concepts: [],
  mappedTo: [],
  pharmacologicalActions: [],
  seeAlso: [],
  line,
})
