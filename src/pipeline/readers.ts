import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isRunning, ownMark, processMarkSchema } from '../io/process-mark.ts'

/**
 * Who reads which build: `readers/<build>.<token>` in the folder of the knowledge base marks the process, so that no build
 * is removed under it. Where the folder cannot be written, nothing is marked.
 */
const readersFolder = (kb: string): string => join(kb, 'readers')

/** Marks a build as read by this process. @returns what takes the mark away */
export const markReader = (build: string): (() => void) => {
  const builds = dirname(build)
  if (basename(builds) !== 'builds') return () => undefined
  const folder = readersFolder(dirname(builds))
  const token = randomBytes(8).toString('hex')
  const file = join(folder, `${basename(build)}.${token}`)
  // Twice: the last reader may take the folder away in between.
  if (!isWritten(file, token) && !isWritten(file, token)) return () => undefined
  return () => {
    rmSync(file, { force: true })
    removeIfEmpty(folder)
  }
}

const isWritten = (file: string, token: string): boolean => {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(ownMark(token)), { flag: 'wx' })
    return true
  } catch {
    return false
  }
}

const removeIfEmpty = (folder: string): void => {
  try {
    rmdirSync(folder)
  } catch {
    // Others read, too.
  }
}

/** Of a machine that cannot be seen from here a mark counts for so long. */
const ELSEWHERE_MS = 7 * 24 * 60 * 60_000
/** A mark is written in two steps; one that cannot be read yet counts for so long. */
const UNREADABLE_MS = 60_000

/** How many read each build. Marks of processes that are gone are removed. */
export const countReaders = (kb: string): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const name of namesIn(readersFolder(kb))) {
    const file = join(readersFolder(kb), name)
    if (isReading(file)) {
      const build = name.slice(0, name.lastIndexOf('.'))
      counts.set(build, (counts.get(build) ?? 0) + 1)
    } else rmSync(file, { force: true })
  }
  return counts
}

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

const isReading = (file: string): boolean => {
  const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  try {
    const mark = processMarkSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    return isRunning(mark) ?? age < ELSEWHERE_MS
  } catch {
    return age < UNREADABLE_MS
  }
}
