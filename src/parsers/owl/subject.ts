import { normalizeCurie } from '../../core/curie.ts'
import type { Curie, ParsedTerm, Relation, Synonym, Xref } from '../../core/term.ts'
import type { TermAddition } from '../contract.ts'
import { distinct, distinctPairs, distinctSynonyms } from '../distinct.ts'
import { localName } from '../predicates.ts'
import { type Candidate, choose, type Choice, synonymOf } from './names.ts'
import type { Role } from './properties.ts'

/** What the source says of itself, if the subject is the ontology. */
export interface OntologyFacts {
  title?: string
  versionIri?: string
  version?: string
  readonly imports: string[]
}

const TERMS_MERGED = 'IAO:0000227'

/** Gathers what is said of one IRI, until another's turn comes. */
export class Subject {
  readonly iri: string
  readonly id: Curie
  readonly line: number
  isConcept = false
  isIndividual = false
  isProperty = false
  isOntology = false
  /** A type that is none of these. */
  isOther = false
  /** Whether anything is said beyond type and logic. */
  isAnnotated = false
  /** Whether it has a label, if only in a language that is not wanted, or at a node that comes later. */
  isNamed = false
  /** Language of a label that is not wanted. */
  otherLanguage: string | undefined
  obsolete = false
  /** Whether it was made obsolete because it is another term now. */
  isMerged = false
  readonly labels: Candidate[] = []
  readonly definitions: Candidate[] = []
  readonly parents: Curie[] = []
  /** Classes an individual is of. */
  readonly classes: Curie[] = []
  readonly relations: Relation[] = []
  readonly xrefs: Xref[] = []
  readonly altIds: Curie[] = []
  readonly replacedBy: Curie[] = []
  readonly consider: Curie[] = []
  readonly subsets: string[] = []
  readonly #synonyms: Synonym[] = []
  #ontology: OntologyFacts | undefined

  constructor(iri: string, line: number) {
    this.iri = iri
    this.id = normalizeCurie(iri)
    this.line = line
  }

  get ontology(): OntologyFacts {
    return (this.#ontology ??= { imports: [] })
  }

  /** `id` is the value as a CURIE; a kind that says nothing of a term is passed over. */
  takeValue(kind: Role['kind'], id: Curie, value: string): void {
    switch (kind) {
      case 'parent':
        if (id !== 'owl:Thing') this.parents.push(id)
        break
      case 'related':
        this.relations.push({ predicate: 'skos:related', object: id })
        break
      case 'altId':
        this.altIds.push(id)
        break
      case 'replacedBy':
        this.replacedBy.push(id)
        break
      case 'consider':
        this.consider.push(id)
        break
      case 'reason':
        if (id === TERMS_MERGED) this.isMerged = true
        break
      case 'subset':
        if (localName(id) !== '') this.subsets.push(localName(id))
        break
      case 'title':
        this.ontology.title ??= value.trim()
        break
      case 'versionIri':
        this.ontology.versionIri ??= value
        break
      case 'version':
        this.ontology.version ??= value.trim()
        break
      case 'imports':
        this.ontology.imports.push(value)
        break
      default:
        break
    }
  }

  addSynonym(synonym: Synonym): void {
    this.#synonyms.push(synonym)
  }

  /** Type and xrefs for a synonym that is here; one that is not, or has another type already, is added. */
  refineSynonym(refined: Synonym): void {
    const at = this.#synonyms.findIndex(
      (synonym) =>
        synonym.text === refined.text &&
        synonym.scope === refined.scope &&
        synonym.language === refined.language &&
        (synonym.type === undefined || synonym.type === refined.type || refined.type === undefined),
    )
    const known = this.#synonyms[at]
    if (known === undefined) this.#synonyms.push(refined)
    else {
      const xrefs = distinct([...(known.xrefs ?? []), ...(refined.xrefs ?? [])])
      this.#synonyms[at] = { ...known, ...refined, ...(xrefs.length === 0 ? {} : { xrefs }) }
    }
  }

  /** A stronger predicate for the cross-reference to `object`. */
  refineXref(xref: Xref): void {
    const at = this.xrefs.findIndex(({ object }) => object === xref.object)
    if (at === -1) this.xrefs.push(xref)
    else this.xrefs[at] = xref
  }

  chooseLabel(): Choice {
    return choose(this.labels)
  }

  chooseDefinition(): Choice {
    return choose(this.definitions)
  }

  toTerm(): ParsedTerm {
    const label = this.chooseLabel()
    const parents = this.isIndividual ? [...this.parents, ...this.classes] : this.parents
    return {
      id: this.id,
      label: label.text,
      synonyms: withoutTwins(distinctSynonyms([...this.#synonyms, ...label.others.map(synonymOf)])),
      definition: this.chooseDefinition().text,
      parents: distinct(parents),
      relations: distinctPairs(this.relations),
      xrefs: distinctPairs(this.xrefs),
      altIds: distinct(this.altIds),
      obsolete: this.obsolete,
      replacedBy: distinct(this.replacedBy),
      consider: distinct(this.consider),
      subsets: distinct(this.subsets),
      line: this.line,
    }
  }

  /** Only what there is; `undefined` when there is nothing. */
  toAddition(): TermAddition | undefined {
    const { id, line, label, definition, obsolete, ...lists } = this.toTerm()
    const filled = Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0))
    const addition: TermAddition = {
      id,
      line,
      ...(label === null ? {} : { label }),
      ...(definition === null ? {} : { definition }),
      ...(obsolete ? { obsolete } : {}),
      ...filled,
    }
    return Object.keys(addition).length > 2 ? addition : undefined
  }
}

/** A name without a tag that stands there with one, too, says nothing more. */
const withoutTwins = (synonyms: readonly Synonym[]): readonly Synonym[] => {
  const tagged = synonyms.filter(({ language }) => language !== undefined)
  if (tagged.length === 0 || tagged.length === synonyms.length) return synonyms
  const keys = new Set(tagged.map(({ scope, text }) => `${scope}\t${text}`))
  return synonyms.filter(
    ({ language, type, xrefs, scope, text }) =>
      language !== undefined || type !== undefined || xrefs !== undefined || !keys.has(`${scope}\t${text}`),
  )
}
