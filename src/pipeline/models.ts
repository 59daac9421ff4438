import { readdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { KnownError, systemErrorCode } from '../core/errors.ts'
import { encoderId, readEncoderFolder } from '../encoder/encoder-folder.ts'
import { describeModel, type ModelDescription, type ModelDetails } from './describe-model.ts'
import { modelsFolder } from './kb-models.ts'

/** Where models may lie. */
export interface ModelPlaces {
  /** Folders that the configuration names. */
  readonly configured?: readonly string[] | undefined
  /** Knowledge base whose builds' models are kept. */
  readonly kb?: string | undefined
  /** Folder of folders, in the package. */
  readonly shipped?: string | undefined
  /** Folders named by the caller. */
  readonly named?: readonly string[] | undefined
}

export type ModelPlace = 'configuration' | 'knowledge base' | 'package' | 'named'

/** A model, and where it was found. */
export interface FoundModel extends ModelDescription {
  readonly places: readonly ModelPlace[]
}

/** Looks at all models in these places, each folder once, and tries them. What is wrong is part of the answer. */
export const findModels = async ({
  configured = [],
  kb,
  shipped,
  named = [],
}: ModelPlaces): Promise<FoundModel[]> => {
  const kept = kb === undefined ? [] : foldersIn(modelsFolder(kb))
  const places = new Map<string, ModelPlace[]>()
  const add = (place: ModelPlace, folders: readonly string[]): void => {
    for (const folder of new Set(folders.map((each) => resolve(each))))
      places.set(folder, [...(places.get(folder) ?? []), place])
  }
  add('named', named)
  add('configuration', configured)
  add('knowledge base', kept)
  add('package', shipped === undefined ? [] : foldersIn(shipped))
  const found: FoundModel[] = []
  for (const [folder, where] of places) {
    const description = await describeModel(folder)
    const problem = kept.includes(folder) ? await misplaced(description) : undefined
    found.push({ ...description, places: where, ...(problem === undefined ? {} : { problem }) })
  }
  return found
}

/** Of a model that a knowledge base keeps under the id of another. */
const misplaced = async ({ folder, details, problem }: ModelDescription): Promise<KnownError | undefined> => {
  if (details === undefined || problem !== undefined) return problem
  if (await bearsOwnId(folder, details)) return undefined
  return new KnownError(
    'MODEL_UNSUITED',
    'another model than the one whose id the folder bears',
    'Run ontoground build: it puts the right one here.',
    { place: { file: folder } },
  )
}

const bearsOwnId = async (folder: string, { dimensions, prefixes = [] }: ModelDetails): Promise<boolean> => {
  if (dimensions === undefined) return false
  const model = await readEncoderFolder(folder)
  return [dimensions, ...prefixes].some((each) => encoderId(model, each) === basename(folder))
}

/** Whole ones: not what is being copied. */
const foldersIn = (folder: string): string[] => {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isFile() && !entry.name.includes('.tmp-'))
      .map(({ name }) => join(folder, name))
      .sort()
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error))) return []
    throw error
  }
}
