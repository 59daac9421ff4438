import type { Issue } from '../../core/issue.ts'
import { AsciiDraft, type AsciiRecord } from './ascii-draft.ts'

const NEW_RECORD = '*NEWRECORD'
const MAX_UNKNOWN = 1000

export interface AsciiReaderOptions {
  readonly report: (issue: Issue) => void
  /** Fields reported already, which several files may share. */
  readonly saidUnknown: Set<string>
  readonly treeNumbersOf: (heading: string) => readonly string[]
  readonly onRecord: (record: AsciiRecord) => void
}

/** Reads one `*NEWRECORD` file: `NAME = value` lines, a record from each `*NEWRECORD` to the next. */
export class AsciiReader {
  readonly #options: AsciiReaderOptions
  #draft: AsciiDraft | undefined

  constructor(options: AsciiReaderOptions) {
    this.#options = options
  }

  /** Whole lines. */
  read(text: string, firstLine: number): void {
    let line = firstLine
    for (let start = 0; start < text.length; line++) {
      const newline = text.indexOf('\n', start)
      let end = newline
      while (end > start && text.charCodeAt(end - 1) <= 32) end--
      if (end > start) this.#line(text, start, end, line)
      start = newline + 1
    }
  }

  finish(): void {
    if (this.#draft !== undefined) this.#options.onRecord(this.#draft.finish(this.#options.treeNumbersOf))
    this.#draft = undefined
  }

  #line(text: string, start: number, end: number, line: number): void {
    if (end - start === NEW_RECORD.length && text.startsWith(NEW_RECORD, start)) {
      this.finish()
      this.#draft = new AsciiDraft(line, this.#options.report)
      return
    }
    // A field without a value says nothing; its blank is gone with those at the line's end.
    const equals = text.indexOf(' =', start)
    const bare = equals + 2 === end
    if (this.#draft === undefined || equals <= start || equals > end || !(bare || text[equals + 2] === ' ')) {
      this.#malformed(text.slice(start, end), line)
      return
    }
    const name = text.slice(start, equals)
    const value = bare ? '' : text.slice(equals + 3, end).trimStart()
    if (!this.#draft.field(name, value, line)) this.#unknown(name, line)
  }

  #malformed(text: string, line: number): void {
    const message = `"${text.slice(0, 80)}" is no field of a record; left out`
    this.#options.report({ code: 'malformed-line', line, message, repair: 'Write NAME = value.' })
  }

  #unknown(name: string, line: number): void {
    const { saidUnknown, report } = this.#options
    if (saidUnknown.has(name) || saidUnknown.size > MAX_UNKNOWN) return
    saidUnknown.add(name)
    const message = `the field "${name.slice(0, 80)}" is not known in MeSH; it is passed over wherever it stands`
    report({ code: 'unknown-tag', line, message, repair: 'Ignore this, or tell us what it means.' })
  }
}
