import { statSync } from 'node:fs'
import type { RefusedLine } from '../eval/link-lines.ts'
import { readTextBlocks } from '../io/text-blocks.ts'
import type { EvaluationProblem } from './evaluation-pairs.ts'

interface ReadLinesOptions<Item> {
  /** @param place of the line among those with something in them, from 0 */
  readonly parse: (text: string, place: number) => Item | RefusedLine
  readonly report: (problem: EvaluationProblem) => void
  readonly signal?: AbortSignal | undefined
}

/** A line, 1-based, and what it says; `undefined`: it was refused, and told. */
export interface ReadLine<Item> {
  readonly line: number
  readonly item: Item | undefined
}

/** Lines of a file with something in them; plain, gzip or zip. A line that cannot be used keeps its place. */
export async function* readEvaluationLines<Item extends object>(
  file: string,
  { parse, report, signal }: ReadLinesOptions<Item>,
): AsyncGenerator<ReadLine<Item>> {
  if (statSync(file, { throwIfNoEntry: false })?.size === 0) return
  const unreadable = new Map<number, string>()
  const told = (issue: { readonly line: number; readonly message: string }): void => {
    unreadable.set(issue.line, issue.message)
  }
  let place = 0
  for await (const block of readTextBlocks(file, { report: told, signal })) {
    let line = block.firstLine - 1
    for (const text of block.text.split('\n')) {
      line++
      const message = unreadable.get(line)
      if (message === undefined && text.trim() === '') continue
      const read =
        message === undefined ? parse(text, place) : { problem: message, repair: 'Save the file as UTF-8.' }
      place++
      if ('problem' in read) report({ file, line, message: read.problem, repair: read.repair })
      yield { line, item: 'problem' in read ? undefined : read }
    }
    unreadable.clear()
  }
}
