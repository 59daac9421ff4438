import { join } from 'node:path'
import { digestText } from '../io/digest.ts'
import { unsuited } from '../models/model-failure.ts'
import { type ModelFolder, readModelFolder, SETTINGS_FILE } from '../models/model-folder.ts'
import type { EncoderSettings } from '../models/model-settings.ts'

/**
 * Reads the folder of an encoder; its files are whole then.
 *
 * @throws KnownError `MODEL_NOT_FOUND`, `MODEL_DAMAGED`, `MODEL_UNSUITED`
 */
export const readEncoderFolder = async (path: string): Promise<ModelFolder<EncoderSettings>> => {
  const model = await readModelFolder(path)
  if (isEncoder(model)) return model
  throw unsuited(
    join(model.folder, SETTINGS_FILE),
    `the model is of kind "${model.settings.kind}", which makes no vectors`,
    'Name the folder of an encoder: one whose ontoground.json has "kind": "encoder" or "static".',
  )
}

export const isEncoder = (model: ModelFolder): model is ModelFolder<EncoderSettings> =>
  model.settings.kind === 'encoder' || model.settings.kind === 'static'

/** Counts up when the same model comes to give other vectors. */
const VERSION = 1

/**
 * What vectors of a model depend on, as 32 hexadecimal digits: its files, settings, and number of dimensions. Not its
 * name or where it lies.
 *
 * @param dimensions what vectors are cut to
 */
export const encoderId = (
  { settings, contents }: ModelFolder<EncoderSettings>,
  dimensions: number,
): string => {
  const { kind, maxTokens, lowerCase } = settings
  const pooling = settings.kind === 'encoder' ? [settings.pooling, settings.output ?? ''] : []
  return digestText(
    JSON.stringify([VERSION, kind, maxTokens, lowerCase, ...pooling, dimensions, ...contents]),
  ).slice(0, 32)
}

/**
 * The number of dimensions asked for, if the model has it; the whole when none is asked for.
 *
 * @throws KnownError `MODEL_UNSUITED`
 */
export const chosenDimensions = (
  { folder, settings }: ModelFolder<EncoderSettings>,
  asked: number | undefined,
): number => {
  const known = [settings.dimensions, ...settings.prefixes]
  if (asked === undefined || known.includes(asked)) return asked ?? settings.dimensions
  throw unsuited(
    folder,
    `the model has no vectors of ${String(asked)} dimensions`,
    `Ask for one of: ${[...new Set(known)].sort((a, b) => b - a).join(', ')}.`,
  )
}
