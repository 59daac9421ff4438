import { isMainThread } from 'node:worker_threads'
import { defaultThreads } from '../../models/threads.ts'
import type { Tagger, TaggerChoice } from './contract.ts'
import { readTaggerFolder } from './tagger-folder.ts'

export interface TaggerOptions extends TaggerChoice {
  /**
   * At most so many threads: several of its own with a run each, or else so many within a run. Default: the machine's, at
   * most 4, and 1 inside a worker.
   */
  readonly threads?: number | undefined
  /** Whether the network runs on threads of its own, the caller's staying free. Default: not inside a worker. */
  readonly ownThread?: boolean | undefined
}

/**
 * Opens the tagger in a folder, after its files are found to be whole. The caller closes it.
 *
 * @throws KnownError `MODEL_NOT_FOUND`, `MODEL_DAMAGED`, `MODEL_UNSUITED`, `MODEL_RUNTIME`; `CONFIG_INVALID` where more is
 * chosen than the model has
 */
export const openTagger = async (
  folder: string,
  { threads = defaultThreads(), ownThread = isMainThread, ...choice }: TaggerOptions = {},
): Promise<Tagger> => {
  const model = await readTaggerFolder(folder)
  if (!ownThread) {
    const { OnnxTagger } = await import('./onnx-tagger.ts')
    return OnnxTagger.open(model, choice, threads)
  }
  const { ThreadedTagger } = await import('./threaded-tagger.ts')
  return ThreadedTagger.open({ model, choice }, threads)
}
