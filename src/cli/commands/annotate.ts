import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { KnownError } from '../../core/errors.ts'
import { endOf, type Mention, startOf, type TextDocument } from '../../core/document.ts'
import { type Annotator, openAnnotator } from '../../pipeline/annotator.ts'
import { guessFormat, openDocumentWriter, type OpenWriter, readDocuments } from '../../pipeline/documents.ts'
import type { KnowledgeBase } from '../../pipeline/knowledge-base.ts'
import { annotateProgress } from '../annotate-progress.ts'
import { requireClass, withKnowledgeBase } from '../command.ts'
import { frontEnd, type FrontEndOptions } from '../front-end.ts'
import { EXIT } from '../exit-codes.ts'
import { alignedLines, type Output, print, styleOf, type Terminal } from '../terminal.ts'

export interface AnnotateCommandOptions extends FrontEndOptions {
  readonly from?: string
  readonly to?: string
  readonly out?: string
  readonly class?: readonly string[]
  readonly overlaps?: 'all' | 'longest' | 'flat'
  readonly offsets?: 'utf16' | 'codepoint'
  readonly limit?: number
  readonly explain?: boolean
}

/** `ontoground annotate` */
export const annotate = (
  files: readonly string[],
  options: AnnotateCommandOptions,
  terminal: Terminal,
): Promise<number> =>
  withKnowledgeBase(options, terminal, async (kb) => {
    const annotator = await annotatorOf(kb, options, terminal)
    const inputs = files.length === 0 ? ['-'] : files
    if (files.length === 0 && terminal.stdin.isTTY === true)
      throw new KnownError(
        'USAGE',
        'nothing to annotate',
        'Name files, or pipe a text in: ontoground annotate --help.',
      )
    const problems = { count: 0 }
    const sink = await openSink(options, terminal)
    const progress = annotateProgress(terminal, options.quiet === true)
    try {
      for await (const document of annotated(annotator, inputs, options, terminal, problems)) {
        await sink.document(document)
        progress.document(document)
      }
    } finally {
      // What was annotated before a failure is not lost with it.
      await sink.end()
    }
    progress.done()
    return problems.count > 0 ? EXIT.partly : EXIT.done
  })

const annotatorOf = async (
  kb: KnowledgeBase,
  options: AnnotateCommandOptions,
  terminal: Terminal,
): Promise<Annotator> => {
  const { class: classes, overlaps, limit, explain } = options
  const found = frontEnd(options, terminal)
  const { signal } = terminal
  const annotator = await openAnnotator(kb, { ...found, overlaps, limit, explain, signal, classes })
  for (const name of classes ?? [])
    requireClass(annotator.classes, name, 'nothing finds mentions of the class')
  return annotator
}

interface Problems {
  count: number
}

async function* annotated(
  annotator: Annotator,
  inputs: readonly string[],
  { from }: AnnotateCommandOptions,
  terminal: Terminal,
  problems: Problems,
): AsyncGenerator<TextDocument> {
  const { signal } = terminal
  for (const name of inputs) {
    const isPipe = name === '-'
    const shown = isPipe ? 'standard input' : name
    const report = (problem: {
      readonly line: number
      readonly id?: string
      readonly message: string
      readonly repair: string
    }): void => {
      problems.count++
      const place = problem.line === 0 ? shown : `${shown}:${String(problem.line)}`
      terminal.stderr.write(`${place}: ${problem.message}. ${problem.repair}\n`)
    }
    const input = isPipe ? { name: shown, stream: terminal.stdin } : resolve(terminal.cwd, name)
    const format = from ?? (isPipe ? 'text' : undefined)
    try {
      for await (const document of annotator.annotate(readDocuments(input, { format, report, signal }))) {
        if (document.errors !== undefined)
          report({
            line: 0,
            message: `${document.id}: ${document.errors.join('; ')}`,
            repair: 'The other documents are not touched by it.',
          })
        yield document
      }
    } catch (error) {
      // One of several inputs that cannot be read does not harm the others.
      if (inputs.length === 1 || !isOfSource(error)) throw error
      report({ line: error.place?.line ?? 0, message: error.message, repair: error.repair })
    }
  }
}

const isOfSource = (error: unknown): error is KnownError =>
  error instanceof KnownError && error.code.startsWith('SOURCE_')

interface Sink {
  document(document: TextDocument): Promise<void>
  end(): Promise<void>
}

/** What people read; not for files. */
const TABLE = 'table'

/** On a terminal, with no format given, a table; else the format, to standard output, a file or a folder. */
const openSink = async (
  { to, out, offsets, quiet }: AnnotateCommandOptions,
  terminal: Terminal,
): Promise<Sink> => {
  const format = to ?? (out === undefined ? undefined : guessFormat(out, 'write'))
  const isTable = format === TABLE || (format === undefined && terminal.stdout.isTTY === true)
  if (isTable && out === undefined) return tableSink(terminal)
  const report = ({ id, message }: { readonly id: string; readonly message: string }): void => {
    if (quiet !== true) terminal.stderr.write(`${id}: ${message}\n`)
  }
  const writer = await openDocumentWriter(format ?? 'jsonl', {
    ...(offsets === undefined ? {} : { offsets }),
    report,
  })
  if (writer.kind === 'files')
    return folderSink(writer, out === undefined ? undefined : resolve(terminal.cwd, out), format ?? '')
  return out === undefined
    ? streamSink(writer, terminal.stdout)
    : fileSink(writer, resolve(terminal.cwd, out))
}

type StreamWriter = Extract<OpenWriter, { kind: 'stream' }>
type FilesWriter = Extract<OpenWriter, { kind: 'files' }>

const streamSink = async ({ writer }: StreamWriter, output: Output): Promise<Sink> => {
  await print(output, writer.begin())
  return {
    document: (document) => print(output, writer.document(document)),
    end: () => print(output, writer.end()),
  }
}

const fileSink = async (writer: StreamWriter, file: string): Promise<Sink> => {
  const stream = createWriteStream(file)
  const written = finished(stream).catch((cause: unknown) => {
    throw new KnownError('NOT_WRITABLE', `${file} cannot be written`, 'Check the folder and its rights.', {
      cause,
    })
  })
  // Whoever writes next hears of it.
  written.catch(() => undefined)
  const packed = file.endsWith('.gz') ? createGzip() : undefined
  packed?.pipe(stream)
  const target = packed ?? stream
  const sink = await streamSink(writer, target)
  return {
    document: (document) => Promise.race([sink.document(document), written]),
    end: async () => {
      await Promise.race([sink.end(), written])
      target.end()
      await written
    },
  }
}

const folderSink = ({ writer }: FilesWriter, folder: string | undefined, format: string): Sink => {
  if (folder === undefined)
    throw new KnownError(
      'USAGE',
      `${format} writes files of their own for each document`,
      'Give a folder: --out DIR.',
    )
  mkdirSync(folder, { recursive: true })
  return {
    document: (document) => {
      for (const { name, content } of writer.files(document)) writeFileSync(join(folder, name), content)
      return Promise.resolve()
    },
    end: () => Promise.resolve(),
  }
}

const tableSink = (terminal: Terminal): Sink => {
  const style = styleOf(terminal, terminal.stdout)
  return {
    document: (document) =>
      print(
        terminal.stdout,
        `${tableOf(document)
          .map((line, index) => (index === 0 ? style.bold(line) : line))
          .join('\n')}\n`,
      ),
    end: () => Promise.resolve(),
  }
}

const tableOf = ({ id, mentions, rejected = [] }: TextDocument): string[] => {
  const rows = alignedLines(mentions.map(cellsOf))
  const lines = rows.flatMap((row, index) => [
    `  ${row}`,
    ...(mentions[index]?.reasons ?? []).map((reason) => `      ${reason}`),
  ])
  const refused = alignedLines(
    rejected.map(({ spans, text, class: entityClass, reason }) => [
      placeOf({ spans }),
      onOneLine(text),
      entityClass,
      reason,
    ]),
  )
  return [
    `${id}: ${String(mentions.length)} ${mentions.length === 1 ? 'mention' : 'mentions'}`,
    ...lines,
    ...(refused.length === 0 ? [] : ['  no mentions:', ...refused.map((line) => `  ${line}`)]),
  ]
}

const cellsOf = (mention: Mention): string[] => [
  placeOf(mention),
  onOneLine(mention.text),
  mention.class,
  (mention.score ?? 0).toFixed(2),
  mention.ids[0] ?? 'NIL',
  mention.candidates?.[0]?.label ?? '',
]

const placeOf = (mention: Pick<Mention, 'spans'>): string =>
  `${String(startOf(mention))}–${String(endOf(mention))}`
const onOneLine = (text: string): string => text.replace(/\s+/g, ' ')
