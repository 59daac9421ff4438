import type { XmlHandler } from '../../io/xml-events.ts'
import type { ParseContext } from '../contract.ts'
import { CellLine, databaseCurie } from './cell-line.ts'
import type { Entries } from './entries.ts'

type Attributes = Readonly<Record<string, string>>

/** Elements whose text is wanted. */
const TEXTS = new Set(['accession', 'name', 'comment', 'misspelling-name'])

/**
 * The XML edition (cellosaurus.xsd beside it), of any release: species, diseases and other lines stand in `cv-term`
 * elements in older ones, in `xref` elements in newer ones. A lone `cell-line` is read too, as the web site gives it.
 */
export class XmlReader implements XmlHandler {
  readonly #entries: Entries
  readonly #context: ParseContext
  /** Elements that are open. */
  readonly #path: string[] = []
  #entry: CellLine | null = null
  #attributes: Attributes = {}
  #text = ''
  #isText = false

  constructor(entries: Entries, context: ParseContext) {
    this.#entries = entries
    this.#context = context
  }

  open(name: string, attributes: Attributes, line: number): void {
    const list = this.#path.at(-1) ?? ''
    const isOfEntry = this.#path.at(-2) === 'cell-line'
    this.#path.push(name)
    if (name === 'release' && list === 'header') this.#release(attributes)
    else if (name === 'cell-line') this.#begin(attributes, line)
    else if (this.#entry && isOfEntry && (name === 'xref' || name === 'cv-term'))
      this.#reference(this.#entry, list, attributes, line)
    if (TEXTS.has(name)) {
      this.#isText = true
      this.#attributes = attributes
      this.#text = ''
    }
  }

  text(text: string): void {
    if (this.#isText && TEXTS.has(this.#path.at(-1) ?? '')) this.#text += text
  }

  close(name: string, line: number): void {
    this.#path.pop()
    if (name === 'cell-line') this.#end()
    else if (this.#entry && TEXTS.has(name)) this.#takeText(this.#entry, name, this.#text.trim(), line)
    if (TEXTS.has(name)) this.#isText = false
  }

  #release({ version }: Attributes): void {
    if (version !== undefined) this.#context.describe({ release: version, title: 'Cellosaurus' })
  }

  #begin({ category, sex }: Attributes, line: number): void {
    this.#end()
    this.#entry = new CellLine(line)
    this.#entry.category = category ?? ''
    this.#entry.sex = sex ?? ''
  }

  #end(): void {
    if (this.#entry) this.#entries.add(this.#entry)
    this.#entry = null
  }

  #takeText(entry: CellLine, name: string, text: string, line: number): void {
    const { type, category } = this.#attributes
    if (name === 'accession') {
      if (type === 'secondary') this.#entries.addAccession(entry.secondaryAccessions, text, line)
      else if (entry.accession === '') entry.accession = text
      else
        this.#entries.report(
          'repeated-tag',
          line,
          `${entry.accession} has a second accession; the first was kept`,
        )
    } else if (name === 'name') {
      if (type === 'synonym' || entry.name !== '') entry.synonyms.push(text)
      else entry.name = text
    } else if (name === 'comment') entry.comment(category ?? '', text)
    else if (text !== '') entry.misspellings.push(text)
  }

  #reference(entry: CellLine, list: string, attributes: Attributes, line: number): void {
    const database = attributes['database'] ?? attributes['terminology'] ?? ''
    const accession = attributes['accession'] ?? ''
    if (list === 'derived-from') this.#entries.addAccession(entry.derivedFrom, accession, line)
    else if (list === 'same-origin-as') this.#entries.addAccession(entry.sameOrigin, accession, line)
    else if (list === 'species-list' || list === 'disease-list' || list === 'xref-list') {
      const curie = databaseCurie(list === 'species-list' ? 'NCBITaxon' : database, accession)
      if (curie !== '') listOf(entry, list).push(curie)
      else
        this.#entries.report(
          'malformed-line',
          line,
          `an entry of ${list} names no database and accession; left out`,
        )
    }
  }
}

const listOf = (entry: CellLine, list: 'species-list' | 'disease-list' | 'xref-list'): string[] => {
  if (list === 'species-list') return entry.species
  return list === 'disease-list' ? entry.diseases : entry.xrefs
}
