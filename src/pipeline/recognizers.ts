import type { ZodError } from 'zod'
import { resolve } from 'node:path'
import { taggerFolder } from '../config/load.ts'
import { KnownError } from '../core/errors.ts'
import { lookUp, type Registry } from '../core/registry.ts'
import {
  bindRecognizer,
  type BoundRecognizerKind,
  type Recognizer,
  type RecognizerKind,
  type RecognizerParts,
} from '../ner/contract.ts'
import { recognizerKinds } from '../ner/registry.ts'
import { hasOptionsAnd, importPart } from './import-module.ts'

/** A recogniser as a configuration asks for it: `type`, and the options of its kind. */
export interface RecognizerSpec {
  readonly type: string
  /** Absolute path, where `type` is a path. */
  readonly module?: string
  /** What paths among the options are relative to. Default: the working directory. */
  readonly folder?: string
  readonly options?: unknown
}

/**
 * Makes a recogniser.
 *
 * @throws KnownError `CONFIG_UNKNOWN_TYPE`, `CONFIG_INVALID`
 */
export const makeRecognizer = async (
  { type, module, folder = '', options = {} }: RecognizerSpec,
  parts: RecognizerParts,
  kinds: Registry<BoundRecognizerKind> = recognizerKinds,
): Promise<Recognizer> => {
  const kind =
    module === undefined || Object.hasOwn(kinds, type)
      ? await lookUp(kinds, 'recognizer', type)
      : bindRecognizer(await importPart(module, type, 'recognizer', isKind, WANTED))
  const checked = kind.optionsSchema.safeParse(options)
  if (!checked.success) throw wrongOptions(type, checked.error)
  const recognizer: unknown = await kind.create(
    {
      ...parts,
      pathOf: (path) => resolve(folder, path),
      taggerFolder: (model) => taggerFolder(model, folder),
    },
    options,
  )
  if (isRecognizer(recognizer)) return recognizer
  throw new KnownError(
    'CONFIG_INVALID',
    `recognizer "${type}" makes none`,
    'Its create has to give { name, classes, recognize }; docs/annotate.md shows one.',
  )
}

const isRecognizer = (value: unknown): value is Recognizer => {
  const { name, classes, recognize } = (value ?? {}) as Partial<Recognizer>
  return typeof name === 'string' && Array.isArray(classes) && typeof recognize === 'function'
}

const WANTED = 'a RecognizerKind (see ontoground), { options, create },'

const isKind = (value: unknown): value is RecognizerKind<unknown> => hasOptionsAnd(value, 'create')

const wrongOptions = (type: string, { issues }: ZodError): KnownError => {
  const told = issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '))
  return new KnownError(
    'CONFIG_INVALID',
    `recognizer "${type}": ${told.join('; ')}`,
    'Correct its entry under "recognizers"; docs/annotate.md lists the options.',
  )
}
