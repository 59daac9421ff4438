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
const SUPPLEMENTARY_TYPES: ReadonlyMap<string, SupplementaryClass> = new Map(
  Object.values(SUPPLEMENTARY_CLASSES).map((name) => [`SCR_${name}`, name]),
)

/** The class a type of MeSH RDF stands for: `SCR_Disease` → `disease`. */
export const supplementaryClassOf = (type: string): SupplementaryClass | undefined =>
  SUPPLEMENTARY_TYPES.get(type.replace(/_\w+$/, (end) => end.toLowerCase()))

/**
 * First reading of a file of MeSH RDF: what belongs to what. Facts of concepts and terms belong to the record they are
 * of, and the file says so anywhere, so it must be known before the facts are read. Two million numbers for all of MeSH
 * (some 100 MB); with options that choose, the headings of the supplementary records too.
 */
export class Survey {
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
  #year: string | undefined

  constructor(options: MeshOptions, context: ParseContext) {
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
}
