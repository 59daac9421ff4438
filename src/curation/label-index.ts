import type { Curie, SynonymScope } from '../core/term.ts'
import { foldName } from './curation-key.ts'
import { isInCapitals, isSymbol } from '../core/text/name-shape.ts'

/** One name of one concept: what proposals are made from. */
export interface CuratableName {
  readonly concept: Curie
  readonly text: string
  readonly scope: SynonymScope
  readonly entityClass: string
  readonly source: string
  /** The concept is retired. */
  readonly obsolete: boolean
}

/** A label, and the concept it names. */
export type LabelOwner = Pick<CuratableName, 'concept' | 'text' | 'entityClass'>

/**
 * Classes that name one thing from several sides: a finding may be a disease here and a phenotype there, a neuron a cell
 * type and a part of the body, a protein a chemical. A name they share is no ambiguity to warn of.
 */
const KINDRED: readonly ReadonlySet<string>[] = [
  new Set(['disease', 'phenotype']),
  new Set(['anatomy', 'cell_type', 'cellular_component', 'cell_line']),
  new Set(['biological_process', 'molecular_function', 'molecular_process', 'cellular_component']),
  new Set(['gene', 'protein', 'sequence_feature', 'variant']),
  new Set(['gene', 'protein', 'chemical', 'drug']),
]

const areKindred = (a: string, b: string): boolean =>
  a === b || KINDRED.some((classes) => classes.has(a) && classes.has(b))

/**
 * The labels of all sources, to ask whose label a name is. Those of retired concepts do not count, nor do symbols and
 * capitals: that CAT is a gene says nothing of the cat.
 */
export class LabelIndex {
  /** The first owner of each class. */
  readonly #owners = new Map<string, readonly LabelOwner[]>()

  add({ concept, text, scope, entityClass, obsolete }: CuratableName): void {
    if (scope !== 'label' || obsolete || isSymbol(text) || isInCapitals(text)) return
    const key = foldName(text)
    const owners = this.#owners.get(key) ?? []
    if (owners.some((owner) => owner.entityClass === entityClass)) return
    this.#owners.set(key, [...owners, { concept, text, entityClass }])
  }

  /** A concept of an unrelated class with this label; none where a concept of the same or a kindred class has it, too. */
  stranger(text: string, entityClass: string): LabelOwner | undefined {
    const owners = this.#owners.get(foldName(text)) ?? []
    return owners.some((owner) => areKindred(owner.entityClass, entityClass)) ? undefined : owners[0]
  }
}
