import { resolve } from 'node:path'
import { addAbortSignal } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { KnownError } from '../../core/errors.ts'
import type { TextDocument } from '../../core/document.ts'
import { type Annotator, openAnnotator } from '../../pipeline/annotator.ts'
import { readDocuments } from '../../pipeline/documents.ts'
import type { KnowledgeBase } from '../../pipeline/knowledge-base.ts'
import { annotateProgress } from '../annotate-progress.ts'
import { requireClass, withKnowledgeBase } from '../command.ts'
import { type DocumentSink, planSink } from '../document-sink.ts'
import { frontEnd, type FrontEndOptions } from '../front-end.ts'
import { EXIT } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'

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

/** Signals are heard of only when other work has its turn. */
const TURN_MS = 50

/** `ontoground annotate` */
export const annotate = async (
  files: readonly string[],
  options: AnnotateCommandOptions,
  terminal: Terminal,
): Promise<number> => {
  const inputs = files.length === 0 ? ['-'] : files
  if (files.length === 0 && terminal.stdin.isTTY === true)
    throw new KnownError(
      'USAGE',
      'nothing to annotate',
      'Name files, or pipe a text in: ontoground annotate --help.',
    )
  const paths = inputs.filter((name) => name !== '-').map((name) => resolve(terminal.cwd, name))
  const openSink = await planSink(paths, options, terminal)
  return withKnowledgeBase(options, terminal, async (kb) => {
    const annotator = await annotatorOf(kb, options, terminal)
    const problems = { count: 0 }
    await fill(await openSink(), annotated(annotator, inputs, options, terminal, problems), options, terminal)
    return problems.count > 0 ? EXIT.partly : EXIT.done
  })
}

/** Either all documents reach the sink, or it is abandoned. */
const fill = async (
  sink: DocumentSink,
  documents: AsyncIterable<TextDocument>,
  { quiet }: AnnotateCommandOptions,
  terminal: Terminal,
): Promise<void> => {
  const { signal } = terminal
  const progress = annotateProgress(terminal, quiet === true)
  let turned = Date.now()
  try {
    for await (const document of documents) {
      await sink.document(document)
      progress.document(document)
      if (Date.now() - turned < TURN_MS) continue
      await setImmediate()
      turned = Date.now()
    }
    signal.throwIfAborted()
    await sink.end()
  } catch (error) {
    progress.stopped()
    await sink.abandon()
    // However it showed: in a reader, a recogniser or a stream that was cut off.
    signal.throwIfAborted()
    throw error
  }
  progress.done()
}

const annotatorOf = async (
  kb: KnowledgeBase,
  options: AnnotateCommandOptions,
  terminal: Terminal,
): Promise<Annotator> => {
  const { class: classes, overlaps, limit, explain } = options
  if (classes?.length === 0)
    throw new KnownError('USAGE', '--class names no class', 'Name one, or leave --class out.')
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
    if (isPipe) stopReadingWhenAborted(terminal)
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
      signal.throwIfAborted()
      // One of several inputs that cannot be read does not harm the others.
      if (inputs.length === 1 || !isOfSource(error)) throw error
      report({ line: error.place?.line ?? 0, message: error.message, repair: error.repair })
    }
  }
}

const isOfSource = (error: unknown): error is KnownError =>
  error instanceof KnownError && error.code.startsWith('SOURCE_')

/** Nothing may come from a pipe for hours; whoever stops us does not wait for it. */
const stopReadingWhenAborted = ({ stdin, signal }: Terminal): void => {
  stdin.once('error', () => undefined)
  addAbortSignal(signal, stdin)
}
