import { randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { openEncoder } from '../encoder/open-encoder.ts'
import type { Encoder } from '../encoder/contract.ts'
import { encoderId, readEncoderFolder } from '../encoder/encoder-folder.ts'
import { SETTINGS_FILE } from '../models/model-folder.ts'
import { KnownError } from '../core/errors.ts'
import { makeFolder } from '../io/make-folder.ts'
import type { ManifestEncoder } from './manifest.ts'

/**
 * A knowledge base keeps the models that its builds were made with, in `models/<id>/`, so that its folder can be copied
 * to where it is used. They are found from the folder of a build; copies begun have `.tmp-` in their names.
 */
export const modelsFolder = (kb: string): string => join(kb, 'models')
const modelFolder = (kb: string, id: string): string => join(modelsFolder(kb), id)

/**
 * Copies what a model runs from into the knowledge base, unless it is there; a copy that was damaged is made anew.
 *
 * @param id of the encoder, its vectors cut to so many dimensions
 */
export const keepModel = async (
  kb: string,
  { id, dimensions }: Pick<ManifestEncoder, 'id' | 'dimensions'>,
  from: string,
): Promise<void> => {
  const target = modelFolder(kb, id)
  const kept = existsSync(target) ? await readEncoderFolder(target).catch(() => undefined) : undefined
  if (kept !== undefined && encoderId(kept, dimensions) === id) return
  const { folder, modelFile, tokenizerFile, settings } = await readEncoderFolder(from)
  const checked = Object.keys(settings.files ?? {}).map((name) => join(folder, name))
  const needed = new Set([join(folder, SETTINGS_FILE), modelFile, tokenizerFile, ...checked])
  const beside = [`${modelFile}.data`, `${modelFile}_data`, join(folder, 'README.md')]
  for (const file of beside) if (existsSync(file)) needed.add(file)
  const temporary = `${target}.tmp-${randomBytes(6).toString('hex')}`
  makeFolder(temporary)
  try {
    for (const file of needed) copyFileSync(file, join(temporary, basename(file)))
    if (existsSync(target)) renameSync(target, join(temporary, 'damaged'))
    renameSync(temporary, target)
    rmSync(join(target, 'damaged'), { recursive: true, force: true })
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/**
 * The encoder a build was made with.
 *
 * @param folder where it is to be looked for; default: in the knowledge base
 * @throws KnownError `MODEL_NOT_FOUND`, `MODEL_DAMAGED`, `MODEL_UNSUITED` (another model than the build's), `MODEL_RUNTIME`
 */
export const openKeptEncoder = async (
  build: string,
  expected: ManifestEncoder,
  folder?: string,
): Promise<Encoder> => {
  const from = folder ?? modelFolder(resolve(build, '../..'), expected.id)
  const encoder = await openEncoder(from, { dimensions: expected.dimensions })
  if (encoder.id === expected.id) return encoder
  await encoder.close()
  throw new KnownError(
    'MODEL_UNSUITED',
    `the vectors were made by the model ${expected.name} (${expected.id}), not by this one (${encoder.id})`,
    'Name the folder of that model, or run ontoground build with this one.',
    { place: { file: from } },
  )
}
