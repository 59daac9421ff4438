import { statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { resolve } from 'node:path'
import { KnownError } from '../../core/errors.ts'
import { readTextBlocks } from '../../io/text-blocks.ts'
import type { Candidate } from '../../core/candidate.ts'
import type { LinkResult } from '../../linker/contract.ts'
import type { KnowledgeBase } from '../../pipeline/knowledge-base.ts'
import { type CommonOptions, requireClass, requireSource, withKnowledgeBase } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { type MentionLine, parseMention } from '../mention-line.ts'
import { LinePrinter, print, type Style, styleOf, alignedLines, type Terminal } from '../terminal.ts'

export interface LinkCommandOptions extends CommonOptions {
  readonly in?: string
  readonly class?: string
  readonly toSource?: string
  readonly limit?: number
  readonly explain?: boolean
  readonly json?: boolean
}

const TERMINAL_LIMIT = 3
/** People are not shown candidates less likely than this, unless they ask for reasons. */
const LEAST_SHOWN = 0.05

/** `ontoground link` */
export const link = (
  mentions: readonly string[],
  options: LinkCommandOptions,
  terminal: Terminal,
): Promise<number> =>
  withKnowledgeBase(options, terminal, async (kb) => {
    requireClass(kb.classes, options.class)
    requireSource(kb, options.toSource)
    if (mentions.length > 0 && options.in === undefined) return linkArguments(kb, mentions, options, terminal)
    if (mentions.length > 0)
      throw new KnownError('USAGE', 'both mentions and --in were given', 'Give one of them.')
    if (options.in === undefined && terminal.stdin.isTTY === true) {
      throw new KnownError(
        'USAGE',
        'nothing to link',
        'Give mentions, or --in FILE, or pipe them in: ontoground link --help.',
      )
    }
    return linkLines(kb, options, terminal)
  })

const linkArguments = async (
  kb: KnowledgeBase,
  mentions: readonly string[],
  options: LinkCommandOptions,
  terminal: Terminal,
): Promise<number> => {
  const limit = options.limit ?? (options.json === true ? undefined : TERMINAL_LIMIT)
  const style = styleOf(terminal, terminal.stdout)
  for (const mention of mentions) {
    const { toSource, explain } = options
    const result = await kb.link(mention, { class: options.class, toSource, limit, explain })
    await print(
      terminal.stdout,
      options.json === true
        ? `${JSON.stringify(result)}\n`
        : `${describe(result, style, explain === true).join('\n')}\n`,
    )
  }
  return EXIT.done
}

/** One answer per line, in order; a line that cannot be read is listed, and its answer says so. */
const linkLines = async (
  kb: KnowledgeBase,
  options: LinkCommandOptions,
  terminal: Terminal,
): Promise<number> => {
  const file = options.in === undefined || options.in === '-' ? null : resolve(terminal.cwd, options.in)
  const output = new LinePrinter(terminal.stdout, file === null ? 0 : undefined)
  let refused = 0
  try {
    for await (const input of inputLines(file, terminal)) {
      const parsed = 'problem' in input ? input : parseMention(input.text)
      if (!('problem' in parsed)) await output.print(JSON.stringify(await linkOne(kb, parsed, options)))
      else {
        refused++
        terminal.stderr.write(`${file ?? 'standard input'}:${String(input.line)}: ${parsed.problem}\n`)
        const id = 'id' in parsed ? { id: parsed.id } : {}
        await output.print(
          JSON.stringify({ ...id, mention: null, nil: true, candidates: [], error: parsed.problem }),
        )
      }
    }
  } finally {
    // What was answered before a failure is not lost with it.
    await output.end()
  }
  return refused > 0 ? EXIT.partly : EXIT.done
}

const linkOne = async (
  kb: KnowledgeBase,
  { id, mention, ...line }: MentionLine,
  options: LinkCommandOptions,
): Promise<object> => {
  const result = await kb.link(mention, {
    class: line.class ?? options.class,
    toSource: options.toSource,
    limit: options.limit,
    explain: options.explain,
  })
  return id === undefined ? result : { id, ...result }
}

type InputLine = { readonly line: number } & ({ readonly text: string } | { readonly problem: string })

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

const describe = (result: LinkResult, style: Style, explain: boolean): string[] => {
  const head = `${style.bold(result.mention)}${result.reading === undefined ? '' : ` read as "${result.reading}"`}`
  const dropped = (result.dropped ?? []).map(
    ({ id, matched, reason }) => `  dropped ${id} "${matched}": ${reason}`,
  )
  const title = result.nil ? `${head}  NIL (${(result.nilReason ?? '').replaceAll('-', ' ')})` : head
  const shown = explain ? result.candidates : result.candidates.filter(({ score }) => score >= LEAST_SHOWN)
  const lines = alignedLines(
    shown.map((candidate) => [
      candidate.score.toFixed(2),
      candidate.id,
      candidate.label ?? '–',
      candidate.class,
      why(candidate),
    ]),
  )
  const explained = shown.flatMap((candidate, index) => [
    `  ${lines[index] ?? ''}`,
    ...reasonLines(candidate, style),
  ])
  return [title, ...explained, ...dropped]
}

const why = ({ method, matched, scope, similarity, replaces, via }: Candidate): string =>
  [
    `${method}${similarity === undefined ? '' : ` ${similarity.toFixed(2)}`} match of ${scope === 'label' ? 'label' : `${scope} synonym`} "${matched}"`,
    ...(replaces === undefined ? [] : [`from retired ${replaces}`]),
    ...(via ?? []).map(({ id, predicate, source }) => `from ${id} by ${predicate} (${source})`),
  ].join(', ')

const reasonLines = ({ reasons }: Candidate, style: Style): string[] =>
  (reasons ?? []).map(({ feature, value, weight }) =>
    style.dim(`      ${weight < 0 ? '' : '+'}${weight.toFixed(2)}  ${feature}: ${value}`),
  )
