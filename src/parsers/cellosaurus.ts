import { KnownError } from '../core/errors.ts'
import { readBytes } from '../io/source.ts'
import { readTextBlocks } from '../io/text-blocks.ts'
import { readXml } from '../io/xml-events.ts'
import { defineRelations } from './cellosaurus/cell-line.ts'
import { CellLineChoice, type CellosaurusOptions, cellosaurusOptions } from './cellosaurus/choice.ts'
import { Entries } from './cellosaurus/entries.ts'
import { readObo } from './cellosaurus/obo.ts'
import { TxtReader } from './cellosaurus/txt.ts'
import { XmlReader } from './cellosaurus/xml.ts'
import type { ParseContext, Parser } from './contract.ts'

/**
 * Cellosaurus (www.cellosaurus.org) in any of its editions: text, XML or OBO, told apart by their beginning. The same
 * entry gives the same record.
 */
export const cellosaurusParser: Parser<CellosaurusOptions> = {
  options: cellosaurusOptions,
  async *parse(file, options, context) {
    const entries = new Entries(new CellLineChoice(options), context)
    defineRelations(context)
    const read = READERS[await editionOf(file, context)]
    for await (const _ of read(file, entries, context)) yield { terms: entries.takeBatch(), additions: [] }
    if (entries.seen === 0) throw noEntries(file)
  },
}

type Reader = (file: string, entries: Entries, context: ParseContext) => AsyncIterable<unknown>

async function* readTxt(file: string, entries: Entries, context: ParseContext): AsyncGenerator<void> {
  const reader = new TxtReader(entries, context)
  for await (const block of readTextBlocks(file, optionsOf(context))) {
    reader.read(block)
    yield
  }
  reader.finish()
  yield
}

const READERS: Readonly<Record<'txt' | 'xml' | 'obo', Reader>> = {
  txt: readTxt,
  xml: (file, entries, context) => readXml(file, new XmlReader(entries, context), optionsOf(context)),
  obo: readObo,
}

const optionsOf = (context: ParseContext): Parameters<typeof readTextBlocks>[1] => ({
  report: (issue) => {
    context.report(issue)
  },
  signal: context.signal,
})

const editionOf = async (file: string, { signal }: ParseContext): Promise<keyof typeof READERS> => {
  for await (const chunk of readBytes(file, { signal })) {
    const head = chunk.toString('utf8', 0, 4096)
    if (/^\ufeff?\s*</.test(head)) return 'xml'
    return /^(?:format-version:|\[Term\])/m.test(head) ? 'obo' : 'txt'
  }
  return 'txt'
}

const noEntries = (file: string): KnownError =>
  new KnownError(
    'SOURCE_SYNTAX',
    'no cell line in it: neither the text, nor the XML, nor the OBO edition of Cellosaurus',
    'Check that "type" fits the file.',
    { place: { file } },
  )
