import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { KnownError } from '../core/errors.ts'
import { encoderId, type ModelFolder, readModelFolder } from './model-folder.ts'
import { openEncoder } from './open-encoder.ts'

/** What may be said of a model that is installed. */
export interface ModelDescription {
  /** Absolute path. */
  readonly folder: string
  readonly name: string
  /** Absent where the folder cannot be read so far. */
  readonly details?: ModelDetails
  /** From the front matter of the model card, `README.md`. */
  readonly licence?: string
  /** Why the model cannot be used; absent when it can. */
  readonly problem?: KnownError
}

export interface ModelDetails {
  readonly kind: string
  readonly dimensions: number
  readonly prefixes: readonly number[]
  /** Of its vectors, in their full length. */
  readonly id: string
  /** Of the files it runs from. */
  readonly bytes: number
  /** Whether the settings say what each of these files must be (each is so, without a problem). */
  readonly verified: boolean
}

/** Looks at a model as a whole, and tries it. What is wrong with it is part of the answer; nothing is thrown for it. */
export const describeModel = async (path: string): Promise<ModelDescription> => {
  const folder = resolve(path)
  const licence = licenceOf(await cardOf(folder))
  const card = { folder, ...(licence === undefined ? {} : { licence }) }
  let model: ModelFolder | undefined
  try {
    model = await readModelFolder(folder)
    await tryOut(folder)
    return { ...card, name: model.name, details: detailsOf(model) }
  } catch (problem) {
    if (!(problem instanceof KnownError)) throw problem
    if (model === undefined) return { ...card, name: basename(folder), problem }
    return { ...card, name: model.name, details: detailsOf(model), problem }
  }
}

const tryOut = async (folder: string): Promise<void> => {
  const encoder = await openEncoder(folder, { ownThread: false, threads: 1 })
  try {
    await encoder.embed(['a name'])
  } finally {
    await encoder.close()
  }
}

const detailsOf = (model: ModelFolder): ModelDetails => ({
  kind: model.settings.kind,
  dimensions: model.settings.dimensions,
  prefixes: model.settings.prefixes,
  id: encoderId(model, model.settings.dimensions),
  bytes: model.bytes,
  verified: model.verified,
})

const cardOf = async (folder: string): Promise<string> => {
  try {
    return await readFile(join(folder, 'README.md'), 'utf8')
  } catch {
    return ''
  }
}

const FRONT_MATTER = /^\ufeff?---[ \t]*\r?\n([\s\S]*?)^---[ \t]*$/m
const LICENCE = /^licen[cs]e:[ \t]*["']?([^"'\r\n]+?)["']?[ \t]*\r?$/m

/** The `license` (or `licence`) of a model card as hubs of models write it. */
const licenceOf = (card: string): string | undefined => LICENCE.exec(FRONT_MATTER.exec(card)?.[1] ?? '')?.[1]
