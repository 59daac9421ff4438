import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { throwIfAborted } from '../core/errors.ts'
import { type FileLock, lockFile } from '../io/file-lock.ts'
import { makeFolder } from '../io/make-folder.ts'
import type { BuildEvent } from './progress.ts'

const RETRY_MS = 200

export interface BuildLockOptions {
  readonly onEvent?: ((event: BuildEvent) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Runs what changes a knowledge base, one process at a time: a second one waits until the first is done, and says so. The
 * lock of a process that died is taken over. Readers take no lock.
 *
 * @param task is told whether it had to wait: what it knew of the folder may have changed
 * @throws KnownError `ABORTED` while it waits
 */
export const withBuildLock = async <Result>(
  kb: string,
  { onEvent, signal }: BuildLockOptions,
  task: (waited: boolean, lock: FileLock) => Promise<Result>,
): Promise<Result> => {
  makeFolder(kb)
  let told = false
  for (;;) {
    const lock = lockFile(join(kb, '.build'))
    if ('release' in lock) {
      try {
        return await task(told, lock)
      } finally {
        lock.release()
      }
    }
    if (!told) onEvent?.({ kind: 'waiting', holder: lock.holder })
    told = true
    throwIfAborted(signal)
    await sleep(RETRY_MS)
  }
}
