import { statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { resolve } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { groupBy } from '../core/group-by.ts'
import { readTextBlocks } from '../io/text-blocks.ts'
import type { CandidateStage } from '../linker/contract.ts'
import type { KnowledgeBase } from '../pipeline/knowledge-base.ts'
import { EXIT } from './exit-codes.ts'
import { type MentionLine, parseMention, type RefusedLine } from './mention-line.ts'
import { LinePrinter, type Terminal } from './terminal.ts'

export interface LinkLinesOptions {
  readonly in?: string
  readonly class?: string
  readonly toSource?: string
  readonly limit?: number
  readonly stages: readonly CandidateStage[] | undefined
  readonly explain?: boolean
}

/** One answer per line, in order; a line that cannot be read is listed, and its answer says so. */
export const linkLines = async (
  kb: Pick<KnowledgeBase, 'linkDocument'>,
  options: LinkLinesOptions,
  terminal: Terminal,
): Promise<number> => {
  const file = options.in === undefined || options.in === '-' ? null : resolve(terminal.cwd, options.in)
  const output = new LinePrinter(terminal.stdout, file === null ? 0 : undefined)
  let refused = 0
  try {
    for await (const lines of together(inputLines(file, terminal))) {
      const answers = await answersTo(
        kb,
        lines.map(({ parsed }) => parsed),
        options,
      )
      for (const [index, { line, parsed }] of lines.entries()) {
        if ('problem' in parsed) {
          refused++
          terminal.stderr.write(`${file ?? 'standard input'}:${String(line)}: ${parsed.problem}\n`)
        }
        await output.print(JSON.stringify(answers[index]))
      }
    }
  } finally {
    // What was answered before a failure is not lost with it.
    await output.end()
  }
  return refused > 0 ? EXIT.partly : EXIT.done
}

/** One for each line, in order. */
const answersTo = async (
  kb: Pick<KnowledgeBase, 'linkDocument'>,
  lines: readonly (MentionLine | RefusedLine)[],
  { toSource, limit, stages, explain, class: entityClass }: LinkLinesOptions,
): Promise<readonly object[]> => {
  const options = { class: entityClass, toSource, limit, stages, explain }
  const answers = new Map<MentionLine | RefusedLine, object>()
  // All at once: an encoder takes many texts in little more time than one.
  await Promise.all(
    documentsOf(lines).map(async (document) => {
      const results = await kb.linkDocument(document, options)
      for (const [index, line] of document.entries()) answers.set(line, { ...idOf(line), ...results[index] })
    }),
  )
  return lines.map((line) => {
    if (!('problem' in line)) return answers.get(line) ?? {}
    return { ...idOf(line), mention: null, nil: true, candidates: [], error: line.problem }
  })
}

const idOf = ({ id }: MentionLine | RefusedLine): object => (id === undefined ? {} : { id })

/** Lines of one document together; a line without one is a document by itself. */
const documentsOf = (lines: readonly (MentionLine | RefusedLine)[]): readonly (readonly MentionLine[])[] => {
  const sound = lines.filter((line): line is MentionLine => !('problem' in line))
  const named = groupBy(
    sound.filter(({ doc }) => doc !== undefined),
    ({ doc }) => doc ?? '',
  )
  return [...named.values(), ...sound.filter(({ doc }) => doc === undefined).map((line) => [line])]
}

type InputLine = { readonly line: number } & ({ readonly text: string } | { readonly problem: string })

interface ParsedLine {
  readonly line: number
  readonly parsed: MentionLine | RefusedLine
}

/** Lines that are answered together, if so many are there; those of one document always, until there are too many. */
const BATCH = 256
const MOST_TOGETHER = 4096

/**
 * Lines in batches. Whoever writes a line and waits is answered: a batch ends where no further line is there yet. None
 * ends within a document, unless that is very long. When reading fails, what was read comes first.
 */
async function* together(inputs: AsyncGenerator<InputLine>): AsyncGenerator<readonly ParsedLine[]> {
  const waiting: ParsedLine[] = []
  /** So many of them are of documents that have ended. */
  let complete = 0
  let doc: string | undefined
  try {
    let coming = ahead(inputs)
    for (;;) {
      if (complete >= BATCH || (complete > 0 && !(await isThere(coming)))) {
        yield waiting.splice(0, complete)
        complete = 0
      }
      const next = await coming
      if (next.done === true) break
      coming = ahead(inputs)
      const parsed = 'problem' in next.value ? next.value : parseMention(next.value.text)
      const own = 'problem' in parsed ? undefined : parsed.doc
      if (own !== doc) complete = waiting.length
      doc = own
      waiting.push({ line: next.value.line, parsed })
      if (own === undefined || waiting.length >= MOST_TOGETHER) complete = waiting.length
    }
  } catch (error) {
    if (waiting.length > 0) yield waiting
    throw error
  } finally {
    // Not awaited: a line that was asked for may never come.
    inputs.return(undefined).catch(() => undefined)
  }
  if (waiting.length > 0) yield waiting
}

/** The next line, asked for before it is needed: that it fails is told where it is awaited. */
const ahead = (inputs: AsyncGenerator<InputLine>): Promise<IteratorResult<InputLine>> => {
  const next = inputs.next()
  next.catch(() => undefined)
  return next
}

/** Whether it is settled, or will be before anything else is done. */
const isThere = (promise: Promise<unknown>): Promise<boolean> =>
  Promise.race([promise.then(() => true).catch(() => true), turn(false)])

/** Lines with something in them; one that is not UTF-8 comes as a problem. */
async function* inputLines(file: string | null, terminal: Terminal): AsyncGenerator<InputLine> {
  if (file === null) {
    let line = 0
    for await (const text of createInterface({ input: terminal.stdin, crlfDelay: Infinity })) {
      line++
      if (text.trim() !== '') yield { line, text }
    }
    return
  }
  const problems = new Map<number, string>()
  const report = (issue: { readonly line: number; readonly message: string }): void => {
    problems.set(issue.line, issue.message)
  }
  if (statSync(file, { throwIfNoEntry: false })?.size === 0) return
  for await (const block of readTextBlocks(file, { report, signal: terminal.signal })) {
    let line = block.firstLine
    for (const text of block.text.split('\n')) {
      const problem = problems.get(line)
      if (problem !== undefined) yield { line, problem }
      else if (text.trim() !== '') yield { line, text }
      line++
    }
    problems.clear()
  }
}
