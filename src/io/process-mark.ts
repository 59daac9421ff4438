import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { z } from 'zod'
import { systemErrorCode } from '../core/errors.ts'

/** What tells a process, on any machine, from every other. */
export const processMarkSchema = z.object({
  token: z.string(),
  pid: z.int(),
  host: z.string(),
  /** What tells two processes of one number apart, where the system says it; else empty. */
  started: z.string(),
})
export type ProcessMark = z.infer<typeof processMarkSchema>

/** The mark of this process under a token of its own. */
export const ownMark = (token: string): ProcessMark => ({
  token,
  pid: process.pid,
  host: hostname(),
  started: startOf(process.pid),
})

/** Whether the process still runs; `null` where that cannot be seen from here: it is of another machine. */
export const isRunning = (mark: ProcessMark): boolean | null => {
  if (mark.host !== hostname()) return null
  return hasProcess(mark.pid) && startOf(mark.pid) === mark.started
}

/** Whether a process of this machine has the number; it may be another than the one that had it. */
export const hasProcess = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Not ours to signal: it is there.
    return systemErrorCode(error) === 'EPERM'
  }
}

/**
 * When a process began, in clock ticks since the machine did, or `ended` for one that only waits to be buried (Linux;
 * proc(5), fields 22 and 3 of `stat`). Empty where the system does not say.
 */
const startOf = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : (fields[19] ?? '')
  } catch {
    return ''
  }
}
