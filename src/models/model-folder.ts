import { readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { systemErrorCode } from '../core/errors.ts'
import { digestFile, type FileDigest } from '../io/digest.ts'
import { damaged, messageOf, notFound } from './model-failure.ts'
import { type ModelSettings, parseSettings } from './model-settings.ts'

export const SETTINGS_FILE = 'ontoground.json'

/** A model on disk whose files are whole, as far as they say what they should be. */
export interface ModelFolder<Settings extends ModelSettings = ModelSettings> {
  readonly folder: string
  readonly name: string
  readonly settings: Settings
  /** Paths of the network or table, and of the tokenizer. */
  readonly modelFile: string
  readonly tokenizerFile: string
  /** SHA-256 of network or table, tokenizer, and weights beside the network. */
  readonly contents: readonly string[]
  /** Of these files together. */
  readonly bytes: number
  /** Whether the settings say what each file must be, and each is so. */
  readonly verified: boolean
}

/**
 * Reads `ontoground.json` and hashes every file it speaks of; `docs/models.md` explains the folder.
 *
 * @throws KnownError `MODEL_NOT_FOUND`, `MODEL_DAMAGED`, `MODEL_UNSUITED`
 */
export const readModelFolder = async (path: string): Promise<ModelFolder> => {
  const folder = resolve(path)
  const settings = await readSettings(folder)
  const tokenizer = settings.tokenizer ?? (await firstOf(folder, ['tokenizer.json', 'vocab.txt']))
  const needed = [settings.file, tokenizer]
  // Where networks of more than 2 GB, and some smaller, keep their weights.
  for (const suffix of ['.data', '_data'])
    if (await exists(join(folder, settings.file + suffix))) needed.push(settings.file + suffix)
  const digests: FileDigest[] = []
  for (const name of needed) digests.push(await digestOf(folder, name, settings))
  for (const name of Object.keys(settings.files ?? {}))
    if (!needed.includes(name)) await digestOf(folder, name, settings)
  return {
    folder,
    name: settings.name ?? basename(folder),
    settings,
    modelFile: join(folder, settings.file),
    tokenizerFile: join(folder, tokenizer),
    contents: digests.map(({ sha256 }) => sha256),
    bytes: digests.reduce((sum, { bytes }) => sum + bytes, 0),
    verified: needed.every((name) => settings.files?.[name] !== undefined),
  }
}

const readSettings = async (folder: string): Promise<ModelSettings> => {
  const file = join(folder, SETTINGS_FILE)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    if (!(await exists(folder))) throw notFound(folder, 'no such folder', cause)
    const code = systemErrorCode(cause)
    throw notFound(
      file,
      code === 'ENOENT' ? 'the folder has no ontoground.json' : `cannot be read (${code})`,
      cause,
    )
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw damaged(file, `not valid JSON: ${messageOf(cause)}`, cause)
  }
  return parseSettings(json, file)
}

/** Of a file as it should be. */
const digestOf = async (folder: string, name: string, settings: ModelSettings): Promise<FileDigest> => {
  const file = join(folder, name)
  const expected = settings.files?.[name]
  const size = await sizeOf(file)
  if (expected !== undefined && size !== expected.bytes)
    throw damaged(file, `the file has ${String(size)} bytes, not ${String(expected.bytes)}`)
  const digest = await readable(file, () => digestFile(file))
  if (expected !== undefined && digest.sha256 !== expected.sha256)
    throw damaged(file, 'the content is not the one that ontoground.json names (SHA-256)')
  return digest
}

const sizeOf = async (file: string): Promise<number> => {
  const found = await readable(file, () => stat(file))
  if (!found.isFile()) throw damaged(file, 'a folder, or something else that is no file')
  return found.size
}

const readable = async <Result>(file: string, read: () => Promise<Result>): Promise<Result> => {
  try {
    return await read()
  } catch (cause) {
    const code = systemErrorCode(cause)
    throw damaged(
      file,
      code === 'ENOENT' ? 'the file is missing' : `the file cannot be read (${code})`,
      cause,
    )
  }
}

const firstOf = async (folder: string, names: readonly string[]): Promise<string> => {
  for (const name of names) if (await exists(join(folder, name))) return name
  throw damaged(folder, `the folder has none of: ${names.join(', ')}`)
}

const exists = async (path: string): Promise<boolean> => {
  try {
    await stat(path)
    return true
  } catch {
    return false
  }
}
