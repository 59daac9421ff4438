import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** How a build came into use. */
export type SwitchReason = 'build' | 'rollback'

const entrySchema = z.object({ at: z.string(), build: z.string(), by: z.enum(['build', 'rollback']) })
/** A build was switched in: when (ISO 8601, UTC), which, by what. */
export type HistoryEntry = Readonly<z.infer<typeof entrySchema>>

const historyFile = (kb: string): string => join(kb, 'history.jsonl')

/** Notes that a build came into use. A line each, written in one go. */
export const noteSwitch = (kb: string, build: string, by: SwitchReason): void => {
  const entry: HistoryEntry = { at: new Date().toISOString(), build, by }
  appendFileSync(historyFile(kb), `${JSON.stringify(entry)}\n`)
}

/** What was noted, oldest first; a line that a crash cut short is passed over. */
export const readHistory = (kb: string): readonly HistoryEntry[] =>
  existsSync(historyFile(kb))
    ? readFileSync(historyFile(kb), 'utf8')
        .split('\n')
        .flatMap((line) => entryOf(line) ?? [])
    : []

const entryOf = (line: string): HistoryEntry | null => {
  try {
    return entrySchema.parse(JSON.parse(line))
  } catch {
    return null
  }
}
