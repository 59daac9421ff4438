import { normalizeCurie } from '../../../core/curie.ts'
import { emptyTerm, type ParsedTerm } from '../../../core/term.ts'
import { readDelimitedRows, type DelimitedRow } from '../../../io/delimited-rows.ts'
import type { ParseContext, ParsedBatch } from '../../contract.ts'
import { distinct, distinctSynonyms } from '../../distinct.ts'
import { idStyle, MAX_ID_LENGTH, readId } from '../ids.ts'
import { NameGroups } from '../name-groups.ts'
import { presetOptions } from '../options.ts'
import type { Preset } from '../preset.ts'
import type { TableSettings } from '../settings.ts'

const BETWEEN = '||'

/**
 * Dictionaries of linking research: lines of `id|other id||name|name`, or of one name each, `id||name`. The first id is
 * the concept's, the others alternative; the first name is its label. Lines of one id that follow each other are one
 * concept. Bare ids take `idPrefix`; without one, the prefix is told by their form.
 */
async function* read(
  file: string,
  settings: TableSettings,
  context: ParseContext,
): AsyncGenerator<ParsedBatch> {
  const groups = new NameGroups()
  const rows = readDelimitedRows(file, {
    separator: BETWEEN,
    quoted: false,
    signal: context.signal,
    report: context.report.bind(context),
  })
  for await (const some of rows) {
    const terms = some.flatMap((row) => {
      const term = termOf(row, settings, context)
      return term ? groups.add(term) : []
    })
    yield { terms, additions: [] }
  }
  yield { terms: groups.end(), additions: [] }
}

export const pipeDictionary: Preset = { ...presetOptions({ preset: 'pipe-dictionary' }), read }

const termOf = (
  { cells, line }: DelimitedRow,
  settings: TableSettings,
  context: ParseContext,
): ParsedTerm | undefined => {
  const [left = '', ...right] = cells
  const ids = left.split('|').map((part) => idOf(part.trim(), settings))
  const names = right.join(BETWEEN).split(settings.synonymSeparator ?? '|')
  const [label, ...synonyms] = names.map((name) => name.trim()).filter((name) => name !== '')
  const [id, ...altIds] = ids.filter((other): other is string => other !== '' && other !== undefined)
  if (id === undefined || label === undefined || ids.includes(undefined)) {
    context.report({
      code: 'malformed-line',
      line,
      message: `"${left.slice(0, 80)}" has ${fault(ids, label)}; the line was left out`,
      repair: `Write id||name, ids of at most ${String(MAX_ID_LENGTH)} characters.`,
    })
    return undefined
  }
  return {
    ...emptyTerm(id, line),
    label,
    synonyms: distinctSynonyms(
      synonyms.filter((text) => text !== label).map((text) => ({ text, scope: 'exact' })),
    ),
    altIds: distinct(altIds.filter((other) => other !== id)),
  }
}

const fault = (ids: readonly (string | undefined)[], label: string | undefined): string => {
  if (ids.includes(undefined)) return 'an id that is too long'
  return label === undefined ? 'no name' : 'no id'
}

/** Of MeSH (`D003924`, `C000588664`, the root `C`), of UMLS (`C0011849`) and of OMIM (`222100`). */
const BARE_IDS: readonly (readonly [form: RegExp, prefix: string])[] = [
  [/^[CD](?:\d{6}(?:\d{3})?)?$/, 'MESH'],
  [/^C\d{7}$/, 'UMLS'],
  [/^\d+$/, 'OMIM'],
]

const idOf = (text: string, { idPrefix, idTemplate, idSeparator }: TableSettings): string | undefined => {
  const style = idStyle({ prefix: idPrefix, template: idTemplate, separator: idSeparator })
  const id = readId(text, style)
  if (id === undefined || id.includes(':')) return id
  const prefix = BARE_IDS.find(([form]) => form.test(id))?.[1]
  return prefix === undefined ? id : normalizeCurie(`${prefix}:${id}`)
}
