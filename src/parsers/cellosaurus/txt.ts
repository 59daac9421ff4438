import type { TextBlock } from '../../io/text-blocks.ts'
import type { ParseContext } from '../contract.ts'
import { CellLine, databaseCurie } from './cell-line.ts'
import type { Entries } from './entries.ts'

/** Lines with nothing a term record holds: references, web pages, STR profiles, age, dates. */
const IGNORED = new Set(['RX', 'WW', 'ST', 'AG', 'DT'])

/** Kinds of comment that say something of the names or the standing of the line. */
const COMMENTS = ['Misspelling: ', 'Problematic cell line: ']

const VERSION = /^ Version: (\S+)/

/**
 * The text edition (cellosaurus.txt; its head says what each line is): entries of lines `CODE   value`, from `ID` to
 * `//`, after a preface.
 */
export class TxtReader {
  readonly #entries: Entries
  readonly #context: ParseContext
  readonly #unknown = new Set<string>()
  #entry: CellLine | null = null
  #isPreface = true

  constructor(entries: Entries, context: ParseContext) {
    this.#entries = entries
    this.#context = context
  }

  read({ text, firstLine }: TextBlock): void {
    for (let start = 0, line = firstLine; start < text.length; line++) {
      const newline = text.indexOf('\n', start)
      const end = newline > start && text.charCodeAt(newline - 1) === 13 ? newline - 1 : newline
      if (end > start && !this.#isPassedOver(text, start)) this.#line(text.slice(start, end), line)
      start = newline + 1
    }
  }

  finish(): void {
    const entry = this.#entry
    this.#end()
    if (entry)
      this.#entries.report(
        'malformed-line',
        entry.line,
        'the last entry has no end (//): the file may have been cut',
      )
  }

  // Two lines in three say nothing a record holds: they are told where they stand.
  #isPassedOver(text: string, start: number): boolean {
    if (this.#isPreface || !text.startsWith('   ', start + 2)) return false
    return text.startsWith('CC', start)
      ? !COMMENTS.some((kind) => text.startsWith(kind, start + 5))
      : IGNORED.has(text.slice(start, start + 2))
  }

  #line(text: string, line: number): void {
    const [code, value] = [text.slice(0, 2), text.slice(5).trim()]
    if (this.#isPreface && !text.startsWith('ID   ')) {
      const version = VERSION.exec(text)?.[1]
      if (version !== undefined) this.#context.describe({ release: version, title: 'Cellosaurus' })
    } else if (code === '//') this.#end()
    else if (/^[A-Z]{2} {3}\S/.test(text)) this.#take(code, value, line)
    else if (text.trim() !== '') this.#malformed(text, line)
  }

  #take(code: string, value: string, line: number): void {
    if (code === 'ID') {
      this.#isPreface = false
      if (this.#entry?.name === '') this.#entry.name = value
      else {
        this.#end()
        this.#entry = new CellLine(line)
        this.#entry.name = value
      }
      return
    }
    this.#entry ??= new CellLine(line)
    this.#takeOf(this.#entry, code, value, line)
  }

  #takeOf(entry: CellLine, code: string, value: string, line: number): void {
    switch (code) {
      case 'AC':
        if (entry.accession === '') entry.accession = value
        else
          this.#entries.report(
            'repeated-tag',
            line,
            `${entry.accession} has a second AC line; the first was kept`,
          )
        break
      case 'AS':
        for (const part of value.split(';'))
          if (part.trim() !== '') this.#entries.addAccession(entry.secondaryAccessions, part, line)
        break
      case 'SY':
        entry.synonyms.push(...value.split(/;(?: |$)/).map((name) => name.trim()))
        break
      case 'CC':
        this.#comment(entry, value)
        break
      case 'CA':
        entry.category = value
        break
      case 'SX':
        entry.sex = value
        break
      case 'HI':
      case 'OI':
        this.#entries.addAccession(
          code === 'HI' ? entry.derivedFrom : entry.sameOrigin,
          beforeMark(value),
          line,
        )
        break
      default:
        this.#takeReference(entry, code, value, line)
    }
  }

  #takeReference(entry: CellLine, code: string, value: string, line: number): void {
    if (code === 'OX') {
      const taxon = /^NCBI_TaxID=(\d+)/.exec(value)?.[1]
      if (taxon === undefined) this.#malformed(`OX   ${value}`, line)
      else entry.species.push(taxon)
    } else if (code === 'DR' || code === 'DI') {
      const [database = '', accession = ''] = value.split('; ')
      const curie = databaseCurie(database, accession)
      if (curie === '') this.#malformed(`${code}   ${value}`, line)
      else (code === 'DR' ? entry.xrefs : entry.diseases).push(curie)
    } else if (!IGNORED.has(code) && !this.#unknown.has(code)) {
      this.#unknown.add(code)
      const message = `lines "${code}" are not known; they are passed over (said once per code)`
      this.#entries.report('unknown-tag', line, message)
    }
  }

  #comment(entry: CellLine, value: string): void {
    const colon = value.indexOf(': ')
    if (colon !== -1) entry.comment(value.slice(0, colon), value.slice(colon + 2))
  }

  #end(): void {
    if (this.#entry) this.#entries.add(this.#entry)
    this.#entry = null
  }

  #malformed(text: string, line: number): void {
    const message = `"${text.slice(0, 80)}" cannot be read and was left out`
    this.#entries.report('malformed-line', line, message)
  }
}

/** `CVCL_2199 ! Sp2/0-Ag14` → `CVCL_2199` */
const beforeMark = (value: string): string => {
  const mark = value.indexOf(' !')
  return mark === -1 ? value : value.slice(0, mark)
}
