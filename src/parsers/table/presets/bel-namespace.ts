import { emptyTerm, type ParsedTerm } from '../../../core/term.ts'
import { readTextBlocks } from '../../../io/text-blocks.ts'
import type { ParseContext, ParsedBatch } from '../../contract.ts'
import { MAX_ID_LENGTH, readId } from '../ids.ts'
import { presetOptions } from '../options.ts'
import type { Preset } from '../preset.ts'
import type { TableSettings } from '../settings.ts'

/** What the letters after a value say the thing may be (BEL 1.0). */
const ENCODINGS = new Map([
  ['A', 'abundance'],
  ['B', 'biological_process'],
  ['C', 'complex'],
  ['G', 'gene'],
  ['M', 'micro_rna'],
  ['O', 'pathology'],
  ['P', 'protein'],
  ['R', 'rna'],
  ['T', 'activity'],
])

/**
 * BEL namespaces (`.belns`, OpenBEL): a list of the names, or ids, that a namespace admits. Each becomes a term whose
 * label is the value itself. Its id is the value under `idPrefix`; without one under `BEL.` and the namespace's
 * keyword, as names are no ids of the vocabulary they come from.
 */
async function* read(
  file: string,
  settings: TableSettings,
  context: ParseContext,
): AsyncGenerator<ParsedBatch> {
  const reader = new NamespaceReader(settings, context)
  const { signal } = context
  for await (const { text, firstLine } of readTextBlocks(file, {
    signal,
    report: context.report.bind(context),
  })) {
    const terms: ParsedTerm[] = []
    for (const [at, line] of text.split('\n').entries()) {
      const term = reader.line(line.trim(), firstLine + at)
      if (term) terms.push(term)
    }
    yield { terms, additions: [] }
  }
}

export const belNamespace: Preset = { ...presetOptions({ preset: 'bel-namespace' }), read }

class NamespaceReader {
  readonly #settings: TableSettings
  readonly #context: ParseContext
  #section = ''
  #delimiter = '|'
  #prefix: string

  constructor(settings: TableSettings, context: ParseContext) {
    this.#settings = settings
    this.#context = context
    this.#prefix = settings.idPrefix ?? 'BEL'
  }

  line(text: string, line: number): ParsedTerm | undefined {
    if (text === '') return undefined
    if (this.#section === 'Values') return this.#value(text, line)
    const section = /^\[(\w+)\]$/.exec(text)?.[1]
    if (section !== undefined) this.#section = section
    else this.#property(text)
    return undefined
  }

  #property(text: string): void {
    const equals = text.indexOf('=')
    const value = text.slice(equals + 1).trim()
    if (equals === -1 || value === '') return
    const key = `${this.#section}.${text.slice(0, equals).trim()}`
    if (key === 'Namespace.NameString') this.#context.describe({ title: value })
    else if (key === 'Namespace.VersionString') this.#context.describe({ release: value })
    else if (key === 'Processing.DelimiterString') this.#delimiter = value
    else if (key === 'Namespace.Keyword' && this.#settings.idPrefix === undefined)
      this.#prefix = `BEL.${value.replaceAll(/[^\w.-]/g, '')}`
  }

  #value(text: string, line: number): ParsedTerm | undefined {
    const end = text.lastIndexOf(this.#delimiter)
    const value = (end === -1 ? text : text.slice(0, end)).replaceAll(/\\([{}|\\])/g, '$1').trim()
    const id = value === '' ? '' : this.#idOf(value)
    if (id === '' || id === undefined) {
      this.#context.report({
        code: 'malformed-line',
        line,
        message: `"${text.slice(0, 60)}" is no value of a namespace; it was left out`,
        repair: `Write value, delimiter, encoding; values have at most ${String(MAX_ID_LENGTH)} characters.`,
      })
      return undefined
    }
    const letters = end === -1 ? [] : [...new Set(text.slice(end + this.#delimiter.length))]
    return {
      ...emptyTerm(id, line),
      label: value,
      subsets: letters.flatMap((letter) => ENCODINGS.get(letter) ?? []),
    }
  }

  /** Names may hold a colon: what is before it is no prefix. */
  #idOf(value: string): string | undefined {
    const { idTemplate: template = `${this.#prefix}:{id}`, idSeparator: separator } = this.#settings
    return readId(value, { template, separator })
  }
}
