import type { ParsedTerm } from '../../core/term.ts'
import type { ParseContext, ParsedBatch, TermAddition } from '../contract.ts'
import { distinct } from '../distinct.ts'
import type { Triple } from '../rdf/triple.ts'
import {
  curieOfUi,
  type DescriptorClass,
  type HeadingMapping,
  type MeshConcept,
  type MeshRecord,
  type MeshTerm,
  RELATION_TYPES,
  termOfRecord,
} from './record.ts'
import { emptyRecord, supplementaryClassOf, type Survey } from './rdf-survey.ts'
import {
  codeOf,
  headingOf,
  kindOf,
  type MeshProperty,
  propertyOf,
  type UiCode,
  uiOf,
  vocabularyName,
} from './rdf-terms.ts'

const DESCRIPTOR_CLASSES: ReadonlyMap<string, DescriptorClass> = new Map([
  ['PublicationType', 'publication_type'],
  ['CheckTag', 'check_tag'],
  ['GeographicalDescriptor', 'geographic'],
])

/** What the file says of one thing, in triples that follow one another. */
class Draft {
  readonly code: UiCode
  readonly line: number
  #types: string[] = []
  label = ''
  retired = false
  note: string | undefined
  language: string | undefined
  scopeNote: string | undefined
  casName: string | undefined
  readonly names: MeshTerm[] = []
  /** Permuted forms of the names. */
  readonly turned: MeshTerm[] = []
  readonly parents: UiCode[] = []
  readonly mappedTo: HeadingMapping[] = []
  readonly actions: string[] = []
  readonly seeAlso: string[] = []
  readonly registryNumbers: string[] = []
  readonly relatedRegistryNumbers: string[] = []

  constructor(code: UiCode, line: number) {
    this.code = code
    this.line = line
  }

  addType(type: string): void {
    this.#types.push(type)
  }

  /** As a record without concepts; a scope note goes before the note. */
  record(hasScopeNote: boolean): MeshRecord {
    const { label, mappedTo, actions, seeAlso, note, retired, language } = this
    const classes = this.#types.flatMap((type) => DESCRIPTOR_CLASSES.get(type) ?? [])
    const supplementary = this.#types.flatMap((type) => supplementaryClassOf(type) ?? [])
    return {
      ...emptyRecord(this.code, this.line),
      name: label,
      descriptorClass: classes[0],
      supplementaryClass: supplementary[0],
      mappedTo,
      pharmacologicalActions: actions,
      seeAlso,
      note: hasScopeNote ? undefined : note,
      retired,
      language,
    }
  }
}

/**
 * Second reading of a file of MeSH RDF: terms, and additions to them. Remembers nothing but the thing whose triples are
 * being read; what belongs to what is known from the {@link Survey}.
 */
export class MeshFacts {
  readonly #survey: Survey
  readonly #context: ParseContext
  #draft: Draft | undefined
  #subject = ''
  #terms: ParsedTerm[] = []
  #additions: TermAddition[] = []

  constructor(survey: Survey, context: ParseContext) {
    this.#survey = survey
    this.#context = context
    for (const relation of RELATION_TYPES) context.defineRelation(relation)
  }

  take(triple: Triple): void {
    if (triple.subject !== this.#subject) {
      this.#close()
      this.#subject = triple.subject
      const code = codeOf(triple.subject)
      this.#draft = code === undefined ? undefined : new Draft(code, triple.line)
    }
    if (this.#draft) this.#note(this.#draft, triple)
  }

  /** What was closed since the last time. */
  takeBatch(): ParsedBatch {
    const batch = { terms: this.#terms, additions: this.#additions }
    this.#terms = []
    this.#additions = []
    return batch
  }

  finish(): ParsedBatch {
    this.#close()
    return this.takeBatch()
  }

  #note(draft: Draft, { predicate, object, language, line }: Triple): void {
    const property = propertyOf(predicate)
    if (property === undefined) return
    const noteText = TEXTS[property]
    const noteName = NAMES[property]
    if (noteText !== undefined) {
      const text = language === undefined ? '' : object.trim()
      if (text === '') this.#malformed(draft, line, `${property} has no text`)
      else noteText(draft, text)
      if (language !== undefined && language !== '' && !/^en\b/.test(language)) draft.language ??= language
    } else if (noteName !== undefined) {
      const heading = headingOf(object)
      if (heading === undefined)
        this.#malformed(draft, line, `"${object.slice(0, 80)}" is no identifier of a descriptor`)
      else noteName(draft, heading)
    } else if (property === 'type') draft.addType(vocabularyName(object))
    else if (property === 'active' && object === 'false') draft.retired = true
  }

  #close(): void {
    const draft = this.#draft
    this.#draft = undefined
    if (draft === undefined) return
    const kind = kindOf(draft.code)
    if (kind === 'M') this.#closeConcept(draft)
    else if (kind === 'T') this.#closeTerm(draft)
    else this.#closeRecord(draft)
  }

  #closeRecord(draft: Draft): void {
    const { kept, entityClass } = this.#survey.choiceOf(draft.code)
    if (!kept) return
    const record = draft.record(this.#survey.hasScopeNote(draft.code))
    const parents = draft.parents.filter((parent) => this.#survey.keeps(parent))
    this.#terms.push({
      ...this.#termOf(record, entityClass),
      parents: distinct(parents.map((parent) => curieOfUi(uiOf(parent)))),
    })
  }

  #closeConcept(draft: Draft): void {
    const { registryNumbers, relatedRegistryNumbers, scopeNote, casName } = draft
    const facts = { terms: [], registryNumbers, relatedRegistryNumbers, scopeNote, casName }
    this.#add(draft, (_record, scope) => ({ ...facts, scope }))
  }

  #closeTerm(draft: Draft): void {
    const lexicalTag = this.#survey.tagOf(draft.code)
    this.#add(draft, (record, scope) => ({
      scope,
      // The label is the record's own to say.
      terms: [...draft.names, ...draft.turned]
        .filter(({ text }) => scope !== 'exact' || !this.#survey.isLabel(record, text))
        .map((term) => ({ ...term, lexicalTag })),
      registryNumbers: [],
      relatedRegistryNumbers: [],
    }))
  }

  /** Adds what is said of a concept or a term to the record it is of. */
  #add(draft: Draft, conceptIn: (record: UiCode, scope: MeshConcept['scope']) => MeshConcept): void {
    const { code, line, language } = draft
    const record = this.#survey.recordOf(code)
    const concept = this.#survey.conceptOf(code)
    if (record === undefined || concept === undefined) {
      const message = `${uiOf(code)} is of no record; what is said of it was passed over`
      const repair = 'Ignore this for an extract; else look for the record that is missing.'
      this.#context.report({ code: 'fact-without-term', line, message, repair })
      return
    }
    if (!this.#survey.keeps(record)) return
    const concepts = [conceptIn(record, this.#survey.scopeOf(concept))]
    const outline = { ...emptyRecord(record, line), concepts, language }
    const { id, synonyms, xrefs, definition } = this.#termOf(outline, undefined)
    if (synonyms.length + xrefs.length > 0 || definition !== null)
      this.#additions.push({ id, line, synonyms, xrefs, definition })
  }

  #termOf(record: MeshRecord, entityClass: string | undefined): ParsedTerm {
    return termOfRecord(record, entityClass, (registryNumber) => {
      const message = `${curieOfUi(record.ui)}: the registry number "${registryNumber.slice(0, 80)}" is of no known kind; kept as it is`
      const repair = 'Known are CAS and EC numbers, UNII codes and txid….'
      this.#context.report({ code: 'malformed-xref', line: record.line, message, repair })
    })
  }

  #malformed({ code }: Draft, line: number, what: string): void {
    const message = `${uiOf(code)}: ${what}; left out`
    this.#context.report({ code: 'malformed-line', line, message, repair: 'Correct the record.' })
  }
}

type Table<Value> = Readonly<Partial<Record<MeshProperty, (draft: Draft, value: Value) => void>>>

/** Properties whose values are texts. */
const TEXTS: Table<string> = {
  label: (draft, text) => {
    if (draft.label === '') draft.label = text
  },
  prefLabel: (draft, text) => {
    draft.names.push({ text, permuted: false })
  },
  // A turned form: the XML has it as a term of its own, made by machine.
  altLabel: (draft, text) => {
    draft.turned.push({ text, permuted: true })
  },
  note: (draft, text) => {
    draft.note ??= text
  },
  scopeNote: (draft, text) => {
    draft.scopeNote ??= text
  },
  casn1_label: (draft, text) => {
    draft.casName ??= text
  },
  registryNumber: (draft, text) => {
    draft.registryNumbers.push(text)
  },
  relatedRegistryNumber: (draft, text) => {
    draft.relatedRegistryNumbers.push(text)
  },
}

/** Properties whose values name descriptors. */
const NAMES: Table<UiCode> = {
  broaderDescriptor: (draft, heading) => {
    draft.parents.push(heading)
  },
  mappedTo: (draft, heading) => {
    draft.mappedTo.push({ ui: uiOf(heading), main: false })
  },
  preferredMappedTo: (draft, heading) => {
    draft.mappedTo.push({ ui: uiOf(heading), main: true })
  },
  pharmacologicalAction: (draft, heading) => {
    draft.actions.push(uiOf(heading))
  },
  seeAlso: (draft, heading) => {
    draft.seeAlso.push(uiOf(heading))
  },
}
