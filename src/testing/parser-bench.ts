import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BoundParser } from '../parsers/contract.ts'
import { type Attempt, attemptFile, joined, type Parsed, parseFile, type ParseOptions } from './parsed.ts'
import { requireSound } from './sound-records.ts'
import { zipOf } from './zip-archive.ts'

/** What a parser's test gives the suite. All sources are text in the format the parser reads. */
export interface ParserCase {
  readonly load: () => Promise<BoundParser>
  /** Of the parser; default none. */
  readonly options?: unknown
  /** File name with the ending the format has, without `.gz`. */
  readonly fileName: string
  /** Files that lie beside the one the texts below stand for, by name: the source is then the folder of them all. */
  readonly besides?: Readonly<Record<string, string>>
  /**
   * A small source without a flaw: two terms or more, with synonyms, xrefs and several lines. Formats of mappings alone
   * give mappings wherever terms are spoken of here.
   */
  readonly sample: string
  /** A source with flaws that are reported, and terms that are kept. */
  readonly flawed: string
  /** A source in which two records have one id. */
  readonly repeated: string
  /** A source of `count` terms, each with an id of its own. */
  readonly many: (count: number) => string
}

/** Writes sources into a folder and has the parser read them. */
export class ParserBench {
  readonly #folder: string
  readonly #given: ParserCase

  /** @param folder where sources may be written; whoever made it deletes it */
  constructor(given: ParserCase, folder: string) {
    this.#given = given
    this.#folder = folder
  }

  load(): Promise<BoundParser> {
    return this.#given.load()
  }

  async parse(content: string | Uint8Array, options: ParseOptions = {}, ending = ''): Promise<Parsed> {
    return this.#parsePath(this.#write(content, ending), options)
  }

  /** The content zipped, with what lies beside it. */
  async parseZipped(content: string): Promise<Parsed> {
    const { fileName, besides = {} } = this.#given
    const file = join(this.#newFolder(), `${fileName}.zip`)
    const entries = Object.entries({ ...besides, [fileName]: content })
    writeFileSync(file, zipOf(entries.map(([name, text]) => ({ name, content: text }))))
    return this.#parsePath(file, {})
  }

  async attempt(content: string | Uint8Array): Promise<Attempt> {
    return attemptFile(await this.load(), this.#write(content, ''), { options: this.#given.options })
  }

  requireSound(parsed: Parsed, content: string | Uint8Array): void {
    requireSound(parsed, content, ...Object.values(this.#given.besides ?? {}))
  }

  async #parsePath(file: string, options: ParseOptions): Promise<Parsed> {
    return parseFile(await this.load(), file, { options: this.#given.options, ...options })
  }

  #write(content: string | Uint8Array, ending: string): string {
    const { fileName, besides } = this.#given
    const folder = this.#newFolder()
    const file = join(folder, fileName + ending)
    writeFileSync(file, content)
    for (const [name, text] of Object.entries(besides ?? {})) writeFileSync(join(folder, name), text)
    return besides ? folder : file
  }

  #newFolder(): string {
    mkdirSync(this.#folder, { recursive: true })
    return mkdtempSync(join(this.#folder, 'source-'))
  }
}

/** What was read, each record once: terms joined, or mappings where the source has nothing else. */
export const recordsOf = (parsed: Parsed): readonly { readonly key: string; readonly line: number }[] =>
  parsed.terms.length > 0
    ? Array.from(joined(parsed).values(), ({ id, line }) => ({ key: id, line }))
    : parsed.mappings.map(({ subject, predicate, object, line }) => ({
        key: [subject, predicate, object].join('\t'),
        line,
      }))
