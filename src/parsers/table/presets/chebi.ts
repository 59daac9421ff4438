import { basename } from 'node:path'
import { KnownError } from '../../../core/errors.ts'
import type { ParsedTerm } from '../../../core/term.ts'
import { listEntries } from '../../../io/source.ts'
import type { ParseContext, ParsedBatch, TermAddition } from '../../contract.ts'
import { presetOptions, type TableOptions } from '../options.ts'
import type { Preset } from '../preset.ts'
import { readTable } from '../read-table.ts'
import type { TableSettings } from '../settings.ts'

const flatFile = (columns: object, where: readonly object[] = []): TableOptions =>
  presetOptions({
    preset: 'chebi',
    header: true,
    format: 'delimited',
    separator: '\t',
    cells: 'quoted',
    idPrefix: 'CHEBI',
    empty: ['null'],
    columns,
    where,
  })

const compounds = flatFile({
  id: { column: ['CHEBI_ACCESSION', 'ID'] },
  label: 'NAME',
  definition: { column: 'DEFINITION', optional: true },
  // A compound with a parent was merged into it.
  replacedBy: { column: 'PARENT_ID', optional: true },
})

/** What else says something of the compounds, by the file that says it. */
const ADDITIONS: Readonly<Record<string, TableOptions>> = {
  'names.tsv': flatFile({
    id: 'COMPOUND_ID',
    synonyms: {
      column: 'NAME',
      typeColumn: 'TYPE',
      languageColumn: ['LANGUAGE', 'LANGUAGE_CODE'],
    },
  }),
  'database_accession.tsv': flatFile(
    { id: 'COMPOUND_ID', xrefs: { column: 'ACCESSION_NUMBER', prefix: 'CAS' } },
    [{ column: 'TYPE', in: ['CAS Registry Number', 'CAS'] }],
  ),
  // FINAL_ID is_a INIT_ID, as ChEBI's own library reads it. Later releases number the types instead: passed over.
  'relation.tsv': flatFile({ id: 'FINAL_ID', parents: 'INIT_ID' }, [
    { column: 'TYPE', optional: true, in: ['is_a'] },
    { column: 'RELATION_TYPE_ID', optional: true, in: [] },
  ]),
}

/** `compounds.tsv` of ChEBI alone. */
export const chebiCompounds: Preset = {
  ...compounds,
  preset: 'chebi-compounds',
  finish: (term) => (term.replacedBy.length > 0 ? { ...term, obsolete: true } : term),
}

/**
 * The flat files of ChEBI (ftp.ebi.ac.uk/pub/databases/chebi), a folder or zip: `compounds.tsv`, and what there is of
 * `names.tsv`, `relation.tsv` (`is_a`) and `database_accession.tsv` (CAS numbers). What is said of a compound that was
 * merged into another is said of that one.
 */
async function* read(
  file: string,
  settings: TableSettings,
  context: ParseContext,
): AsyncGenerator<ParsedBatch> {
  const entries = await listEntries(file)
  const entryOf = (name: string): string | undefined =>
    entries.find((entry) => basename(entry).replace(/\.gz$/, '') === name)
  const first = entryOf('compounds.tsv')
  if (first === undefined) {
    const message = 'no ChEBI flat files: they are a folder or zip with compounds.tsv'
    throw new KnownError('SOURCE_SYNTAX', message, 'Give the folder, or use the preset "chebi-compounds".', {
      place: { file },
    })
  }
  const merged = new Map<string, string>()
  for await (const { terms } of readTable(file, first, { ...compounds, ...idsOf(settings) }, context))
    yield separate(terms, merged)
  for (const [name, options] of Object.entries(ADDITIONS)) {
    const entry = entryOf(name)
    if (entry === undefined) context.report(missing(name))
    else
      for await (const { terms } of readTable(file, entry, { ...options, ...idsOf(settings) }, context))
        yield { terms: [], additions: terms.map((term) => additionOf(term, merged)) }
  }
}

export const chebi: Preset = { ...presetOptions({ preset: 'chebi' }), read }

const idsOf = ({ idPrefix }: TableSettings): Partial<TableSettings> =>
  idPrefix === undefined ? {} : { idPrefix }

/** Merged compounds become alternative ids of those they were merged into. */
const separate = (found: readonly ParsedTerm[], merged: Map<string, string>): ParsedBatch => {
  const terms: ParsedTerm[] = []
  const additions: TermAddition[] = []
  for (const term of found) {
    const [into] = term.replacedBy
    if (into === undefined) {
      terms.push(term)
      continue
    }
    merged.set(term.id, into)
    additions.push({ id: into, line: term.line, altIds: [term.id] })
  }
  return { terms, additions }
}

const additionOf = (
  { id, line, synonyms, parents, xrefs }: ParsedTerm,
  merged: ReadonlyMap<string, string>,
): TermAddition => ({
  id: merged.get(id) ?? id,
  line,
  ...(synonyms.length > 0 ? { synonyms } : {}),
  ...(parents.length > 0 ? { parents } : {}),
  ...(xrefs.length > 0 ? { xrefs } : {}),
})

const missing = (name: string): Parameters<ParseContext['report']>[0] => ({
  code: 'missing-file',
  line: 0,
  message: `${name} is not there: what it would add is missing`,
  repair: 'Give all flat files, or leave it so if you need no more.',
})
