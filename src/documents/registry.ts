import type { DocumentFormat } from './contract.ts'

/** Name → format. To add one: its file, a line here, tests (see docs/documents.md). */
export const documentFormats: Readonly<Record<string, DocumentFormat>> = {
  text: {
    endings: ['.txt', '.text'],
    reader: async () => (await import('./text.ts')).textReader,
  },
  jsonl: {
    endings: ['.jsonl', '.ndjson'],
    reader: async () => (await import('./jsonl.ts')).jsonlReader,
    writer: async (options) => (await import('./jsonl.ts')).jsonlWriter(options),
  },
  pubtator: {
    endings: ['.pubtator', '.pubtator.txt', '_corpus.txt'],
    reader: async () => (await import('./pubtator.ts')).pubtatorReader,
    writer: async (options) => (await import('./pubtator.ts')).pubtatorWriter(options),
  },
  'bioc-xml': {
    endings: ['.xml', '.bioc'],
    reader: async () => (await import('./bioc-xml.ts')).biocXmlReader,
    writer: async (options) => (await import('./bioc-xml.ts')).biocXmlWriter(options),
  },
  'bioc-json': {
    endings: ['.json'],
    reader: async () => (await import('./bioc-json.ts')).biocJsonReader,
    writer: async (options) => (await import('./bioc-json.ts')).biocJsonWriter(options),
  },
  brat: {
    endings: ['.ann', '.tar', '.tgz'],
    reader: async () => (await import('./brat.ts')).bratReader,
    filesWriter: async (options) => (await import('./brat.ts')).bratWriter(options),
  },
  conll: {
    endings: ['.conll', '.iob', '.iob2', '.bio', '.tsv'],
    reader: async () => (await import('./conll.ts')).conllReader,
  },
  tsv: {
    endings: ['.tsv'],
    writer: async (options) => (await import('./tsv.ts')).tsvWriter(options),
  },
  html: {
    endings: ['.html', '.htm'],
    writer: async (options) => (await import('./html.ts')).htmlWriter(options),
  },
}

/**
 * The format that a file's name tells, `.gz` at its end and case passed over; the longest ending wins. `undefined` when
 * none does.
 *
 * @param use only formats that can be read, or written, are guessed
 */
export const guessFormat = (fileName: string, use: 'read' | 'write'): string | undefined => {
  const name = fileName.toLowerCase().replace(/\.gz$/, '')
  let guess: { readonly format: string; readonly length: number } | undefined
  for (const [format, entry] of Object.entries(documentFormats)) {
    if ((use === 'read' ? entry.reader : (entry.writer ?? entry.filesWriter)) === undefined) continue
    for (const ending of entry.endings)
      if (name.endsWith(ending) && ending.length > (guess?.length ?? 0))
        guess = { format, length: ending.length }
  }
  return guess?.format
}
