import type { TextDocument } from '../core/document.ts'

/** A gold document, and what was found in it; `undefined`: there is no document of that id. */
export interface Pair {
  readonly gold: TextDocument
  readonly predicted: TextDocument | undefined
}

/**
 * Pairs documents by id, in the order in which both are at hand. Of several with one id the first goes with the first,
 * the second with the second. Memory: the documents that one side is ahead with; none when both are in one order. Gold
 * without a mate comes last.
 *
 * @param extra called for each document that gold has not
 */
export async function* pairDocuments(
  gold: AsyncIterable<TextDocument>,
  predicted: AsyncIterable<TextDocument>,
  extra: (document: TextDocument) => void,
): AsyncGenerator<Pair> {
  const [goldWaiting, predictedWaiting] = [new Queues(), new Queues()]
  const [wanted, found] = [gold[Symbol.asyncIterator](), predicted[Symbol.asyncIterator]()]
  try {
    for (;;) {
      const [one, other] = [await wanted.next(), await found.next()]
      if (one.done === true && other.done === true) break
      if (one.done !== true) {
        const mate = predictedWaiting.take(one.value.id)
        if (mate) yield { gold: one.value, predicted: mate }
        else goldWaiting.add(one.value)
      }
      if (other.done !== true) {
        const mate = goldWaiting.take(other.value.id)
        if (mate) yield { gold: mate, predicted: other.value }
        else predictedWaiting.add(other.value)
      }
    }
  } finally {
    await Promise.all([wanted.return?.(), found.return?.()])
  }
  for (const document of predictedWaiting.rest()) extra(document)
  for (const document of goldWaiting.rest()) yield { gold: document, predicted: undefined }
}

/** Documents in order of arrival, by id. */
class Queues {
  readonly #byId = new Map<string, TextDocument[]>()

  add(document: TextDocument): void {
    const queue = this.#byId.get(document.id)
    if (queue) queue.push(document)
    else this.#byId.set(document.id, [document])
  }

  take(id: string): TextDocument | undefined {
    const queue = this.#byId.get(id)
    const first = queue?.shift()
    if (queue?.length === 0) this.#byId.delete(id)
    return first
  }

  *rest(): Generator<TextDocument> {
    for (const queue of this.#byId.values()) yield* queue
  }
}
