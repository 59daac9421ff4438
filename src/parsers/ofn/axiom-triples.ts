import type { ParseContext } from '../contract.ts'
import { localBlank, OWL, RDF, RDFS, type Triple } from '../rdf/triple.ts'
import { AXIOM_NAMES, type Expression, isExpression, isIri, isLiteral, type Part } from './expression.ts'
import type { DocumentHandler } from './reader.ts'

/** Entities a `Declaration` names, and the type each has in RDF. */
const ENTITY_TYPES: ReadonlyMap<string, string> = new Map([
  ['Class', `${OWL}Class`],
  ['ObjectProperty', `${OWL}ObjectProperty`],
  ['DataProperty', `${OWL}DatatypeProperty`],
  ['AnnotationProperty', `${OWL}AnnotationProperty`],
  ['NamedIndividual', `${OWL}NamedIndividual`],
  ['Datatype', `${RDFS}Datatype`],
])

/** An ontology that gives itself no IRI. */
const ANONYMOUS = '_:ontology'
const MAX_UNKNOWN = 1000

/**
 * Turns axioms into the triples that the OWL 2 mapping to RDF graphs (w3.org/TR/owl2-mapping-to-rdf) gives them, as far
 * as terms are made of them: declarations, annotations, assertions, subclasses, restrictions `some`, and equivalents
 * that are names. Other axioms are passed over.
 */
export class AxiomTriples implements DocumentHandler {
  readonly #take: (triple: Triple) => void
  readonly #isOfUse: (property: string) => boolean
  readonly #context: ParseContext
  readonly #unknown = new Set<string>()
  #ontology: string | undefined
  /** Of the axiom at hand. */
  #statement = 0
  #line = 0
  #blanks = 0

  /**
   * @param take is given the triples, those of one axiom one after another
   * @param isOfUse whether annotations of axioms with this property are; the triples of others are spared
   */
  constructor(
    take: (triple: Triple) => void,
    context: ParseContext,
    isOfUse: (property: string) => boolean = () => true,
  ) {
    this.#take = take
    this.#isOfUse = isOfUse
    this.#context = context
  }

  ontologyIri(iri: string, place: number, line: number): void {
    this.#begin(line)
    if (place === 0) {
      this.#ontology = iri
      this.#emit(iri, `${RDF}type`, `${OWL}Ontology`)
    } else this.#emit(this.#ontology ?? ANONYMOUS, `${OWL}versionIRI`, iri)
  }

  expression(axiom: Expression): void {
    this.#begin(axiom.line)
    const count = axiom.parts.findIndex((part) => !isAnnotation(part))
    const annotations = count <= 0 ? [] : axiom.parts.slice(0, count).filter(isExpression)
    const parts = count <= 0 ? axiom.parts : axiom.parts.slice(count)
    if (!this.#isRead(axiom.name, parts, annotations)) {
      const message = `${axiom.name}(…) has not the parts such an axiom has; left out`
      this.#context.report({ code: 'malformed-line', line: axiom.line, message, repair: SEE_SYNTAX })
    }
  }

  /** `false` when the axiom has not the shape its name asks for. */
  #isRead(name: string, parts: readonly Part[], annotations: readonly Expression[]): boolean {
    const [first, second, third] = parts
    switch (name) {
      case 'AnnotationAssertion':
        return parts.length === 3 && this.#say(second, first, third, annotations)
      case 'SubClassOf':
        return parts.length === 2 && this.#subclass(first, second, annotations)
      case 'Declaration':
        return parts.length === 1 && this.#declaration(first, annotations)
      case 'EquivalentClasses':
        return parts.length > 1 && this.#equivalents(parts.filter(isIri), annotations)
      case 'ObjectPropertyAssertion':
      case 'DataPropertyAssertion':
        return parts.length === 3 && (isExpression(first) || this.#say(second, first, third, annotations))
      case 'ClassAssertion':
        return (
          parts.length === 2 && (isExpression(first) || this.#say(second, `${RDF}type`, first, annotations))
        )
      case 'SubAnnotationPropertyOf':
        return parts.length === 2 && this.#say(first, `${RDFS}subPropertyOf`, second, annotations)
      case 'Annotation':
        return parts.length === 2 && this.#say(this.#ontology ?? ANONYMOUS, first, second, annotations)
      case 'Import':
        return (
          parts.length === 1 && this.#say(this.#ontology ?? ANONYMOUS, `${OWL}imports`, first, annotations)
        )
      default:
        if (!AXIOM_NAMES.has(name)) this.#reportUnknown(name)
        return true
    }
  }

  #declaration(entity: Part | undefined, annotations: readonly Expression[]): boolean {
    if (!isExpression(entity) || entity.parts.length !== 1) return false
    const type = ENTITY_TYPES.get(entity.name)
    return type !== undefined && this.#say(entity.parts[0], `${RDF}type`, type, annotations)
  }

  #subclass(sub: Part | undefined, above: Part | undefined, annotations: readonly Expression[]): boolean {
    // What holds of an expression says nothing of a named class.
    if (isExpression(sub)) return !isLiteral(above)
    if (!isExpression(above)) return this.#say(sub, `${RDFS}subClassOf`, above, annotations)
    const [property, filler] = above.parts
    if (above.name !== 'ObjectSomeValuesFrom' || !isIri(property) || !isIri(filler)) return isIri(sub)
    const restriction = localBlank(this.#blanks++)
    const isSaid = this.#say(sub, `${RDFS}subClassOf`, restriction, annotations)
    if (isSaid) {
      this.#emit(restriction, `${RDF}type`, `${OWL}Restriction`)
      this.#emit(restriction, `${OWL}onProperty`, property)
      this.#emit(restriction, `${OWL}someValuesFrom`, filler)
    }
    return isSaid
  }

  #equivalents(classes: readonly string[], annotations: readonly Expression[]): boolean {
    return classes
      .slice(1)
      .every((other, at) => this.#say(classes[at], `${OWL}equivalentClass`, other, annotations))
  }

  /** A triple, and what its annotations say of it. */
  #say(
    subject: Part | undefined,
    predicate: Part | undefined,
    object: Part | undefined,
    annotations: readonly Expression[],
  ): boolean {
    if (typeof subject !== 'string' || !isIri(predicate) || object === undefined || isExpression(object))
      return false
    this.#emit(subject, predicate, object)
    if (annotations.length > 0 && this.#isOfUse(predicate)) {
      const axiom = localBlank(this.#blanks++)
      this.#emit(axiom, `${RDF}type`, `${OWL}Axiom`)
      this.#emit(axiom, `${OWL}annotatedSource`, subject)
      this.#emit(axiom, `${OWL}annotatedProperty`, predicate)
      this.#emit(axiom, `${OWL}annotatedTarget`, object)
      for (const annotation of annotations) {
        // Annotations of annotations come first, and say nothing of the axiom.
        const [property, value] = annotation.parts.filter((part) => !isAnnotation(part))
        if (!isIri(property) || value === undefined || isExpression(value)) return false
        this.#emit(axiom, property, value)
      }
    }
    return true
  }

  #begin(line: number): void {
    this.#statement++
    this.#line = line
  }

  #emit(subject: string, predicate: string, part: Exclude<Part, Expression>): void {
    const { object, language } = objectOf(part)
    this.#take({ subject, predicate, object, language, line: this.#line, statement: this.#statement })
  }

  #reportUnknown(name: string): void {
    if (this.#unknown.has(name)) return
    if (this.#unknown.size < MAX_UNKNOWN) this.#unknown.add(name)
    this.#context.report({
      code: 'unknown-tag',
      line: this.#line,
      message: `OWL 2 has no axiom "${name.slice(0, 60)}": passed over, here and wherever it comes again`,
      repair: SEE_SYNTAX,
    })
  }
}

const SEE_SYNTAX = 'See section 9 of www.w3.org/TR/owl2-syntax.'

const isAnnotation = (part: Part): boolean => isExpression(part) && part.name === 'Annotation'

const objectOf = (part: Exclude<Part, Expression>): Pick<Triple, 'object' | 'language'> => {
  if (typeof part === 'string') return { object: part, language: undefined }
  const { text, language, datatype } = part
  const tag = datatype === `${RDF}PlainLiteral` ? text.lastIndexOf('@') : -1
  // A plain literal carries its tag within, after the last @.
  return tag === -1
    ? { object: text, language: (language ?? '').toLowerCase() }
    : { object: text.slice(0, tag), language: text.slice(tag + 1).toLowerCase() }
}
