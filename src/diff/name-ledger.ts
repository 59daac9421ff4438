import { foldName } from '../curation/curation-key.ts'
import type { ConceptSet, Curie, DiffConcept } from './contract.ts'

/** Which concepts in use lost or got a name. Names are compared on the `case` rung, as curations are. */
export interface NameChange {
  /** As one of the concepts writes it. */
  readonly text: string
  readonly lostBy: ReadonlySet<Curie>
  readonly gainedBy: ReadonlySet<Curie>
}

interface Entry {
  text: string
  readonly lostBy: Set<Curie>
  readonly gainedBy: Set<Curie>
}

/** All names that concepts in use lost or got, and what became of each. */
export class NameLedger {
  readonly #entries = new Map<string, Entry>()

  /** Enters the names of a concept on either side; `undefined` where it is on one alone. Retired concepts have no names. */
  enter(before: DiffConcept | undefined, after: DiffConcept | undefined): void {
    const [old, current] = [namesInUse(before), namesInUse(after)]
    const id = (after ?? before)?.id ?? ''
    for (const [key, text] of old) {
      if (current.has(key)) continue
      const entry = this.#entry(key, text)
      entry.lostBy.add(id)
      if (text < entry.text && entry.gainedBy.size === 0) entry.text = text
    }
    for (const [key, text] of current) {
      if (old.has(key)) continue
      const entry = this.#entry(key, text)
      entry.gainedBy.add(id)
      // A name is shown as it is written now.
      if (text < entry.text || entry.gainedBy.size === 1) entry.text = text
    }
  }

  /** By key, sorted. */
  get changes(): readonly (readonly [key: string, change: NameChange])[] {
    return [...this.#entries].sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
  }

  change(key: string): NameChange | undefined {
    return this.#entries.get(key)
  }

  /** The concepts in use of every name in the ledger. */
  ownersIn(side: ConceptSet): ReadonlyMap<string, ReadonlySet<Curie>> {
    const owners = new Map<string, Set<Curie>>()
    if (this.#entries.size === 0) return owners
    for (const { id, text } of side.names()) {
      const key = foldName(text)
      if (!this.#entries.has(key)) continue
      const known = owners.get(key)
      if (known === undefined) owners.set(key, new Set([id]))
      else known.add(id)
    }
    return owners
  }

  #entry(key: string, text: string): Entry {
    const known = this.#entries.get(key)
    if (known !== undefined) return known
    const made = { text, lostBy: new Set<Curie>(), gainedBy: new Set<Curie>() }
    this.#entries.set(key, made)
    return made
  }
}

const namesInUse = (concept: DiffConcept | undefined): ReadonlyMap<string, string> => {
  const names = new Map<string, string>()
  if (concept === undefined || concept.obsolete) return names
  for (const text of [concept.label, ...concept.synonyms.map((synonym) => synonym.text)]) {
    if (text === null) continue
    const key = foldName(text)
    if (!names.has(key)) names.set(key, text)
  }
  return names
}
