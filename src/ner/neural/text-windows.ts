import type { Span } from '../../core/document.ts'
import { sentencesOf } from '../../core/text/sentences.ts'
import { type Window, windowsOf } from './windows.ts'

/** A word of a text, as the network reads it. */
export interface TextWord {
  /** In the text. */
  readonly span: Span
  readonly pieces: readonly number[]
  readonly text: string
}

/** A window over a part of a text that is decoded by itself: a sentence, or all of it. */
export interface TextWindow extends Window<TextWord> {
  /** Which of the texts. */
  readonly text: number
  /** Whether it is the last of its part: an entity ends there at the latest. */
  readonly isLast: boolean
}

export interface WindowOptions {
  readonly context: 'sentence' | 'section'
  /** Pieces that a window holds, and that neighbours share; see {@link windowsOf}. */
  readonly room: number
  readonly overlap: number
  readonly wordsIn: (text: string) => Iterable<Span>
  /** Of a word; none where the network has nothing to read. */
  readonly piecesOf: (word: string) => readonly number[]
}

/**
 * The windows of texts, in order, one as soon as it is asked for. Words without a piece (a soft hyphen, a lone surrogate)
 * are left out, as if they were not there.
 */
export function* textWindows(texts: readonly string[], options: WindowOptions): Generator<TextWindow> {
  for (const [index, text] of texts.entries()) {
    const parts = options.context === 'section' ? [[0, text.length] as const] : sentencesOf(text)
    for (const part of parts) {
      let window: Window<TextWord> | undefined
      for (const next of windowsOf(wordsOf(text, part, options), options.room, options.overlap)) {
        if (window !== undefined) yield { ...window, text: index, isLast: false }
        window = next
      }
      if (window !== undefined) yield { ...window, text: index, isLast: true }
    }
  }
}

function* wordsOf(
  text: string,
  [start, end]: Span,
  { wordsIn, piecesOf }: WindowOptions,
): Generator<TextWord> {
  const part = text.slice(start, end)
  for (const [from, to] of wordsIn(part)) {
    const word = part.slice(from, to)
    const pieces = piecesOf(word)
    if (pieces.length > 0) yield { span: [start + from, start + to], pieces, text: word }
  }
}
