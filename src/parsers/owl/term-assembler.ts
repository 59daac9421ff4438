import { normalizeCurie, normalizeXref } from '../../core/curie.ts'
import type { ParsedTerm, Synonym } from '../../core/term.ts'
import { reportBareXrefs } from '../bare-xrefs.ts'
import type { ParseContext, ParsedBatch, TermAddition } from '../contract.ts'
import { localName, synonymType, xrefPredicateOf } from '../predicates.ts'
import { isBlank, type Triple } from '../rdf/triple.ts'
import { Entities } from './entities.ts'
import { Languages } from './languages.ts'
import { isMergedId, mergedInto } from './merged-id.ts'
import { OntologyHeader } from './ontology-header.ts'
import type { AssemblerOptions } from './options.ts'
import { OWL_PROFILE, type Profile, PropertyTable, type Role } from './properties.ts'
import { Subject } from './subject.ts'
import { type AxiomNote, type NodeListener, WaitingNodes } from './waiting-nodes.ts'

/**
 * Makes terms and additions of triples, taken one by one in source order: OWL classes (or SKOS concepts) with their
 * annotations, restrictions and axiom annotations, as the OWL 2 mapping to RDF graphs (w3.org/TR/owl2-mapping-to-rdf)
 * writes them. What is said of one IRI in a row is one piece: a term if its type is told there, else an addition.
 *
 * Usage: `take` each triple, `takeBatch` now and then, `finish` once.
 */
export class TermAssembler implements NodeListener {
  readonly #context: ParseContext
  readonly #properties: PropertyTable
  readonly #languages: Languages
  readonly #types: ReadonlySet<string>
  readonly #header: OntologyHeader
  readonly #entities = new Entities()
  readonly #waiting = new WaitingNodes(this)
  readonly #relationLabels = new Map<string, string | undefined>()
  /** Concepts named only in languages that are not wanted, by language. */
  readonly #foreign = new Map<string, number>()
  #terms: ParsedTerm[] = []
  #additions: TermAddition[] = []
  #open: Subject | undefined
  #subject: string | undefined
  #statement = -1

  constructor(options: AssemblerOptions, context: ParseContext, profile: Profile = OWL_PROFILE) {
    this.#context = context
    this.#properties = new PropertyTable(options, profile)
    this.#languages = new Languages(options.languages)
    this.#types = new Set((options.types ?? profile.types).map(normalizeCurie))
    this.#header = new OntologyHeader(context)
  }

  take(triple: Triple): void {
    const { subject, statement } = triple
    if (statement !== this.#statement) {
      this.#waiting.endStatement()
      this.#statement = statement
    }
    if (subject !== this.#subject) this.#turnTo(subject, triple.line)
    const role = this.#properties.roleOf(triple.predicate)
    if (isBlank(subject)) this.#waiting.take(triple, role.kind)
    else if (this.#open) this.#takeOf(this.#open, triple, role)
  }

  /** What was closed since the last call. */
  takeBatch(): ParsedBatch {
    const batch = { terms: this.#terms, additions: this.#additions }
    this.#terms = []
    this.#additions = []
    return batch
  }

  /** Closes what is open, settles what waits, tells the context of the ontology as a whole. */
  finish(): ParsedBatch {
    this.#waiting.finish()
    this.#close()
    this.#header.describe()
    for (const [id, label] of this.#relationLabels)
      this.#context.defineRelation({ id, ...(label === undefined ? {} : { label }) })
    this.#reportLost()
    this.#reportForeign()
    return this.takeBatch()
  }

  onAxiom(note: AxiomNote): void {
    const role = this.#properties.roleOf(note.property)
    if (role.kind === 'synonym')
      for (const synonym of this.#refinedSynonyms(note, role))
        this.#refine(note, { synonyms: [synonym] }, (open) => {
          open.refineSynonym(synonym)
        })
    if (role.kind !== 'xref' || role.predicate !== DB_XREF) return
    const predicate = xrefPredicateOf(note.sources)
    if (predicate === DB_XREF) return
    const xref = { predicate, object: xrefObject(note.target, role.prefix) }
    this.#refine(note, { xrefs: [xref] }, (open) => {
      open.refineXref(xref)
    })
  }

  onRestriction(subject: string, property: string, filler: string, line: number): void {
    if (isBlank(property) || isBlank(filler)) return
    const relation = { predicate: localName(normalizeCurie(property)), object: normalizeCurie(filler) }
    if (relation.predicate === '' || relation.object === '') return
    this.#refine({ source: subject, line }, { relations: [relation] }, (open) => {
      open.relations.push(relation)
    })
  }

  onLabel(subject: string, role: Role, text: string, language: string, line: number): void {
    if (this.#open?.iri === subject) {
      this.#takeText(this.#open, text, language, role)
      return
    }
    // The concept is gone by: its label can no longer be weighed against others.
    const stand = new Subject(subject, line)
    this.#takeText(stand, text, language, role)
    const best = this.#languages.rankOf(language) === 0
    const addition = stand.toAddition()
    if (addition && (best || addition.label === undefined)) this.#add(addition)
    else if (addition?.label != null)
      this.#add({
        id: addition.id,
        line,
        synonyms: [{ text: addition.label, scope: 'exact', ...tagged(language) }],
      })
  }

  /** A change for the open subject, or, when another one is meant, an addition. */
  #refine(
    { source, line }: { readonly source: string; readonly line: number },
    addition: Omit<TermAddition, 'id' | 'line'>,
    change: (open: Subject) => void,
  ): void {
    if (this.#open?.iri === source) change(this.#open)
    else if (!isBlank(source)) {
      const state = this.#entities.stateOf(source)
      if (state !== 'other' && state !== 'property')
        this.#add({ id: normalizeCurie(source), line, ...addition })
    }
  }

  #refinedSynonyms(note: AxiomNote, role: Role & { kind: 'synonym' }): readonly Synonym[] {
    const text = note.target.trim()
    const language = note.language ?? ''
    if (text === '' || this.#languages.rankOf(language) === undefined) return []
    const xrefs = [...new Set(note.xrefs.map(normalizeCurie))].filter((xref) => xref !== '')
    const known = note.synonymTypes.map((type) => synonymType(normalizeCurie(type)))
    const types = known.length === 0 ? [role.type] : known
    return types.map((type) => ({
      text,
      scope: role.scope,
      ...(type === undefined || type === '' ? {} : { type }),
      ...tagged(language),
      ...(xrefs.length === 0 ? {} : { xrefs }),
    }))
  }

  #turnTo(subject: string, line: number): void {
    if (this.#subject !== undefined && isBlank(this.#subject)) this.#waiting.leave(this.#subject)
    this.#subject = subject
    if (isBlank(subject) || this.#open?.iri === subject) return
    this.#close()
    this.#open = new Subject(subject, line)
  }

  #takeOf(open: Subject, triple: Triple, role: Role): void {
    const { object, language, line } = triple
    if (language === undefined && isBlank(object)) this.#takeNode(open, object, role, line)
    else if (role.kind === 'type') this.#takeType(open, normalizeCurie(object))
    else if (role.kind === 'labelNode') {
      open.isNamed = true
      open.isAnnotated = true
      this.#waiting.labelOf(object, open.iri, role.role, line)
    } else if (role.kind === 'literalForm') this.#waiting.take(triple, role.kind)
    else if (role.kind === 'label' || role.kind === 'synonym' || role.kind === 'definition')
      this.#takeText(open, object, language ?? '', role)
    else if (object !== '') this.#takeValue(open, object, role, line)
  }

  #takeNode(open: Subject, node: string, role: Role, line: number): void {
    if (role.kind === 'parent') this.#waiting.below(node, open.iri, line)
    else if (role.kind === 'labelNode') {
      open.isNamed = true
      open.isAnnotated = true
      this.#waiting.labelOf(node, open.iri, role.role, line)
    }
  }

  #takeType(open: Subject, type: string): void {
    if (this.#types.has(type)) {
      open.isConcept = true
      if (type === 'owl:DeprecatedClass') open.obsolete = true
      if (type === 'owl:NamedIndividual') open.isIndividual = true
    } else if (type === 'owl:Ontology' || type === 'skos:ConceptScheme') open.isOntology = true
    else if (type === 'owl:ObjectProperty') open.isProperty = true
    else {
      open.isOther = true
      if (!META_TYPE.test(type)) open.classes.push(type)
    }
  }

  #takeText(open: Subject, raw: string, language: string, role: Role): void {
    const text = raw.trim()
    if (text === '') return
    if (role.kind === 'label') open.isNamed = true
    const languageRank = this.#languages.rankOf(language)
    if (languageRank === undefined) {
      if (role.kind !== 'definition') open.otherLanguage ??= language
      return
    }
    open.isAnnotated = true
    if (role.kind === 'synonym')
      open.addSynonym({
        text,
        scope: role.scope,
        ...(role.type === undefined ? {} : { type: role.type }),
        ...tagged(language),
      })
    else if (role.kind === 'label' || role.kind === 'definition') {
      const candidate = { text, language, languageRank, propertyRank: role.rank }
      if (role.kind === 'label') open.labels.push(candidate)
      else open.definitions.push(candidate)
    }
  }

  #takeValue(open: Subject, object: string, role: Role, line: number): void {
    if (isAnnotation(role)) open.isAnnotated = true
    const id = normalizeCurie(object)
    if (id === '' || open.id === '') return
    if (role.kind === 'xref')
      open.xrefs.push({ predicate: role.predicate, object: xrefObject(object, role.prefix) })
    else if (role.kind === 'deprecated') open.obsolete = id === 'true' || id === '1'
    else if (role.kind === 'child') this.#add({ id, line, parents: [open.id] })
    else if (role.kind === 'parent' && id === 'oboInOwl:ObsoleteClass') open.obsolete = true
    else open.takeValue(role.kind, id, object)
  }

  #close(): void {
    const open = this.#open
    this.#open = undefined
    if (!open) return
    if (open.isOntology || this.#header.isAbout(open.iri)) {
      this.#header.take(open)
      this.#entities.set(open.iri, 'other')
    } else if (open.isConcept) this.#closeConcept(open)
    else if (open.isProperty || this.#entities.stateOf(open.iri) === 'property') this.#closeProperty(open)
    else if (open.isOther && !this.#mayBeConcept(open.iri)) this.#entities.set(open.iri, 'other')
    else this.#closeUntyped(open)
  }

  /** OWL lets one IRI be a class and an individual, too: its name may stand with either, or apart from both. */
  #mayBeConcept(iri: string): boolean {
    const state = this.#entities.stateOf(iri)
    return state === 'declared' || state === 'described'
  }

  #closeConcept(open: Subject): void {
    const { iri, id, line } = open
    if (id === '') {
      const message = 'a class without an id was left out'
      this.#context.report({ code: 'missing-id', line, message, repair: 'Give it an IRI.' })
      return
    }
    if (open.isAnnotated || this.#entities.stateOf(iri) === 'described' || this.#entities.isFull) {
      this.#entities.forget(iri)
      this.#emit(open)
      return
    }
    if (open.otherLanguage !== undefined) this.#countForeign(open.otherLanguage)
    this.#entities.set(iri, 'declared')
    const addition = open.toAddition()
    if (addition) this.#add(addition)
  }

  #closeUntyped(open: Subject): void {
    if (open.id === '') return
    const state = this.#entities.stateOf(open.iri)
    if (state === 'other') return
    if (state === 'declared' && open.isAnnotated) {
      this.#entities.forget(open.iri)
      this.#emit(open)
      return
    }
    if (open.isMerged && !open.isNamed && open.replacedBy.length > 0) {
      this.#additions.push(...mergedInto(open.toTerm()))
      return
    }
    const addition = open.toAddition()
    if (!addition) return
    this.#add(addition)
    if (open.isAnnotated) this.#entities.set(open.iri, 'described')
  }

  #closeProperty(open: Subject): void {
    this.#entities.set(open.iri, 'property')
    const id = localName(open.id)
    if (id === '') return
    const label = open.chooseLabel().text ?? undefined
    if (this.#relationLabels.size < MAX_RELATIONS || this.#relationLabels.has(id))
      this.#relationLabels.set(id, this.#relationLabels.get(id) ?? label)
  }

  #emit(open: Subject): void {
    const term = open.toTerm()
    if (isMergedId(term) && !open.isNamed) {
      this.#additions.push(...mergedInto(term))
      return
    }
    reportBareXrefs(term.xrefs, term.line, this.#context)
    this.#terms.push(term)
    if (term.label === null && open.otherLanguage !== undefined) this.#countForeign(open.otherLanguage)
    this.#reportRivals(open)
  }

  #add(addition: TermAddition): void {
    if (addition.id !== '') this.#additions.push(addition)
  }

  #reportRivals(open: Subject): void {
    const { id, line } = open
    for (const { text } of open.chooseLabel().rivals)
      this.#context.report({
        code: 'conflicting-label',
        line,
        message: `${id} is labelled again, "${shown(text)}"; kept as an exact synonym`,
        repair: 'Give it one label.',
      })
    for (const { text } of open.chooseDefinition().rivals)
      this.#context.report({
        code: 'repeated-tag',
        line,
        message: `${id} has a second definition, "${shown(text)}"; the first was kept`,
        repair: 'Keep one definition.',
      })
  }

  #countForeign(language: string): void {
    if (this.#foreign.size < MAX_LANGUAGES || this.#foreign.has(language))
      this.#foreign.set(language, (this.#foreign.get(language) ?? 0) + 1)
  }

  #reportForeign(): void {
    if (this.#foreign.size === 0) return
    const counts = [...this.#foreign].map(([language, count]) => `${language}: ${String(count)}`)
    this.#context.report({
      code: 'missing-label',
      line: 0,
      message: `concepts are named only in languages that were not asked for (${counts.join(', ')})`,
      repair: 'Set "languages" in the options.',
    })
  }

  #reportLost(): void {
    const { lost } = this.#waiting
    if (lost === 0) return
    this.#context.report({
      code: 'malformed-line',
      line: 0,
      message: `${String(lost)} nodes were let go before all was known of them; relations, or types of synonyms, may be missing`,
      repair: 'Check that the file is whole; convert it to RDF/XML, where such nodes stand in their place.',
    })
  }
}

const DB_XREF = 'oboInOwl:hasDbXref'
const META_TYPE = /^(?:owl|rdfs?|skos):/
const MAX_RELATIONS = 10_000
const MAX_LANGUAGES = 100

/** The logic, that two classes are equal among it, says nothing of a class that is only echoed. */
const isAnnotation = (role: Role): boolean =>
  role.kind !== 'structure' &&
  role.kind !== 'parent' &&
  role.kind !== 'child' &&
  !(role.kind === 'xref' && role.predicate === 'owl:equivalentClass')

const tagged = (language: string): { readonly language?: string } => (language === '' ? {} : { language })

const shown = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text)

/** A value without a prefix gets that of its property. */
const xrefObject = (value: string, prefix: string | undefined): string =>
  normalizeXref(prefix !== undefined && !value.includes(':') ? `${prefix}:${value.trim()}` : value)
