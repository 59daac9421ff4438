import { damaged } from './vector-file.ts'

/**
 * What usearch 2 writes, as far as it matters here: u32 number of vectors, u32 bytes a vector, the vectors; then the graph:
 * a head of 64 bytes, the numbers below, an i16 level a node, the nodes. A node is a u64 key, an i16 level, and lists
 * of neighbours: u32 count and room for `connectivity` u32 slots a level, `base` slots on level 0.
 */
export const VECTORS_AT = 8
const HEAD_BYTES = 64
const NODE_HEAD_BYTES = 10

/**
 * The keys of the vectors in the order they lie in the file.
 *
 * @param graph all that follows the vectors
 * @param renamed key by key what they are to be from now on; written into the graph
 */
export const keysOfGraph = (
  graph: Buffer,
  length: number,
  file: string,
  renamed?: (key: number) => number,
): Uint32Array => {
  const keys = new Uint32Array(length)
  if (length === 0) return keys
  const [size, connectivity, base] = [0, 8, 16].map((at) => Number(graph.readBigUInt64LE(HEAD_BYTES + at)))
  if (size !== length || connectivity === undefined || base === undefined)
    throw damaged(file, 'usearch wrote another number of vectors')
  const levels = HEAD_BYTES + 40
  let at = levels + length * 2
  for (let slot = 0; slot < length; slot++) {
    const key = graph.readUInt32LE(at)
    const name = renamed?.(key) ?? key
    if (name !== key) graph.writeUInt32LE(name, at)
    keys[slot] = name
    const level = graph.readInt16LE(levels + slot * 2)
    at += NODE_HEAD_BYTES + 4 + base * 4 + level * (4 + connectivity * 4)
  }
  if (at !== graph.length) throw damaged(file, 'usearch wrote a file of another format')
  return keys
}
