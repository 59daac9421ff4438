import { isMainThread } from 'node:worker_threads'
import type { Encoder } from './contract.ts'
import { chosenDimensions, readEncoderFolder } from './encoder-folder.ts'
import type { ModelFolder } from '../models/model-folder.ts'
import type { EncoderSettings, NetworkSettings, StaticSettings } from '../models/model-settings.ts'
import { defaultThreads } from '../models/threads.ts'
import { RememberingEncoder } from './remembering-encoder.ts'

export interface EncoderOptions {
  /** What vectors are cut to: the model's own number (the default), or one of its prefixes. */
  readonly dimensions?: number | undefined
  /**
   * At most so many threads for a network: several of its own with a run each, or else so many within a run. Default: the
   * machine's, at most 4, and 1 inside a worker.
   */
  readonly threads?: number | undefined
  /** Whether a network runs on threads of its own, the caller's staying free. Default: not inside a worker. */
  readonly ownThread?: boolean | undefined
}

/**
 * Opens the encoder in a folder, after its files are found to be whole. The caller closes it. What a kind of model needs
 * is loaded for that kind alone.
 *
 * @throws KnownError `MODEL_NOT_FOUND`, `MODEL_DAMAGED`, `MODEL_UNSUITED`, `MODEL_RUNTIME`
 */
export const openEncoder = async (folder: string, options: EncoderOptions = {}): Promise<Encoder> => {
  const model = await readEncoderFolder(folder)
  const dimensions = chosenDimensions(model, options.dimensions)
  return isStatic(model)
    ? openStatic(model, dimensions)
    : openNetwork(model as NetworkFolder, dimensions, options)
}

type NetworkFolder = ModelFolder<NetworkSettings>

const isStatic = (model: ModelFolder<EncoderSettings>): model is ModelFolder<StaticSettings> =>
  model.settings.kind === 'static'

const openStatic = async (model: ModelFolder<StaticSettings>, dimensions: number): Promise<Encoder> => {
  const { StaticEncoder } = await import('./static-encoder.ts')
  return StaticEncoder.open(model, dimensions)
}

const openNetwork = async (
  model: NetworkFolder,
  dimensions: number,
  { threads = defaultThreads(), ownThread = isMainThread }: EncoderOptions,
): Promise<Encoder> => {
  if (!ownThread) {
    const { OnnxEncoder } = await import('./onnx-encoder.ts')
    return new RememberingEncoder(await OnnxEncoder.open(model, { dimensions, threads }))
  }
  const { ThreadedEncoder } = await import('./threaded-encoder.ts')
  return new RememberingEncoder(await ThreadedEncoder.open(model, dimensions, threads))
}
