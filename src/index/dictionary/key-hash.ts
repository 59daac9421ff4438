/**
 * Hashes that can be put together: that of two words run together follows from those of the words. Two lanes of 32 bits,
 * polynomials with odd bases; what is looked up is mixed first, since a polynomial's low bits are weak.
 */
export interface WordHash {
  /** Lanes. */
  a: number
  b: number
  /** By what the lanes of the words before are multiplied: base to the power of the word's length. */
  powerA: number
  powerB: number
}

const BASE_A = 0x01000193
const BASE_B = 0x5bd1e995

export const hashWord = (key: string, into: WordHash): WordHash => {
  let [a, b, powerA, powerB] = [0, 0, 1, 1]
  for (let at = 0; at < key.length; at++) {
    const unit = key.charCodeAt(at) + 1
    a = (Math.imul(a, BASE_A) + unit) | 0
    b = (Math.imul(b, BASE_B) + unit) | 0
    powerA = Math.imul(powerA, BASE_A)
    powerB = Math.imul(powerB, BASE_B)
  }
  into.a = a
  into.b = b
  into.powerA = powerA
  into.powerB = powerB
  return into
}

/** An unsigned number that depends on every bit of a lane. */
export const mixed = (lane: number): number => {
  let x = lane ^ (lane >>> 16)
  x = Math.imul(x, 0x7feb352d)
  x ^= x >>> 15
  x = Math.imul(x, 0x846ca68b)
  return (x ^ (x >>> 16)) >>> 0
}
