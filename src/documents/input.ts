import { basename } from 'node:path'
import { readTextBlocks } from '../io/text-blocks.ts'
import type { ReadOptions } from '../io/source.ts'
import type { DocumentInput, ReadDocumentsOptions } from './contract.ts'

export const nameOf = (input: DocumentInput): string => (typeof input === 'string' ? input : input.name)

/** What the readers of `io` are to be told of an input besides its name. */
export const sourceOf = (input: DocumentInput, { signal }: ReadDocumentsOptions): ReadOptions =>
  typeof input === 'string' ? { signal } : { signal, stream: input.stream }

/** Name of the file without folder and ending, `.gz` included: the id of a document that has no other. */
export const stemOf = (name: string): string => {
  const file = basename(name.replaceAll('\\', '/')).replace(/\.(?:gz|zip)$/i, '')
  const dot = file.lastIndexOf('.')
  return dot <= 0 ? file : file.slice(0, dot)
}

/** Longest line taken, bytes: a document may stand on one. */
const MAX_LINE_BYTES = 256 * 1024 * 1024

export interface Line {
  readonly text: string
  /** 1-based. */
  readonly number: number
  /** The line is not UTF-8: `text` is empty, and the flaw reported. */
  readonly isBroken: boolean
}

/**
 * Lines of an input without their ends (`\n` or `\r\n`), a block of them at a time.
 *
 * @throws KnownError those of `readTextBlocks`
 */
export async function* readLines(
  input: DocumentInput,
  options: ReadDocumentsOptions,
): AsyncGenerator<Line[]> {
  const broken = new Set<number>()
  const blocks = readTextBlocks(nameOf(input), {
    ...sourceOf(input, options),
    maxLineBytes: MAX_LINE_BYTES,
    report: ({ line, message, repair }) => {
      broken.add(line)
      options.report({ line, message, repair })
    },
  })
  for await (const { text, firstLine } of blocks) {
    const lines = text.split('\n')
    // Blocks end in a line feed.
    lines.pop()
    yield lines.map((line, index) => ({
      text: line.endsWith('\r') ? line.slice(0, -1) : line,
      number: firstLine + index,
      isBroken: broken.has(firstLine + index),
    }))
    broken.clear()
  }
}
