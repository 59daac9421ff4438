import type { Index } from 'usearch'
import { GONE, type VectorBase, type VectorIndexSettings } from './contract.ts'
import { EXPANSION_SEARCH, newIndex } from './usearch-library.ts'
import { damaged, VectorFile } from './vector-file.ts'

/** A graph in memory that vectors are added to. */
export interface GraphStart {
  readonly index: Index
  /** Vectors in it. */
  readonly rows: number
  /** Of these, those that are wanted. */
  readonly kept: number
  /** The first key that none of them has. */
  readonly firstFresh: number
  /** What the key of a vector in it, or of one added, is to be in the end. */
  readonly renamed: (key: number) => number
}

/** Vectors that are gone stay in the graph, since they lead to others; where they are more than this share, all is built anew. */
const MOST_GONE = 0.1

/**
 * Loads a graph to go on from. `undefined` where it does not pay: it is no graph, of another encoder, or too much is gone.
 *
 * @throws KnownError `KB_DAMAGED`, `KB_SCHEMA`
 */
export const graphStart = (
  { encoder, dimensions, capacity }: VectorIndexSettings,
  { file, keys }: VectorBase,
): GraphStart | undefined => {
  const opened = new VectorFile(file)
  try {
    const { footer } = opened
    const isUsable =
      footer.layout === 'usearch' && footer.encoder === encoder && footer.dimensions === dimensions
    const kept = keys.reduce((count, key) => count + Number(key !== GONE), 0)
    const gone = footer.rows - kept
    if (!isUsable || footer.length !== keys.length || gone > MOST_GONE * (footer.rows + capacity - kept))
      return undefined
    opened.check('graph')
    const rowKeys = new Uint32Array(opened.part('keys').buffer)
    return { index: load(file, dimensions), rows: footer.rows, kept, ...naming(keys, rowKeys, capacity) }
  } finally {
    opened.close()
  }
}

const load = (file: string, dimensions: number): Index => {
  const index = newIndex(dimensions, EXPANSION_SEARCH)
  try {
    index.load(file)
  } catch (cause) {
    throw damaged(file, 'usearch cannot read it', cause)
  }
  return index
}

/** Keys of vectors that are gone are the greatest, one each, counted downwards. */
const naming = (
  keys: Uint32Array,
  rowKeys: Uint32Array,
  capacity: number,
): Pick<GraphStart, 'firstFresh' | 'renamed'> => {
  const had = new Uint8Array(capacity)
  for (const key of keys) if (key !== GONE) had[key] = 1
  const fresh = Uint32Array.from(had.keys()).filter((key) => had[key] === 0)
  const goneBefore = rowKeys.filter((key) => key >= keys.length)
  // Below what is gone already, above what is there.
  const firstFresh = keys.length
  let lastGone = goneBefore.reduce((least, key) => Math.min(least, key), GONE)
  const renamed = (key: number): number => {
    if (key >= firstFresh) return fresh[key - firstFresh] ?? key
    const name = keys[key] ?? GONE
    return name === GONE ? --lastGone : name
  }
  return { firstFresh, renamed }
}
