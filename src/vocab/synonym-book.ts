import { type Synonym, SYNONYM_SCOPES } from '../core/term.ts'
import type { SqlValue } from './database.ts'

/** A synonym of a concept as it will stand in the store. */
export interface BookedSynonym {
  /** Its place among the synonyms of the concept. */
  readonly n: number
  readonly xrefs: Set<string>
  type: string | null
  /** Whether it gained something since it was booked. */
  changed: boolean
}

/** Synonyms of one text, scope and language, which differ in their types. */
interface Namesakes {
  readonly first: BookedSynonym
  readonly byType: Map<string | null, BookedSynonym>
}

/**
 * All synonyms of one concept, found by what they say: a concept may have its names in thousands of places of a source, and
 * to compare each with each would take quadratic time.
 */
export class SynonymBook {
  readonly #byKey = new Map<string, Namesakes>()
  readonly #changed: BookedSynonym[] = []
  #next = 0

  /** @param rows what the store has: n, text, scope, type, language, xrefs; ascending by n */
  constructor(rows: readonly (readonly SqlValue[])[]) {
    for (const [n, text, scope, type, language, xrefs] of rows) {
      this.#next = Number(n)
      this.#book(
        keyOf(String(text), Number(scope), typeof language === 'string' ? language : ''),
        typeof type === 'string' ? type : null,
        typeof xrefs === 'string' ? (JSON.parse(xrefs) as string[]) : [],
      )
    }
  }

  /** @returns whether the synonym is new; one that is known gains its type and xrefs */
  add({ text, scope, type: said, language = '', xrefs = [] }: Synonym): boolean {
    const type = said ?? null
    const key = keyOf(text, SYNONYM_SCOPES.indexOf(scope), language)
    const namesakes = this.#byKey.get(key)
    const known = namesakes && matchOf(namesakes, type)
    if (known) this.#refine(namesakes, known, type, xrefs)
    else this.#book(key, type, xrefs)
    return known === undefined
  }

  /** What gained something, old and new ones. */
  changed(): readonly BookedSynonym[] {
    return this.#changed
  }

  #book(key: string, type: string | null, xrefs: readonly string[]): void {
    const synonym = { n: this.#next++, type, xrefs: new Set(xrefs), changed: false }
    const namesakes = this.#byKey.get(key)
    if (!namesakes) this.#byKey.set(key, { first: synonym, byType: new Map([[type, synonym]]) })
    else if (!namesakes.byType.has(type)) namesakes.byType.set(type, synonym)
  }

  #refine({ byType }: Namesakes, known: BookedSynonym, type: string | null, xrefs: readonly string[]): void {
    const before = known.xrefs.size
    for (const xref of xrefs) known.xrefs.add(xref)
    const retyped = type !== null && known.type !== type
    if (retyped) {
      byType.delete(known.type)
      byType.set(type, known)
      known.type = type
    }
    if (known.changed || (!retyped && known.xrefs.size === before)) return
    known.changed = true
    this.#changed.push(known)
  }
}

// One without a type is any of its namesakes; one with a type is that of the same type, else the one that has none yet.
const matchOf = ({ first, byType }: Namesakes, type: string | null): BookedSynonym | undefined =>
  byType.get(type) ?? (type === null ? first : byType.get(null))

const keyOf = (text: string, scope: number, language: string): string =>
  `${String(scope)}\t${language}\t${text}`
