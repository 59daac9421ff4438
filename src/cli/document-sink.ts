import { statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { KnownError } from '../core/errors.ts'
import type { TextDocument } from '../core/document.ts'
import { makeFolder } from '../io/make-folder.ts'
import { guessFormat, openDocumentWriter, type OpenWriter, WRITABLE_FORMATS } from '../pipeline/documents.ts'
import { mentionTable } from './mention-table.ts'
import { requireOtherThanInputs } from './output-conflicts.ts'
import { notWritten, OutputFile } from './output-file.ts'
import { print, styleOf, type Terminal } from './terminal.ts'

export interface SinkOptions {
  readonly to?: string
  readonly out?: string
  readonly offsets?: 'utf16' | 'codepoint'
  readonly quiet?: boolean
}

/** Where documents go. Of `end` and `abandon` one is called, once. */
export interface DocumentSink {
  document(document: TextDocument): Promise<void>
  /** After the last document. */
  end(): Promise<void>
  /** When no more come for a failure. Files are left as they were; what was streamed is closed. */
  abandon(): Promise<void>
}

/** What people read; not for files. */
const TABLE = 'table'

/** By which people may name a file, one of each format. */
export const KNOWN_ENDINGS: readonly string[] = ['.jsonl', '.pubtator', '.xml', '.json', '.tsv', '.html']

/**
 * On a terminal, with no format given, a table; else the format, to standard output, a file or a folder. What cannot be
 * is refused at once; nothing is opened or made before the sink is asked for.
 *
 * @param inputs absolute paths of the files that will be read
 * @throws KnownError `USAGE`
 */
export const planSink = async (
  inputs: readonly string[],
  options: SinkOptions,
  terminal: Terminal,
): Promise<() => Promise<DocumentSink>> => {
  const { to, out, offsets, quiet } = options
  if (out === undefined && (to === TABLE || (to === undefined && terminal.stdout.isTTY === true)))
    return () => Promise.resolve(tableSink(terminal))
  const format = formatOf(options)
  const report = ({ id, message }: { readonly id: string; readonly message: string }): void => {
    if (quiet !== true) terminal.stderr.write(`${id}: ${message}\n`)
  }
  const writer = await openDocumentWriter(format, {
    ...(offsets === undefined ? {} : { offsets }),
    report,
  })
  const path = out === undefined ? undefined : resolve(terminal.cwd, out)
  if (path !== undefined) requireOtherThanInputs(inputs, path, writer.kind === 'files')
  if (writer.kind === 'files') {
    const folder = folderFor(path, format)
    return () => Promise.resolve(folderSink(writer, folder))
  }
  return () => (path === undefined ? streamSink(writer, terminal) : fileSink(writer, path, terminal))
}

/** @throws KnownError `USAGE` */
const formatOf = ({ to, out }: SinkOptions): string => {
  if (out === '') throw new KnownError('USAGE', '--out names no file', 'Give one, or leave --out out.')
  if (to === TABLE)
    throw new KnownError(
      'USAGE',
      'a table is for the terminal, not for files',
      'Leave out --out, or choose --to tsv or --to html.',
    )
  const format = to ?? (out === undefined ? 'jsonl' : guessFormat(out, 'write'))
  if (format !== undefined) return format
  throw new KnownError(
    'USAGE',
    `the format of ${out ?? ''} cannot be guessed from its name`,
    `Give it: --to ${WRITABLE_FORMATS.join('|')}; or end the name in one of ${KNOWN_ENDINGS.join(', ')}, .gz after it or not.`,
  )
}

/** @throws KnownError `USAGE` */
const folderFor = (path: string | undefined, format: string): string => {
  const repair = 'Give a folder: --out DIR.'
  if (path === undefined)
    throw new KnownError('USAGE', `${format} writes files of their own for each document`, repair)
  let isOther: boolean
  try {
    isOther = statSync(path, { throwIfNoEntry: false })?.isDirectory() === false
  } catch (error) {
    throw notWritten(path, error)
  }
  if (isOther) throw new KnownError('USAGE', `${path} is a file, and ${format} wants a folder`, repair)
  return path
}

type StreamWriter = Extract<OpenWriter, { kind: 'stream' }>
type FilesWriter = Extract<OpenWriter, { kind: 'files' }>

const streamSink = async ({ writer }: StreamWriter, { stdout }: Terminal): Promise<DocumentSink> => {
  await print(stdout, writer.begin())
  const end = (): Promise<void> => print(stdout, writer.end())
  return { document: (document) => print(stdout, writer.document(document)), end, abandon: end }
}

const fileSink = async (
  { writer }: StreamWriter,
  path: string,
  { stderr }: Terminal,
): Promise<DocumentSink> => {
  const file = new OutputFile(path)
  const end = async (): Promise<void> => {
    await file.write(writer.end())
    await file.finish()
  }
  const abandon = async (): Promise<void> => {
    if (!file.isWhole) {
      // What went wrong first is what is told.
      await end().catch(() => undefined)
      return
    }
    await file.discard()
    stderr.write(`nothing was written to ${path}\n`)
  }
  try {
    await file.write(writer.begin())
  } catch (error) {
    await abandon()
    throw error
  }
  return { document: (document) => file.write(writer.document(document)), end, abandon }
}

const folderSink = ({ writer }: FilesWriter, folder: string): DocumentSink => {
  const write = (path: string, task: () => void): void => {
    try {
      task()
    } catch (error) {
      throw notWritten(path, error)
    }
  }
  write(folder, () => {
    makeFolder(folder)
  })
  return {
    document: (document) => {
      for (const { name, content } of writer.files(document))
        write(join(folder, name), () => {
          writeFileSync(join(folder, name), content)
        })
      return Promise.resolve()
    },
    end: () => Promise.resolve(),
    abandon: () => Promise.resolve(),
  }
}

const tableSink = (terminal: Terminal): DocumentSink => {
  const style = styleOf(terminal, terminal.stdout)
  return {
    document: (document) => {
      const [head = '', ...lines] = mentionTable(document)
      return print(terminal.stdout, `${[style.bold(head), ...lines].join('\n')}\n`)
    },
    end: () => Promise.resolve(),
    abandon: () => Promise.resolve(),
  }
}
