import { KnownError, type ErrorCode, type Place } from '../core/errors.ts'
import type { ModelFolder } from './model-folder.ts'
import type { NetworkSettings } from './model-settings.ts'
import type { NetworkOptions } from './onnx-encoder.ts'

/** What the thread of an encoder is started with. */
export interface ThreadStart {
  readonly model: ModelFolder<NetworkSettings>
  readonly options: NetworkOptions
}

/** Asks for vectors, under a number of the caller's choice; or takes a question back. */
export type ThreadRequest =
  | { readonly kind: 'embed'; readonly number: number; readonly texts: readonly string[] }
  | { readonly kind: 'cancel'; readonly number: number }
  | { readonly kind: 'close' }

/** Question 0 is whether the model could be opened. */
export interface ThreadAnswer {
  readonly number: number
  readonly vectors?: Float32Array
  readonly failure?: Failure
}

/** A failure that passes between threads. */
export interface Failure {
  readonly message: string
  readonly known?: { readonly code: ErrorCode; readonly repair: string; readonly place: Place | undefined }
}

export const packFailure = (error: unknown): Failure => {
  if (!(error instanceof KnownError))
    return { message: error instanceof Error ? error.message : String(error) }
  const { code, repair, place } = error
  return { message: error.message, known: { code, repair, place } }
}

export const unpackFailure = ({ message, known }: Failure): Error => {
  if (known === undefined) return new Error(message)
  return new KnownError(
    known.code,
    message,
    known.repair,
    known.place === undefined ? {} : { place: known.place },
  )
}
