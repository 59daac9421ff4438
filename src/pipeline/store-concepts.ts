import type { ConceptSet, DiffConcept } from '../diff/contract.ts'
import type { Curie } from '../core/term.ts'
import type { VocabStore } from '../vocab/store.ts'

/** One source of a store, as releases are compared. */
export class StoreConcepts implements ConceptSet {
  readonly #store: VocabStore
  readonly #source: string

  constructor(store: VocabStore, source: string) {
    this.#store = store
    this.#source = source
  }

  concepts(): Iterable<DiffConcept> {
    return this.#store.records(this.#source)
  }

  concept(id: Curie): DiffConcept | undefined {
    const row = this.#entry(id)?.row
    return row === undefined ? undefined : this.#store.term(row)
  }

  label(id: Curie): string | null | undefined {
    return this.#entry(id)?.label
  }

  ownersOfAltId(id: Curie): readonly Curie[] {
    return this.#store
      .conceptsByAltId(id)
      .filter(({ source }) => source === this.#source)
      .map((entry) => entry.id)
  }

  names(): Iterable<{ readonly id: Curie; readonly text: string }> {
    return this.#store.namesInUse(this.#source)
  }

  #entry(id: Curie): ReturnType<VocabStore['concepts']>[number] | undefined {
    return this.#store.concepts(id).find(({ source }) => source === this.#source)
  }
}
