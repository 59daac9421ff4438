/** Some words of a text that go through the network together, and which of them are heard. */
export interface Window<Word> {
  readonly words: readonly Word[]
  /** Half-open, among `words`: the others are there for what stands around. Every word of a text is heard once. */
  readonly keepFrom: number
  readonly keepEnd: number
}

export interface PiecedWord {
  /** At least one, at most a quarter of the room: see {@link roomForWord}. */
  readonly pieces: readonly number[]
}

/** So many pieces of a word are used at most, where a window has room for `room`. */
export const roomForWord = (room: number): number => Math.max(1, room >> 2)

/**
 * Windows over a text, one as soon as its words are there; none for no words. No word is cut in two. Neighbours share
 * words of `overlap` pieces, or somewhat fewer; each of these is heard in the window in which it stands farther from the
 * border.
 *
 * @param room pieces that a window holds
 * @param overlap at most half the room
 */
export function* windowsOf<Word extends PiecedWord>(
  words: Iterable<Word>,
  room: number,
  overlap: number,
): Generator<Window<Word>> {
  let waiting: Word[] = []
  let [pieces, keepFrom] = [0, 0]
  for (const word of words) {
    if (waiting.length > 0 && pieces + word.pieces.length > room) {
      const next = sharedFrom(waiting, overlap)
      const keepEnd = middleOf(waiting, next)
      yield { words: waiting, keepFrom, keepEnd }
      waiting = waiting.slice(next)
      pieces = countPieces(waiting)
      keepFrom = keepEnd - next
    }
    waiting.push(word)
    pieces += word.pieces.length
  }
  if (waiting.length > 0) yield { words: waiting, keepFrom, keepEnd: waiting.length }
}

/** The first of the words at the end that have so many pieces together. */
const sharedFrom = (words: readonly PiecedWord[], overlap: number): number => {
  let [at, pieces] = [words.length, 0]
  while (at > 1) {
    pieces += words[at - 1]?.pieces.length ?? 0
    if (pieces > overlap) break
    at--
  }
  return at
}

/** Where half the pieces of the words from there on are behind. */
const middleOf = (words: readonly PiecedWord[], from: number): number => {
  const half = countPieces(words.slice(from)) / 2
  let [at, pieces] = [from, 0]
  while (at < words.length && pieces < half) pieces += words[at++]?.pieces.length ?? 0
  return at
}

const countPieces = (words: readonly PiecedWord[]): number =>
  words.reduce((sum, { pieces }) => sum + pieces.length, 0)
