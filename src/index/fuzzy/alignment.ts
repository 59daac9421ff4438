import type { SimilarWords } from './vocabulary.ts'

/** A word of the text asked for, with what it tells and what it is like. */
export interface QueryWord {
  readonly idf: number
  readonly similar: SimilarWords
}

/** Two neighbouring words of the query that some name writes as one. */
export interface JoinedWords {
  /** Place of the first of the two in the query. */
  readonly at: number
  /** Number of the word they make. */
  readonly word: number
}

export interface AlignedQuery {
  readonly words: readonly QueryWord[]
  /** Places of the words, those that tell most first. */
  readonly order: readonly number[]
  readonly joined: readonly JoinedWords[]
}

// Words written apart or together are the same words, but for a doubt.
const REJOINED = 0.95

/**
 * How like a name is to a query, 0 to 1: each word of the query meets the word of the name it is likest to, each of them
 * once, those that tell most first; then the harmonic mean of the shares of either that were met, words weighed by idf
 * (as SoftTFIDF, Cohen, Ravikumar and Fienberg 2003, with a share for a cosine).
 */
export const likenessOf = (
  { words, order, joined }: AlignedQuery,
  name: Uint32Array,
  idfOfWord: Float32Array,
): number => {
  const nameMet = new Float64Array(name.length)
  const queryMet = new Float64Array(words.length)
  for (const at of order) {
    const { likeness } = words[at]?.similar ?? NOTHING_SIMILAR
    let [best, bestPlace] = [0, -1]
    for (let place = 0; place < name.length; place++) {
      if (nameMet[place] !== 0) continue
      const like = likeness.get(name[place] ?? 0)
      if (like !== undefined && like > best) [best, bestPlace] = [like, place]
    }
    if (bestPlace === -1) continue
    nameMet[bestPlace] = best
    queryMet[at] = best
  }
  rejoin({ words, order, joined }, name, nameMet, queryMet)
  let [queryShare, querySum] = [0, 0]
  words.forEach(({ idf }, at) => {
    querySum += idf
    queryShare += idf * (queryMet[at] ?? 0)
  })
  let [nameShare, nameSum] = [0, 0]
  name.forEach((word, place) => {
    const idf = idfOfWord[word] ?? 0
    nameSum += idf
    nameShare += idf * (nameMet[place] ?? 0)
  })
  if (queryShare === 0) return 0
  queryShare /= querySum
  nameShare /= nameSum
  return (2 * queryShare * nameShare) / (queryShare + nameShare)
}

const NOTHING_SIMILAR: SimilarWords = { words: [], likeness: new Map(), own: -1, halves: null }

/** Words that the query writes apart and the name together, or the other way round. */
const rejoin = (
  { words, joined }: AlignedQuery,
  name: Uint32Array,
  nameMet: Float64Array,
  queryMet: Float64Array,
): void => {
  for (const { at, word } of joined) {
    const place = name.indexOf(word)
    if (place === -1) continue
    raise(nameMet, place)
    raise(queryMet, at)
    raise(queryMet, at + 1)
  }
  words.forEach(({ similar: { halves } }, at) => {
    if (halves === null) return
    const [first, second] = [name.indexOf(halves[0]), name.indexOf(halves[1])]
    if (first === -1 || second === -1) return
    raise(nameMet, first)
    raise(nameMet, second)
    raise(queryMet, at)
  })
}

const raise = (met: Float64Array, place: number): void => {
  met[place] = Math.max(met[place] ?? 0, REJOINED)
}
