import type { Mention } from '../core/document.ts'
import { foldCase } from '../core/text/fold.ts'

const keyOf = ({ class: entityClass, text }: Pick<Mention, 'class' | 'text'>): string =>
  `${entityClass}\t${foldCase(text).text}`

/** The strings that training data has mentions of, by class; case, width, dashes and composition passed over. */
export class SeenStrings {
  readonly #keys = new Set<string>()

  add(mention: Pick<Mention, 'class' | 'text'>): void {
    this.#keys.add(keyOf(mention))
  }

  has(mention: Pick<Mention, 'class' | 'text'>): boolean {
    return this.#keys.has(keyOf(mention))
  }

  get size(): number {
    return this.#keys.size
  }
}
