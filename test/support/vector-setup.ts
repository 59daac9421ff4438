import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadConfig } from '../../src/config/load.ts'
import type { BuildEvent, EmbeddingProgress } from '../../src/pipeline/progress.ts'
import { type Setup, type SetupSource, writeSetup } from './setup.ts'
import { writeSmallModel } from './small-encoder.ts'

export interface VectorSetup extends Setup {
  /** Folder of the model. */
  readonly model: string
}

/** As `writeSetup`, with a small encoder in the folder `model` that the configuration names. */
export const writeVectorSetup = (
  scratch: string,
  sources: readonly SetupSource[],
  encoder: Readonly<Record<string, unknown>> = {},
): VectorSetup => {
  const { folder, configFile } = writeSetup(scratch, sources)
  const model = writeSmallModel(join(folder, 'model'), { name: 'small' })
  return { folder, configFile, model, config: configureEncoder(configFile, { model: 'model', ...encoder }) }
}

/** Names another encoder, or none, in a configuration that is there. */
export const configureEncoder = (
  configFile: string,
  encoder: Readonly<Record<string, unknown>> | undefined,
): Setup['config'] => configFileWith(configFile, { encoder })

/** Changes keys of a configuration that is there; `undefined` leaves one out. */
export const configFileWith = (
  configFile: string,
  changes: Readonly<Record<string, unknown>>,
): Setup['config'] => {
  const before = JSON.parse(readFileSync(configFile, 'utf8')) as object
  writeFileSync(configFile, JSON.stringify({ ...before, ...changes }))
  return loadConfig(configFile)
}

/** The last that was told of embedding. */
export const lastEmbedding = (events: readonly BuildEvent[]): EmbeddingProgress | undefined =>
  events.filter((event) => event.kind === 'embedding').at(-1)
