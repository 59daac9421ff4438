import { isLocalBlank, type Triple } from '../rdf/triple.ts'
import { ownCopy } from './entities.ts'
import type { Role } from './properties.ts'

/** An annotation of an axiom, as far as it is of use: what is said of a synonym or a cross-reference. */
export interface AxiomNote {
  readonly source: string
  readonly property: string
  readonly target: string
  /** As in {@link Triple}. */
  readonly language: string | undefined
  readonly synonymTypes: readonly string[]
  readonly xrefs: readonly string[]
  readonly sources: readonly string[]
  readonly line: number
}

/** Told what was found out, as soon as it is. */
export interface NodeListener {
  onAxiom(note: AxiomNote): void
  /** `subject` is a kind of the things that have `property` to some `filler`. */
  onRestriction(subject: string, property: string, filler: string, line: number): void
  onLabel(subject: string, role: Role, text: string, language: string, line: number): void
}

interface Facts {
  readonly line: number
  source?: string
  property?: string
  target?: string
  language?: string | undefined
  synonymTypes?: string[]
  xrefs?: string[]
  sources?: string[]
  onProperty?: string
  filler?: string
  /** Classes said to lie below this restriction. */
  below?: string[]
  text?: string
  textLanguage?: string
  /** Concepts this node is a label of. */
  labelOf?: { readonly subject: string; readonly role: Role }[]
}

/** Nodes that may wait for the rest of what is said of them, at once. */
const MAX_WAITING = 500_000

/**
 * Nodes that mean something only together with others: annotated axioms, restrictions, labels of SKOS-XL. Those local
 * to a statement are settled at its end. Those with a label of their own may be named anywhere in the file; they wait,
 * and past a bound the oldest are let go, and counted.
 */
export class WaitingNodes {
  readonly #listener: NodeListener
  readonly #local = new Map<string, Facts>()
  readonly #shared = new Map<string, Facts>()
  /** Nodes let go before all was known of them. */
  lost = 0

  constructor(listener: NodeListener) {
    this.#listener = listener
  }

  take({ subject, object, language, line }: Triple, kind: Role['kind']): void {
    if (!OF_NODES.has(kind)) return
    const facts = this.#factsOf(subject, line)
    const value = isLocalBlank(subject) ? object : ownCopy(object)
    if (kind === 'axiomSource') facts.source = value
    else if (kind === 'axiomProperty') facts.property = value
    else if (kind === 'axiomTarget') [facts.target, facts.language] = [value, language]
    else if (kind === 'synonymType') (facts.synonymTypes ??= []).push(value)
    else if (kind === 'termGroup') {
      if (value === 'AB') (facts.synonymTypes ??= []).push(ABBREVIATION)
    } else if (kind === 'xref') (facts.xrefs ??= []).push(value)
    else if (kind === 'source') (facts.sources ??= []).push(value)
    else if (kind === 'onProperty') facts.onProperty = value
    else if (kind === 'someValuesFrom') facts.filler = value
    else [facts.text, facts.textLanguage] = [value, language ?? '']
    if (kind === 'literalForm' || kind === 'onProperty' || kind === 'someValuesFrom')
      this.#settle(subject, facts)
  }

  /** `subject` lies below the class `node` describes. */
  below(node: string, subject: string, line: number): void {
    const facts = this.#factsOf(node, line)
    ;(facts.below ??= []).push(ownCopy(subject))
    this.#settle(node, facts)
  }

  labelOf(node: string, subject: string, role: Role, line: number): void {
    const facts = this.#factsOf(node, line)
    ;(facts.labelOf ??= []).push({ subject: ownCopy(subject), role })
    this.#settle(node, facts)
  }

  /** The description of a node ends, for now: what is known of an axiom is passed on. */
  leave(node: string): void {
    const facts = this.#mapOf(node).get(node)
    if (facts) this.#settleAxiom(facts)
  }

  endStatement(): void {
    if (this.#local.size === 0) return
    for (const facts of this.#local.values()) this.#settleAxiom(facts)
    this.#local.clear()
  }

  /** Counts what never came together. */
  finish(): void {
    this.endStatement()
    for (const facts of this.#shared.values()) {
      this.#settleAxiom(facts)
      if (isHalfAxiom(facts) || facts.labelOf !== undefined) this.lost++
    }
    this.#shared.clear()
  }

  #mapOf(node: string): Map<string, Facts> {
    return isLocalBlank(node) ? this.#local : this.#shared
  }

  #factsOf(node: string, line: number): Facts {
    const map = this.#mapOf(node)
    const known = map.get(node)
    if (known) return known
    const facts: Facts = { line }
    map.set(isLocalBlank(node) ? node : ownCopy(node), facts)
    if (map.size > MAX_WAITING) this.#letGo(map)
    return facts
  }

  // Many at a time: to find the oldest entry of a map, those deleted before it are passed again.
  #letGo(map: Map<string, Facts>): void {
    let left = MAX_WAITING / 4
    for (const [node, facts] of map) {
      if (left-- <= 0) return
      this.#settleAxiom(facts)
      if (!isSettledAxiom(facts)) this.lost++
      map.delete(node)
    }
  }

  #settle(node: string, facts: Facts): void {
    const { onProperty, filler, below, text, textLanguage, labelOf, line } = facts
    if (below !== undefined && onProperty !== undefined && filler !== undefined) {
      for (const subject of below) this.#listener.onRestriction(subject, onProperty, filler, line)
      this.#mapOf(node).delete(node)
    } else if (labelOf !== undefined && text !== undefined) {
      for (const { subject, role } of labelOf)
        this.#listener.onLabel(subject, role, text, textLanguage ?? '', line)
      this.#mapOf(node).delete(node)
    }
  }

  #settleAxiom(facts: Facts): void {
    const { source, property, target, language, synonymTypes = [], xrefs = [], sources = [], line } = facts
    if (source === undefined || property === undefined || target === undefined) return
    if (synonymTypes.length + xrefs.length + sources.length === 0) return
    this.#listener.onAxiom({ source, property, target, language, synonymTypes, xrefs, sources, line })
    // More may be said of it later.
    delete facts.synonymTypes
    delete facts.xrefs
    delete facts.sources
  }
}

/** As OMO has it. */
const ABBREVIATION = 'OMO:0003000'

const OF_NODES: ReadonlySet<Role['kind']> = new Set([
  'axiomSource',
  'axiomProperty',
  'axiomTarget',
  'synonymType',
  'termGroup',
  'xref',
  'source',
  'onProperty',
  'someValuesFrom',
  'literalForm',
])

const isAxiom = ({ source, property, target }: Facts): boolean =>
  source !== undefined || property !== undefined || target !== undefined

const isSettledAxiom = ({ source, property, target }: Facts): boolean =>
  source !== undefined && property !== undefined && target !== undefined

const isHalfAxiom = (facts: Facts): boolean => isAxiom(facts) && !isSettledAxiom(facts)
