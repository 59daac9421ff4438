// Vectors to measure vector indexes with: real ones as far as they go, then more made from them.
//
// Real: what the training code kept of the names it encoded (`training/checkpoints/vectors/*/*.npy`, n × 384 in half
// precision, a MiniLM sentence encoder over names of ontologies and mentions), each vector once.
// Made: a real vector `a` moved by the difference of two real neighbours `c` and `d`, `a + t·(d − c)`, t from .4 to .9,
// brought back to length one: a name changed as another name is changed into its neighbour.
// Queries: real ones held out; nothing was made from them.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { MetricKind, exactSearch } from 'usearch'

const DIMENSIONS = 384
const FOLDER = resolve(import.meta.dirname, '../../training/checkpoints/vectors')
const NEIGHBOURHOOD = 4_000
const PAIRS = 20_000

export interface VectorData {
  /** Row-major, rows of `dimensions` numbers and length one. */
  readonly rows: Float32Array
  readonly queries: Float32Array
  readonly dimensions: number
  /** How many of the rows are real; they stand first. */
  readonly real: number
}

/** A seeded generator of numbers in [0, 1): mulberry32 by Tommy Ettinger (public domain), written anew. */
const generator = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const halfTable = (): Float32Array =>
  Float32Array.from({ length: 65_536 }, (_, half) => {
    const sign = half & 0x8000 ? -1 : 1
    const exponent = (half >> 10) & 31
    const fraction = half & 1023
    if (exponent === 0) return sign * fraction * 2 ** -24
    return exponent === 31 ? NaN : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
  })

/** The halves of an .npy file (NumPy format 1.0: magic, u16 length of the header at 8, then the numbers). */
const readHalves = (file: string): Uint16Array => {
  const bytes = readFileSync(file)
  const start = 10 + bytes.readUInt16LE(8)
  return new Uint16Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length))
}

/** Real rows, each once, in an order drawn by lot in runs of neighbours. */
const realRows = (): readonly Uint16Array[] => {
  if (!existsSync(FOLDER)) throw new Error(`no vectors under ${FOLDER}: run training/encoder first`)
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.npy'),
  )
  const seen = new Set<string>()
  const rows: Uint16Array[] = []
  for (const file of files.sort()) {
    const halves = readHalves(join(FOLDER, file))
    for (let at = 0; at < halves.length; at += DIMENSIONS) {
      const row = halves.subarray(at, at + DIMENSIONS)
      const key = Buffer.from(row.buffer, row.byteOffset, 48).toString('latin1')
      if (seen.has(key)) continue
      seen.add(key)
      rows.push(row)
    }
  }
  return rows
}

const normalize = (rows: Float32Array, at: number, dimensions: number): void => {
  let sum = 0
  for (let column = at; column < at + dimensions; column++) sum += (rows[column] ?? 0) ** 2
  const scale = 1 / Math.sqrt(sum)
  for (let column = at; column < at + dimensions; column++) rows[column] = (rows[column] ?? 0) * scale
}

/** Rows of neighbours: the nearest among the 4,000 rows around, in the order of the names' files. */
const neighbourPairs = (rows: Float32Array, real: number, random: () => number): Uint32Array => {
  const pairs = new Uint32Array(PAIRS * 2)
  const perBlock = Math.ceil(PAIRS / Math.ceil(real / NEIGHBOURHOOD))
  let filled = 0
  for (let from = 0; from < real && filled < pairs.length; from += NEIGHBOURHOOD) {
    const count = Math.min(NEIGHBOURHOOD, real - from)
    // Copies: `exactSearch` reads a view from the beginning of its buffer.
    const block = rows.slice(from * DIMENSIONS, (from + count) * DIMENSIONS)
    for (let pair = 0; pair < perBlock && filled < pairs.length; pair++) {
      const anchor = Math.floor(random() * count)
      const query = block.slice(anchor * DIMENSIONS, (anchor + 1) * DIMENSIONS)
      const { keys } = exactSearch(block, query, DIMENSIONS, 4, MetricKind.IP, 1)
      const others = [...keys].map(Number).filter((key) => key !== anchor)
      pairs[filled++] = from + anchor
      pairs[filled++] = from + (others[Math.floor(random() * others.length)] ?? 0)
    }
  }
  return pairs.subarray(0, filled)
}

const makeRow = (
  rows: Float32Array,
  at: number,
  from: readonly [a: number, c: number, d: number],
  t: number,
): void => {
  const [a, c, d] = from.map((row) => row * DIMENSIONS) as [number, number, number]
  for (let column = 0; column < DIMENSIONS; column++)
    rows[at * DIMENSIONS + column] =
      (rows[a + column] ?? 0) + t * ((rows[d + column] ?? 0) - (rows[c + column] ?? 0))
}

/** `count` rows and `queries` held out, of 384 dimensions. The same for the same numbers. */
export const vectorData = (count: number, queries: number): VectorData => {
  const random = generator(20_261_121)
  const table = halfTable()
  const all = realRows()
  const held = new Set<number>()
  while (held.size < queries) held.add(Math.floor(random() * all.length))
  const real = Math.min(count, all.length - held.size)
  const rows = new Float32Array(count * DIMENSIONS)
  const asked = new Float32Array(queries * DIMENSIONS)
  let kept = 0
  let out = 0
  for (const [index, halves] of all.entries()) {
    const [target, at] = held.has(index) ? [asked, out++] : [rows, kept++]
    if (at * DIMENSIONS >= target.length) continue
    for (let column = 0; column < DIMENSIONS; column++)
      target[at * DIMENSIONS + column] = table[halves[column] ?? 0] ?? 0
    normalize(target, at * DIMENSIONS, DIMENSIONS)
  }
  const pairs = count > real ? neighbourPairs(rows, real, random) : new Uint32Array()
  for (let at = real; at < count; at++) {
    const pair = Math.floor(random() * (pairs.length / 2)) * 2
    const a = Math.floor(random() * real)
    makeRow(rows, at, [a, pairs[pair] ?? 0, pairs[pair + 1] ?? 0], 0.4 + 0.5 * random())
    normalize(rows, at * DIMENSIONS, DIMENSIONS)
  }
  return { rows, queries: asked, dimensions: DIMENSIONS, real }
}

/** The first dimensions of each row, brought back to length one: as an encoder of fewer dimensions answers. */
export const firstDimensions = (rows: Float32Array, from: number, to: number): Float32Array => {
  const cut = new Float32Array((rows.length / from) * to)
  for (let row = 0; row * to < cut.length; row++) {
    cut.set(rows.subarray(row * from, row * from + to), row * to)
    normalize(cut, row * to, to)
  }
  return cut
}
