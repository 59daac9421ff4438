import { KnownError } from '../core/errors.ts'
import type { DocumentAccount, EvaluationProblem } from '../pipeline/evaluate.ts'
import type { KnowledgeBase } from '../pipeline/knowledge-base.ts'
import { type CommonOptions, openedKnowledgeBase } from './command.ts'
import { type Output, print, type Style, styleOf, type Terminal, thousands } from './terminal.ts'

/** The knowledge base that knows which ids stand for others; none where none is, and none was named. */
export const kbOrNone = async (
  options: CommonOptions,
  terminal: Terminal,
): Promise<KnowledgeBase | undefined> => {
  try {
    return await openedKnowledgeBase(options, terminal)
  } catch (error) {
    const isNamed = options.kb !== undefined || options.config !== undefined
    if (isNamed || !(error instanceof KnownError) || error.code !== 'KB_NOT_FOUND') throw error
    if (options.quiet !== true)
      terminal.stderr.write('Without a knowledge base ids are compared as they stand: name one with --kb.\n')
    return undefined
  }
}

/** Figures on stdout: as JSON on one line, or as lines for people. */
export const printFigures = async <Result>(
  result: Result,
  linesOf: (result: Result, style: Style) => string[],
  json: boolean,
  terminal: Terminal,
): Promise<void> => {
  const lines = json
    ? [JSON.stringify(result)]
    : linesOf(result, styleOf(terminal, terminal.stdout)).map((line) => fitted(line, terminal.stdout))
  await print(terminal.stdout, lines.map((line) => `${line}\n`).join(''))
}

/** On a terminal a line is cut at its border: what is told last is context. */
const fitted = (line: string, { isTTY, columns }: Output): string => {
  const characters = Array.from(line)
  const isStyled = line.includes('\u001b')
  if (isTTY !== true || columns === undefined || characters.length <= columns || isStyled) return line
  return `${characters.slice(0, columns - 1).join('')}…`
}

/** A problem on one line. */
export const problemLine = ({ file, line, id, message, repair }: EvaluationProblem): string =>
  `${file}${line === 0 ? '' : `:${String(line)}`}: ${id === undefined ? '' : `${id}: `}${message}. ${repair}`

const SHOWN_IDS = 10

/** What has no mate on the other side, on one line; none where there is nothing. */
export const listLines = (
  { count, ids }: DocumentAccount['missing'],
  noun: string,
  what: string,
): string[] => {
  if (count === 0) return []
  const more = count > SHOWN_IDS ? ' …' : ''
  return [
    `${thousands(count)} ${noun}${count === 1 ? '' : 's'} ${what}: ${ids.slice(0, SHOWN_IDS).join(', ')}${more}`,
  ]
}
