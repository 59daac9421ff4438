import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { KnownError } from '../core/errors.ts'
import { encoderId, isEncoder } from '../encoder/encoder-folder.ts'
import { openEncoder } from '../encoder/open-encoder.ts'
import { digestFile } from '../io/digest.ts'
import { type ModelFolder, readModelFolder } from '../models/model-folder.ts'
import type { TaggerSettings } from '../models/tagger-settings.ts'
import { openTagger } from '../ner/neural/open-tagger.ts'
import { classesOf } from '../ner/neural/tagger-plan.ts'
import { isTagger, taggerId } from '../ner/neural/tagger-folder.ts'
import { openScorer, SCORER_FILE } from './scorer.ts'

/** As many as the ids of the other models have. */
const ID_DIGITS = 32

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
  /** Of models that make vectors. */
  readonly dimensions?: number
  readonly prefixes?: readonly number[]
  /** Of taggers: entity classes. */
  readonly classes?: readonly string[]
  /** Of its vectors, in their full length; of what a tagger finds. */
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
  if (existsSync(join(folder, SCORER_FILE))) return { ...card, ...(await describeScorer(folder)) }
  let model: ModelFolder | undefined
  try {
    model = await readModelFolder(folder)
    await tryOut(model)
    return { ...card, name: model.name, details: detailsOf(model) }
  } catch (problem) {
    if (!(problem instanceof KnownError)) throw problem
    if (model === undefined) return { ...card, name: basename(folder), problem }
    return { ...card, name: model.name, details: detailsOf(model), problem }
  }
}

const describeScorer = async (folder: string): Promise<Omit<ModelDescription, 'folder' | 'licence'>> => {
  const file = join(folder, SCORER_FILE)
  try {
    const { name } = await openScorer(folder)
    const { sha256, bytes } = await digestFile(file)
    return { name, details: { kind: 'linker', id: sha256.slice(0, ID_DIGITS), bytes, verified: false } }
  } catch (problem) {
    if (!(problem instanceof KnownError)) throw problem
    return { name: basename(folder), problem }
  }
}

const tryOut = (model: ModelFolder): Promise<void> =>
  isTagger(model) ? tryTagger(model) : tryEncoder(model.folder)

const tryEncoder = async (folder: string): Promise<void> => {
  const encoder = await openEncoder(folder, { ownThread: false, threads: 1 })
  try {
    await encoder.embed(['a name'])
  } finally {
    await encoder.close()
  }
}

/** With each of its tasks. */
const tryTagger = async ({ folder, settings }: ModelFolder<TaggerSettings>): Promise<void> => {
  const tasks = settings.tasks?.map(({ name }) => name)
  const tagger = await openTagger(folder, { ownThread: false, threads: 1, tasks })
  try {
    await tagger.tag(['A text with a name.'])
  } finally {
    await tagger.close()
  }
}

const detailsOf = (model: ModelFolder): ModelDetails => {
  const { bytes, verified } = model
  const { kind } = model.settings
  if (isTagger(model))
    return { kind, classes: classesOf(model.settings), id: taggerId(model), bytes, verified }
  if (!isEncoder(model)) return { kind, id: '', bytes, verified }
  const { dimensions, prefixes } = model.settings
  return { kind, dimensions, prefixes, id: encoderId(model, dimensions), bytes, verified }
}

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
