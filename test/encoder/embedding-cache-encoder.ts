import { createHash } from 'node:crypto'
import type { Encoder } from '../../src/encoder/contract.ts'

/** An encoder whose vectors are hashes of the texts; it counts what it is asked. */
export interface HashEncoder extends Encoder {
  /** Texts embedded so far. */
  readonly embedded: number
  now(texts: readonly string[]): Float32Array
}

export const hashEncoder = (
  dimensions: number,
  onBlock?: (texts: readonly string[]) => Promise<void>,
): HashEncoder => {
  let embedded = 0
  const now = (texts: readonly string[]): Float32Array => {
    const rows = new Float32Array(texts.length * dimensions)
    for (const [row, text] of texts.entries()) rows.set(vectorOf(text, dimensions), row * dimensions)
    return rows
  }
  return {
    id: `hash-${String(dimensions)}`,
    name: 'hashes',
    dimensions,
    get embedded() {
      return embedded
    },
    now,
    async embed(texts) {
      await onBlock?.(texts)
      embedded += texts.length
      return now(texts)
    },
    close: () => Promise.resolve(),
  }
}

const vectorOf = (text: string, dimensions: number): Float32Array => {
  const bytes = createHash('shake256', { outputLength: dimensions })
    .update(Buffer.from(text, 'utf16le'))
    .digest()
  const vector = Float32Array.from(bytes, (byte) => byte - 127.5)
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}
