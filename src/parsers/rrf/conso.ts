import { normalizeCurie } from '../../core/curie.ts'
import type { ParsedTerm } from '../../core/term.ts'
import type { TextBlock } from '../../io/text-blocks.ts'
import type { ParseContext } from '../contract.ts'
import { type Atom, type AtomKind, termOfAtoms } from './concept.ts'
import { ConceptTable } from './concept-table.ts'
import type { RrfOptions } from './options.ts'
import { type Row, RowReader, type Table } from './rows.ts'
import type { SemanticTypes } from './semantic-table.ts'
import { ConceptCodes, prefixOfSource } from './source-codes.ts'
import { languageTag, termTypeOf } from './term-types.ts'

const COLUMNS = ['CUI', 'LAT', 'TS', 'STT', 'ISPREF', 'SAB', 'TTY', 'CODE', 'STR', 'SUPPRESS']
const [CUI, LAT, TS, STT, ISPREF, SAB, TTY, CODE, STR, SUPPRESS] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]

const [O, Y, E, P] = [79, 89, 69, 80]
/** Names of one concept taken together; of more, the rest comes as another record of the same id. */
const MAX_ATOMS = 100_000

/** Turns the rows of MRCONSO into terms: rows of one concept stand together. */
export class ConsoReader {
  readonly reader: RowReader
  /** Concepts yielded so far. */
  readonly kept = new ConceptTable()
  terms = 0
  readonly #context: ParseContext
  readonly #options: RrfOptions
  readonly #types: SemanticTypes
  readonly #ranks: ReadonlyMap<string, number>
  readonly #kinds = new Map<string, AtomKind>()
  readonly #sabBesideTty: boolean
  readonly #languages: ReadonlyMap<string, number> | null
  readonly #onlyLanguage: string | undefined
  readonly #tags = new Map<string, string>()
  readonly #suppressed: ReadonlySet<number>
  #cui = ''
  #line = 0
  #atoms: Atom[] = []
  readonly #codes = new ConceptCodes()
  #batch: ParsedTerm[] = []

  constructor(
    table: Table,
    options: RrfOptions,
    facts: { readonly types: SemanticTypes; readonly ranks: ReadonlyMap<string, number> },
    context: ParseContext,
  ) {
    this.reader = new RowReader(table, COLUMNS, context)
    this.#context = context
    this.#options = options
    this.#types = facts.types
    this.#ranks = facts.ranks
    this.#sabBesideTty = table.columns.indexOf('TTY') === table.columns.indexOf('SAB') + 1
    this.#suppressed = new Set(options.suppressed.map((flag) => flag.charCodeAt(0)))
    this.#languages =
      options.languages === 'all' ? null : new Map(options.languages.map((language, at) => [language, at]))
    this.#onlyLanguage = options.languages.length === 1 ? options.languages[0] : undefined
    if (options.languages !== 'all') this.reader.keepOnly('LAT', options.languages)
  }

  read(block: TextBlock): readonly ParsedTerm[] {
    this.reader.read(block, this.#take)
    return this.#takeBatch()
  }

  finish(): readonly ParsedTerm[] {
    this.#endConcept()
    return this.#takeBatch()
  }

  #takeBatch(): readonly ParsedTerm[] {
    const batch = this.#batch
    this.#batch = []
    return batch
  }

  readonly #take = (row: Row): void => {
    const suppress = row.letter(SUPPRESS)
    const suppressed = suppress === O || suppress === Y || suppress === E
    if (suppressed && !this.#suppressed.has(suppress)) return
    const kind = this.#kindOf(row)
    if (!kind.kept) return
    if (!row.holds(CUI, this.#cui) || this.#atoms.length >= MAX_ATOMS) this.#endConcept()
    if (this.#atoms.length === 0) {
      this.#cui = row.field(CUI)
      this.#line = row.line
    }
    const text = row.field(STR).trim()
    if (this.#cui === '' || text === '') {
      this.#reportEmpty(row, this.#cui === '' ? 'concept id' : 'name')
      return
    }
    const lat = this.#onlyLanguage ?? row.field(LAT)
    this.#atoms.push({
      text,
      kind,
      code: this.#codes.take(row, CODE, kind.prefix, kind.meaning.names),
      languageRank: this.#languages?.get(lat) ?? (lat === 'ENG' ? 0 : 1),
      language: this.#tagOf(lat),
      suppressed,
      obsolete: suppress === O,
      standing: standingOf(row),
    })
  }

  #endConcept(): void {
    const [cui, atoms] = [this.#cui, this.#atoms]
    if (atoms.length === 0) return
    this.#atoms = []
    const codes = this.#codes.takeAll()
    const verdict = this.#types.of(cui)
    if (!verdict) return
    this.kept.set(cui, 1)
    this.terms++
    this.#batch.push(termOfAtoms(umlsId(cui), this.#line, atoms, codes, verdict))
  }

  #kindOf(row: Row): AtomKind {
    const key = this.#sabBesideTty ? row.span(SAB, TTY) : `${row.field(SAB)}|${row.field(TTY)}`
    return this.#kinds.get(key) ?? this.#newKind(key)
  }

  #newKind(key: string): AtomKind {
    // A copy: a piece of the block would hold all of it in memory.
    const copy = Buffer.from(key).toString()
    const bar = copy.indexOf('|')
    const [sab, tty] = [copy.slice(0, bar), copy.slice(bar + 1)]
    const { sources, termTypes } = this.#options
    const meaning = termTypeOf(tty)
    const isLabel = meaning.scope === 'exact' && meaning.type !== 'permuted'
    const kind: AtomKind = {
      meaning,
      prefix: prefixOfSource(sab),
      rank: (this.#ranks.get(copy) ?? -1) + (isLabel ? LABEL_RANK : 0),
      kept: (sources?.includes(sab) ?? true) && (termTypes?.includes(tty) ?? true),
    }
    if (this.#kinds.size < MAX_KINDS) this.#kinds.set(copy, kind)
    return kind
  }

  #tagOf(lat: string): string {
    const known = this.#tags.get(lat)
    if (known !== undefined) return known
    const tag = languageTag(lat)
    if (this.#tags.size < MAX_KINDS) this.#tags.set(lat, tag)
    return tag
  }

  #reportEmpty(row: Row, what: string): void {
    this.#context.report({
      code: what === 'name' ? 'malformed-line' : 'missing-id',
      line: row.line,
      message: `a row of MRCONSO.RRF without a ${what} (CUI "${row.field(CUI)}", STR "${row.field(STR).slice(0, 80)}") was left out`,
      repair: 'Take the file from the release again.',
    })
  }
}

/** Above all ranks: releases rank turned names (`Gas, Nerve`) before the ones they were made from. */
const LABEL_RANK = 1e9

/** A release has some hundreds. */
const MAX_KINDS = 100_000

// Of the string types (STT), PF alone begins with a P.
const standingOf = (row: Row): number =>
  (row.letter(TS) === P ? 4 : 0) + (row.letter(STT) === P ? 2 : 0) + (row.letter(ISPREF) === Y ? 1 : 0)

/** Concepts of the NCI Metathesaurus (`CL…`) have the prefix of the UMLS too: its other concepts are those of the UMLS. */
export const umlsId = (cui: string): string => normalizeCurie(`UMLS:${cui.trim()}`)
