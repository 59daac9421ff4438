/**
 * Hashes that can be put together: that of two words run together follows from those of the words. Two lanes of 32 bits,
 * polynomials with odd bases; what is looked up is mixed first, since a polynomial's low bits are weak.
 */
export interface KeyHash {
  a: number
  b: number
}

/** Of words longer than this the rest does not count. */
export const LONGEST_KEY = 255

const BASE_A = 0x01000193
const BASE_B = 0x5bd1e995

/** By what a lane is multiplied when a word follows, by the length of the word's key. */
export const POWERS_A = new Int32Array(LONGEST_KEY + 1).fill(1)
export const POWERS_B = new Int32Array(LONGEST_KEY + 1).fill(1)
for (let length = 1; length <= LONGEST_KEY; length++) {
  POWERS_A[length] = Math.imul(POWERS_A[length - 1] ?? 1, BASE_A)
  POWERS_B[length] = Math.imul(POWERS_B[length - 1] ?? 1, BASE_B)
}

export const hashKey = (key: string, into: KeyHash): KeyHash => {
  let [a, b] = [0, 0]
  for (let at = 0; at < Math.min(key.length, LONGEST_KEY); at++) {
    const unit = key.charCodeAt(at) + 1
    a = (Math.imul(a, BASE_A) + unit) | 0
    b = (Math.imul(b, BASE_B) + unit) | 0
  }
  into.a = a
  into.b = b
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
