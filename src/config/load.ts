import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { KnownError, type Place, systemErrorCode } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import { configSchema, type SourceConfig } from './schema.ts'

/** A configuration with its paths made absolute. */
export interface Config {
  readonly file: string
  readonly kb: string
  /** How many builds are kept, the one in use included. */
  readonly keepBuilds: number
  readonly sources: readonly ResolvedSource[]
  /** Absent: no vectors. */
  readonly encoder?: ResolvedEncoder
  /** Absent: the default ones. */
  readonly recognizers?: readonly ResolvedRecognizer[]
  readonly abbreviations?: boolean
  /** Folder of the scorer, absolute, or `rules`. Absent: the one in the package. */
  readonly scorer?: string
  /** Absent: the default ones. */
  readonly disambiguators?: readonly string[]
}

export interface ResolvedEncoder {
  readonly type?: 'onnx' | 'static'
  /** Absolute path of the model's folder. */
  readonly folder: string
  readonly dimensions?: number
}

export interface ResolvedRecognizer {
  readonly type: string
  /** Absolute path, where `type` is a path. */
  readonly module?: string
  /** Absolute path of the folder that paths among the options are relative to. */
  readonly folder: string
  readonly options: Readonly<Record<string, unknown>>
}

export interface ResolvedSource extends SourceConfig {
  /** Absolute path of the file or folder. */
  readonly file: string
  /** Absolute path of the curations; absent when there are none. */
  readonly curationsFile?: string
  /** Absolute path of the parser's module, where `type` is a path. */
  readonly parserModule?: string
}

const MODULE_PATH = /^\.{1,2}[\\/]|^\/|\.[cm]?[jt]s$/

/** @throws KnownError `CONFIG_NOT_FOUND`, `CONFIG_INVALID` (with the path of the key and the nearest right one) */
export const loadConfig = (file: string): Config => parseConfig(readConfig(file), file)

/** As {@link loadConfig}, for text at hand; `file` is what its paths are relative to. */
export const parseConfig = (text: string, file: string): Config => {
  const checked = configSchema.safeParse(parseJson(text, file))
  if (!checked.success) throw invalid(checked.error.issues, file)
  const folder = dirname(resolve(file))
  const sources = checked.data.sources.map((source) => ({
    ...source,
    file: resolve(folder, source.path),
    ...(source.curations === undefined ? {} : { curationsFile: resolve(folder, source.curations) }),
    ...(MODULE_PATH.test(source.type) ? { parserModule: resolve(folder, source.type) } : {}),
  }))
  requireUniqueNames(sources, file)
  const { encoder, recognizers, abbreviations, linker } = checked.data
  return {
    file: resolve(file),
    kb: resolve(folder, checked.data.kb),
    keepBuilds: checked.data.keepBuilds,
    sources,
    ...(encoder === undefined ? {} : { encoder: resolveEncoder(encoder, folder) }),
    ...(recognizers === undefined
      ? {}
      : { recognizers: recognizers.map((each) => resolveRecognizer(each, folder)) }),
    ...(abbreviations === undefined ? {} : { abbreviations }),
    ...(linker?.model === undefined
      ? {}
      : { scorer: linker.model === RULES ? RULES : resolve(folder, linker.model) }),
    ...(linker?.disambiguators === undefined
      ? {}
      : { disambiguators: linker.disambiguators.map(({ type }) => type) }),
  }
}

/** Stands for hand-set weights. */
export const RULES = 'rules'

/** Stands for the model of its kind in the package, wherever that is. */
export const SHIPPED = 'shipped'

/** Models of the package by what stands for them: the folder below `data/models`. */
type ShippedModels = Readonly<Record<string, string>>
const ENCODERS: ShippedModels = { [SHIPPED]: 'encoder', [`${SHIPPED}-fast`]: 'encoder-fast' }
const TAGGERS: ShippedModels = { [SHIPPED]: 'ner' }

const modelFolder = (shipped: ShippedModels, model: string, folder: string): string => {
  const name = Object.hasOwn(shipped, model) ? shipped[model] : undefined
  return name === undefined
    ? resolve(folder, model)
    : fileURLToPath(new URL(`../../data/models/${name}`, import.meta.url))
}

/** Absolute path of a tagger's folder: that of the package, or one relative to a folder. */
export const taggerFolder = (model: string, folder: string): string => modelFolder(TAGGERS, model, folder)

const resolveEncoder = (
  { type, model, dimensions }: z.infer<typeof configSchema.shape.encoder> & object,
  folder: string,
): ResolvedEncoder => ({
  folder: modelFolder(ENCODERS, model, folder),
  ...(type === undefined ? {} : { type }),
  ...(dimensions === undefined ? {} : { dimensions }),
})

const resolveRecognizer = (
  { type, ...options }: { readonly type: string },
  folder: string,
): ResolvedRecognizer => ({
  type,
  ...(MODULE_PATH.test(type) ? { module: resolve(folder, type) } : {}),
  folder,
  options,
})

/** Absolute paths of the folders of all models that the configuration names. */
export const configuredModels = ({ encoder, recognizers = [], scorer = RULES }: Config): string[] => [
  ...(encoder === undefined ? [] : [encoder.folder]),
  ...(scorer === RULES ? [] : [scorer]),
  ...recognizers.flatMap(({ type, folder, options }) =>
    type === 'neural' && typeof options['model'] === 'string' ? [taggerFolder(options['model'], folder)] : [],
  ),
]

const readConfig = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const code = systemErrorCode(cause)
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      const repair = code === 'EISDIR' ? 'Name the file, not its folder.' : 'Check its permissions.'
      throw new KnownError('CONFIG_NOT_FOUND', `the configuration cannot be read (${code})`, repair, {
        place: { file },
        cause,
      })
    }
    throw new KnownError(
      'CONFIG_NOT_FOUND',
      'no such configuration',
      'Run ontoground init, or name one with --config.',
      {
        place: { file },
        cause,
      },
    )
  }
}

const parseJson = (raw: string, file: string): unknown => {
  const text = raw.startsWith('\ufeff') ? raw.slice(1) : raw
  try {
    return JSON.parse(text)
  } catch (cause) {
    const message =
      cause instanceof Error ? cause.message.replace(/ \(line \d+ column \d+\)$/, '') : String(cause)
    const repair = 'Correct the JSON: a missing comma or quote is the usual cause; comments are not allowed.'
    throw new KnownError('CONFIG_INVALID', `not valid JSON: ${message}`, repair, {
      place: placeOfError(text, file),
      cause,
    })
  }
}

/** Not every message of `JSON.parse` has a position: the shortest beginning that is wrong in itself ends at the fault. */
const placeOfError = (text: string, file: string): Place => {
  let [good, bad] = [0, text.length]
  while (good < bad) {
    const middle = (good + bad + 1) >>> 1
    if (isWrong(text.slice(0, middle))) bad = middle - 1
    else good = middle
  }
  const before = text.slice(0, good).split('\n')
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** Whether this beginning of a JSON text can have no right end. */
const isWrong = (beginning: string): boolean => {
  try {
    JSON.parse(beginning)
    return false
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    if (/Unexpected end|Unterminated string/.test(message)) return false
    const position = /position (\d+)/.exec(message)?.[1]
    return position === undefined || Number(position) < beginning.length
  }
}

const KNOWN_KEYS = {
  top: Object.keys(configSchema.shape),
  source: Object.keys(configSchema.shape.sources.element.shape),
  encoder: Object.keys(configSchema.shape.encoder.unwrap().shape),
}

const invalid = (issues: readonly z.core.$ZodIssue[], file: string): KnownError => {
  const lines = issues.map(describeIssue)
  const more = lines.length > 1 ? ` (and ${String(lines.length - 1)} more: ${lines.slice(1).join('; ')})` : ''
  const repair =
    'Correct the configuration; "$schema": "./parsers.config.schema.json" makes an editor explain each key.'
  return new KnownError('CONFIG_INVALID', `${lines[0] ?? 'not valid'}${more}`, repair, { place: { file } })
}

const describeIssue = (issue: z.core.$ZodIssue): string => {
  const path = issue.path
    .map((step) => (typeof step === 'number' ? `[${String(step)}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '')
  if (issue.code !== 'unrecognized_keys') return `${path || 'the file'}: ${issue.message}`
  const known =
    issue.path.length === 0 ? KNOWN_KEYS.top : KNOWN_KEYS[issue.path[0] === 'encoder' ? 'encoder' : 'source']
  return issue.keys
    .map((key) => `${path === '' ? key : `${path}.${key}`}: unknown key.${didYouMean(key, known)}`)
    .join('; ')
}

const requireUniqueNames = (sources: readonly SourceConfig[], file: string): void => {
  const twice = sources.find((source, index) => sources.findIndex(({ name }) => name === source.name) < index)
  if (!twice) return
  throw new KnownError(
    'CONFIG_INVALID',
    `two sources are named "${twice.name}"`,
    'Give each source a name of its own.',
    { place: { file } },
  )
}
