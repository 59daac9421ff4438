import { splitCurie } from '../../core/curie.ts'
import type { ParsedTerm } from '../../core/term.ts'
import { readTextBlocks, type TextBlock } from '../../io/text-blocks.ts'
import type { ParseContext } from '../contract.ts'
import { oboParser } from '../obo.ts'
import { unescape } from '../obo/values.ts'
import { CellLine, databaseCurie, isAccession, isRelationOfCellLines } from './cell-line.ts'
import type { Entries } from './entries.ts'

/**
 * The OBO edition (cellosaurus.obo): read as any OBO file, then turned into what the other editions say: its synonyms
 * are all `RELATED`, its species and diseases are xrefs, and what is problematic or misspelled stands in `comment`,
 * which the reader of OBO passes over. The file is therefore read twice, side by side.
 */
export async function* readObo(file: string, entries: Entries, context: ParseContext): AsyncGenerator<void> {
  const comments = new Comments()
  const { signal } = context
  const blocks = readTextBlocks(file, { signal, report: () => undefined })
  try {
    for await (const { terms } of oboParser.parse(file, {}, withoutOwnRelations(context))) {
      const last = terms.at(-1)?.line ?? 0
      // The comments of a stanza are all there when the next one has begun.
      while (comments.stanza <= last) {
        const next = await blocks.next()
        if (next.done === true) break
        comments.read(next.value)
      }
      for (const term of terms) addTerm(entries, term, comments.takeOf(term.line))
      yield
    }
  } finally {
    await blocks.return(undefined)
  }
}

/** What the relations stand for is known, and said the same for all editions. */
const withoutOwnRelations = (context: ParseContext): ParseContext => ({
  signal: context.signal,
  report: (issue) => {
    context.report(issue)
  },
  describe: (header) => {
    context.describe(header)
  },
  defineRelation: (relation) => {
    if (!isRelationOfCellLines(relation.id)) context.defineRelation(relation)
  },
})

const addTerm = (entries: Entries, term: ParsedTerm, comments: readonly string[]): void => {
  const cellLine = cellLineOf(term, entries)
  for (const comment of comments)
    for (const [, kind = '', text = ''] of comment.matchAll(COMMENT)) cellLine.comment(kind, unescape(text))
  const { definition, parents, obsolete, replacedBy, consider } = term
  entries.add(cellLine, { definition, parents, obsolete, replacedBy, consider })
}

/** All comments of an entry stand in one line; only these two kinds are wanted. */
const COMMENT = /(Problematic cell line|Misspelling): (.*?)(?=\. [A-Z][^.:]*: |\.?"?$)/g

/** Publications and web pages are no other names of the line. */
const REFERENCES = new Set(['PMID', 'DOI', 'CelloPub', 'Patent'])

const cellLineOf = (term: ParsedTerm, entries: Entries): CellLine => {
  const cellLine = new CellLine(term.line)
  cellLine.accession = accessionOf(term.id)
  cellLine.name = term.label ?? ''
  cellLine.synonyms.push(...term.synonyms.map(({ text }) => text))
  const [category = '', sex = ''] = [
    term.subsets.find((subset) => !SEXES.has(subset)),
    term.subsets.find((subset) => SEXES.has(subset)),
  ]
  cellLine.category = category
  cellLine.sex = sex
  for (const id of term.altIds) entries.addAccession(cellLine.secondaryAccessions, accessionOf(id), term.line)
  for (const { object } of term.xrefs) takeXref(cellLine, object)
  for (const { predicate, object } of term.relations) {
    const list = predicate === 'derived_from' ? cellLine.derivedFrom : cellLine.sameOrigin
    if (isRelationOfCellLines(predicate)) entries.addAccession(list, accessionOf(object), term.line)
  }
  return cellLine
}

const SEXES = new Set(['Female', 'Male', 'Mixed_sex', 'Sex_ambiguous', 'Sex_unspecified'])

/** `CVCL_0030`, `CELLOSAURUS:CVCL_0030` → `CVCL_0030` */
const accessionOf = (id: string): string => (isAccession(id) ? id : (splitCurie(id)?.local ?? id))

const takeXref = (cellLine: CellLine, xref: string): void => {
  const { prefix, local } = splitCurie(xref) ?? { prefix: '', local: '' }
  if (prefix === '' || REFERENCES.has(prefix)) return
  if (prefix === 'NCBITaxon') cellLine.species.push(xref)
  else if (prefix === 'NCIT' || prefix === 'ORPHANET') cellLine.diseases.push(databaseCurie(prefix, local))
  else cellLine.xrefs.push(databaseCurie(prefix, local))
}

/** The comments of the terms that are not yet taken, by the line their stanza begins at. */
class Comments {
  readonly #byStanza = new Map<number, string[]>()
  /** Line of the stanza that is open. */
  stanza = 0

  read({ text, firstLine }: TextBlock): void {
    for (let start = 0, line = firstLine; start < text.length; line++) {
      const newline = text.indexOf('\n', start)
      if (text.charCodeAt(start) === OPEN_BRACKET) this.stanza = line
      else if (text.startsWith('comment:', start)) {
        const comments = this.#byStanza.get(this.stanza) ?? []
        comments.push(text.slice(start, newline).trimEnd())
        this.#byStanza.set(this.stanza, comments)
      }
      start = newline + 1
    }
  }

  takeOf(stanza: number): readonly string[] {
    const comments = this.#byStanza.get(stanza) ?? []
    for (const line of this.#byStanza.keys()) {
      if (line > stanza) break
      this.#byStanza.delete(line)
    }
    return comments
  }
}

const OPEN_BRACKET = 91
