/**
 * A 64-bit hash of a string as two unsigned 32-bit halves, fast for short names and the same on every machine.
 * Not for secrets. `seed` keeps different kinds of key apart.
 */
export interface Hash64 {
  high: number
  low: number
}

/** Writes the hash into `into` (no allocation in hot loops) and returns it. */
export const hashText = (text: string, seed: number, into: Hash64): Hash64 => {
  let a = 0x9e3779b9 ^ seed
  let b = 0x85ebca6b ^ Math.imul(seed, 0xc2b2ae35)
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul((b << 13) | (b >>> 19), 5) + unit
  }
  a ^= b >>> 15
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b)
  a = Math.imul(a ^ (a >>> 13), 0xc2b2ae35)
  b = Math.imul(b ^ (b >>> 16) ^ a, 0x7feb352d)
  b = Math.imul(b ^ (b >>> 15), 0x846ca68b)
  into.high = (a ^ (a >>> 16)) >>> 0
  into.low = (b ^ (b >>> 16)) >>> 0
  return into
}
