/**
 * Numbers of 16 bits, IEEE 754 binary16: 11 significant bits, so that what is read back of a vector of length one is
 * within 5e-4 of it. Node 20 has no Float16Array.
 */
export const toHalves = (values: Float32Array): Uint16Array => {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  const halves = new Uint16Array(values.length)
  for (let at = 0; at < halves.length; at++) halves[at] = halfOf(bits[at] ?? 0)
  return halves
}

/** Of the bits of a number in binary32. Rounded to the nearest, ties to even; too large becomes infinite, NaN stays NaN. */
const halfOf = (bits: number): number => {
  const sign = (bits >>> 16) & 0x8000
  const magnitude = bits & 0x7fff_ffff
  if (magnitude >= 0x3880_0000 && magnitude < 0x4780_0000) {
    // Adding just below half of what is cut off carries into what stays; a tie carries where that is odd.
    const moved = magnitude - 0x3800_0000
    return sign | ((moved + 0xfff + ((moved >>> 13) & 1)) >>> 13)
  }
  if (magnitude > 0x7f80_0000) return sign | 0x7e00
  if (magnitude >= 0x4780_0000) return sign | 0x7c00
  // Below 2^-14 the exponent no longer falls: the leading bit is written out and moved to the right.
  const shift = 126 - (magnitude >>> 23)
  return shift > 24 ? sign : sign | roundedAt((magnitude & 0x7f_ffff) | 0x80_0000, shift)
}

const roundedAt = (value: number, shift: number): number => {
  const rest = value & ((1 << shift) - 1)
  const middle = 1 << (shift - 1)
  const floor = value >>> shift
  return rest > middle || (rest === middle && (floor & 1) === 1) ? floor + 1 : floor
}

const valueOf = (half: number): number => {
  const sign = half & 0x8000 ? -1 : 1
  const exponent = (half >>> 10) & 31
  const fraction = half & 1023
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** The value of each of the 65,536 halves. */
const VALUES = Float32Array.from({ length: 65_536 }, (_, half) => valueOf(half))

/** What halves say, brought back to length one. */
export const unitVectorOf = (halves: Uint16Array, into: Float32Array): void => {
  let squares = 0
  for (let column = 0; column < into.length; column++) {
    const value = VALUES[halves[column] ?? 0] ?? 0
    into[column] = value
    squares += value * value
  }
  const scale = 1 / Math.sqrt(squares)
  for (let column = 0; column < into.length; column++) into[column] = (into[column] ?? 0) * scale
}
