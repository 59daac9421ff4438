import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { systemErrorCode } from '../core/errors.ts'
import { isRunning, ownMark, type ProcessMark as Holder, processMarkSchema } from './process-mark.ts'

/** Who may write a file: `<file>.lock` names the process. One of a dead process is taken over. */
export interface FileLock {
  /** Whether it is still ours; asked before each write. Tells others that we live. */
  isHeld(): boolean
  release(): void
}

/** The lock of a machine whose processes we cannot see counts as abandoned when untouched for so long. */
const ABANDONED_AFTER_MS = 10 * 60_000

const held = new Set<string>()

/**
 * Takes the lock, or answers who has it. A lock that cannot be made (a read-only folder) is the error of the file system.
 */
export const lockFile = (file: string): FileLock | { readonly holder: string } => {
  const path = `${file}.lock`
  const token = randomBytes(8).toString('hex')
  const own = ownMark(token)
  for (let attempt = 0; attempt < 3; attempt++) {
    if (placed(path, own)) return new OwnLock(path, token)
    const other = holderOf(path)
    if (other !== 'gone' && lives(other, path)) return { holder: named(other) }
    if (other !== 'gone') removeStale(path, other)
  }
  return { holder: named(holderOf(path)) }
}

class OwnLock implements FileLock {
  readonly #path: string
  readonly #token: string

  constructor(path: string, token: string) {
    this.#path = path
    this.#token = token
    held.add(token)
  }

  isHeld(): boolean {
    const holder = holderOf(this.#path)
    if (typeof holder === 'string' || holder.token !== this.#token) return false
    const now = new Date()
    utimesSync(this.#path, now, now)
    return true
  }

  release(): void {
    const holder = holderOf(this.#path)
    if (typeof holder !== 'string' && holder.token === this.#token) rmSync(this.#path, { force: true })
    held.delete(this.#token)
  }
}

/** Written whole beside it, then linked to its name: nobody ever sees half a lock. */
const placed = (path: string, holder: Holder): boolean => {
  const draft = `${path}.${holder.token}`
  writeFileSync(draft, JSON.stringify(holder), { flag: 'wx' })
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false
    // A file system without links: as good as it gets there.
    return written(path, holder)
  } finally {
    rmSync(draft, { force: true })
  }
}

const written = (path: string, holder: Holder): boolean => {
  try {
    writeFileSync(path, JSON.stringify(holder), { flag: 'wx' })
    return true
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false
    throw error
  }
}

const holderOf = (path: string): Holder | 'unknown' | 'gone' => {
  try {
    return processMarkSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    return systemErrorCode(error) === 'ENOENT' ? 'gone' : 'unknown'
  }
}

const named = (holder: Holder | 'unknown' | 'gone'): string =>
  typeof holder === 'string' ? 'another process' : `process ${String(holder.pid)} on ${holder.host}`

const lives = (holder: Holder | 'unknown', path: string): boolean => {
  if (holder === 'unknown') return ageMs(path) < ABANDONED_AFTER_MS
  if (holder.pid === process.pid && isRunning(holder) === true) return held.has(holder.token)
  return isRunning(holder) ?? ageMs(path) < ABANDONED_AFTER_MS
}

const ageMs = (path: string): number => Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)

/** Moved away first, so that of several who find it stale none removes the new lock of another for good. */
const removeStale = (path: string, stale: Holder | 'unknown'): void => {
  const aside = `${path}.${randomBytes(8).toString('hex')}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return
    throw error
  }
  const moved = holderOf(aside)
  const isFresh = typeof moved !== 'string' && (typeof stale === 'string' || moved.token !== stale.token)
  try {
    if (isFresh) linkSync(aside, path)
  } catch {
    // Somebody else has it by now; its owner finds out before it writes.
  }
  rmSync(aside, { force: true })
}
