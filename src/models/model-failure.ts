import { KnownError } from '../core/errors.ts'

const COPY_AGAIN = 'Copy the folder of the model again, whole.'

export const notFound = (file: string, message: string, cause?: unknown): KnownError =>
  new KnownError(
    'MODEL_NOT_FOUND',
    message,
    'Name the folder that holds ontoground.json, or leave the model out: what is lexical works without.',
    { place: { file }, cause },
  )

export const damaged = (file: string, message: string, cause?: unknown): KnownError =>
  new KnownError('MODEL_DAMAGED', message, COPY_AGAIN, { place: { file }, cause })

export const unsuited = (file: string, message: string, repair: string, cause?: unknown): KnownError =>
  new KnownError('MODEL_UNSUITED', message, repair, { place: { file }, cause })

/** @param title `encoder "names"` */
export const broken = (title: string, message: string, cause?: unknown): KnownError =>
  new KnownError(
    'MODEL_RUNTIME',
    `the ${title} stopped: ${message}`,
    'Open it again; what is lexical works without.',
    { cause },
  )

/** What was thrown, in one line. */
export const messageOf = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).split('\n', 1)[0] ?? ''
