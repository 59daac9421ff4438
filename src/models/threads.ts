import { availableParallelism } from 'node:os'
import { isMainThread } from 'node:worker_threads'

/** More help little for texts as short as names and sentences. */
const MOST_THREADS = 4

/** Threads within a run of a network when nobody says how many: the machine's, at most 4, and 1 inside a worker. */
export const defaultThreads = (): number =>
  isMainThread ? Math.min(MOST_THREADS, availableParallelism()) : 1
