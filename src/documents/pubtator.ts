import type { TextDocument } from '../core/document.ts'
import type { DocumentReader, ReadDocumentsOptions } from './contract.ts'
import { MAX_DOCUMENT_LENGTH, tooLarge, withinLimits } from './limits.ts'
import { type Line, readLines } from './lines.ts'
import { documentOfLines, type PubTatorLines } from './pubtator/document-in.ts'

export { pubtatorWriter } from './pubtator/writer.ts'

/**
 * PubTator: `id|t|title`, `id|a|abstract`, then rows of `id`, start, end, text, label, id; rows whose second column is no
 * number are relations; a blank line ends a document. The text is title, line feed, abstract; without an abstract the
 * title alone. Offsets are code points. Understood besides: other letters than `t` and `a` (a section each), no ids, a
 * seventh column with the pieces of a discontinuous mention (`s1-e1,s2-e2`) or anything else, which is kept, and the ways
 * in which the public corpora write ids (see `idsIn`).
 */
export const pubtatorReader: DocumentReader = {
  async *read(input, options) {
    const gatherer = new Gatherer(options)
    for await (const lines of readLines(input, options)) {
      for (const line of lines) gatherer.add(line)
      yield* gatherer.take()
    }
    gatherer.finish()
    yield* gatherer.take()
  },
}

/** Most columns of a row: relations have one for each of what they join. */
const MAX_CELLS = 10_000

// The first bar comes before any tab.
const TEXT_LINE = /^([^|\t]*)\|([A-Za-z]\w{0,30})\|/

/** Gathers the lines of a document. */
class Gatherer {
  readonly #options: ReadDocumentsOptions
  #lines: PubTatorLines | undefined
  #isBroken = false
  /** UTF-16 code units of the document so far. */
  #length = 0
  #found: TextDocument[] = []

  constructor(options: ReadDocumentsOptions) {
    this.#options = options
  }

  take(): readonly TextDocument[] {
    const found = this.#found
    this.#found = []
    return found
  }

  add({ text, number, isBroken }: Line): void {
    if (isBroken) this.#isBroken = true
    else if (text.trim() === '') this.finish()
    else {
      const match = TEXT_LINE.exec(text)
      if (match !== null) this.#text(match, text, number)
      else this.#row(text, number)
    }
  }

  /** Whatever comes next is of another document. */
  finish(): void {
    const lines = this.#lines
    if (this.#isBroken)
      this.#report(
        lines?.line ?? 0,
        'a document with a line that is no text, or too long, was left out',
        'Mend the line.',
      )
    else if (lines !== undefined) this.#make(lines)
    this.#lines = undefined
    this.#isBroken = false
    this.#length = 0
  }

  #make(lines: PubTatorLines): void {
    const { line, id } = lines
    if (this.#length > MAX_DOCUMENT_LENGTH) {
      this.#options.report(tooLarge({ line, id }))
      return
    }
    const document = withinLimits(
      () => documentOfLines(lines, this.#options.report),
      { line, id },
      this.#options,
    )
    if (document !== undefined) this.#found.push(document)
  }

  #text([start, id = '', letter = '']: RegExpExecArray, text: string, line: number): void {
    const lines = this.#lines
    if (lines !== undefined && (lines.id !== id || lines.rows.length > 0)) this.finish()
    this.#lines ??= { id, line, parts: [], rows: [] }
    this.#length += text.length
    if (this.#length <= MAX_DOCUMENT_LENGTH)
      this.#lines.parts.push({ letter, text: text.slice(start.length) })
  }

  #row(text: string, line: number): void {
    if (this.#isBroken) return
    const cells = text.split('\t', MAX_CELLS + 1)
    this.#length += text.length
    if (this.#lines === undefined)
      this.#report(
        line,
        `"${text.slice(0, 60)}" stands outside of a document; left out`,
        'Begin with id|t|title.',
      )
    else if (cells[0]?.trim() !== this.#lines.id || cells.length < 3 || cells.length > MAX_CELLS) {
      const message = `"${text.slice(0, 60)}" is no row of the document; left out`
      this.#report(line, message, 'Write id, start, end, text, label and id, parted by tabs.')
    } else if (this.#length <= MAX_DOCUMENT_LENGTH) this.#lines.rows.push({ cells, line })
  }

  #report(line: number, message: string, repair: string): void {
    const id = this.#lines?.id
    this.#options.report({ line, ...(id === undefined ? {} : { id }), message, repair })
  }
}
