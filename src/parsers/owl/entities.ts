/** What is known of IRIs whose description did not come in one piece. */
type State =
  /** Declared a concept, but nothing was said of it yet that would make it a term. */
  | 'declared'
  /** Something was said of it before its type was known. */
  | 'described'
  | 'property'
  | 'other'

const MAX_ENTITIES = 1_000_000

/**
 * Remembers declarations that stand apart from what they declare (as in functional syntax, and in N-Triples in any
 * order), within bounds. What is described where it is declared, which is the rule, is never held here.
 */
export class Entities {
  readonly #states = new Map<string, State>()

  /** Past the bound nothing new is remembered: declarations must then be passed on as they are met. */
  get isFull(): boolean {
    return this.#states.size >= MAX_ENTITIES
  }

  stateOf(iri: string): State | undefined {
    return this.#states.get(iri)
  }

  set(iri: string, state: State): void {
    if (!this.isFull || this.#states.has(iri)) this.#states.set(ownCopy(iri), state)
  }

  forget(iri: string): void {
    this.#states.delete(iri)
  }
}

/** A string cut from a text keeps the whole text in memory: what is kept for long is copied. */
export const ownCopy = (text: string): string => Buffer.from(text, 'utf8').toString('utf8')
