import { join } from 'node:path'
import { digestText } from '../../io/digest.ts'
import { unsuited } from '../../models/model-failure.ts'
import { type ModelFolder, readModelFolder, SETTINGS_FILE } from '../../models/model-folder.ts'
import type { TaggerSettings } from '../../models/tagger-settings.ts'
import { flawOf } from './tagger-flaws.ts'

/**
 * Reads the folder of a tagger; its files are whole then, and its settings sound.
 *
 * @throws KnownError `MODEL_NOT_FOUND`, `MODEL_DAMAGED`, `MODEL_UNSUITED`
 */
export const readTaggerFolder = async (path: string): Promise<ModelFolder<TaggerSettings>> => {
  const model = await readModelFolder(path)
  const file = join(model.folder, SETTINGS_FILE)
  if (!isTagger(model))
    throw unsuited(
      file,
      `the model is of kind "${model.settings.kind}", which finds no mentions`,
      'Name the folder of a tagger: one whose ontoground.json has "kind": "tagger".',
    )
  const flaw = flawOf(model.settings)
  if (flaw === undefined) return model
  throw unsuited(file, flaw, 'Correct ontoground.json; docs/models.md explains its keys.')
}

export const isTagger = (model: ModelFolder): model is ModelFolder<TaggerSettings> =>
  model.settings.kind === 'tagger'

/** Counts up when the same model comes to find other entities. */
const VERSION = 1

/** What a tagger finds depends on its files and settings, hashed: 32 hexadecimal digits. Not its name or where it lies. */
export const taggerId = ({ settings, contents }: ModelFolder<TaggerSettings>): string => {
  const without = {
    $schema: undefined,
    name: undefined,
    files: undefined,
    file: undefined,
    tokenizer: undefined,
  }
  return digestText(JSON.stringify([VERSION, { ...settings, ...without }, ...contents])).slice(0, 32)
}
