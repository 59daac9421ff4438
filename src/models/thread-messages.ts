import { KnownError, type ErrorCode, type Place } from '../core/errors.ts'

/** Asks something, under a number of the caller's choice; or takes a question back. */
export type ThreadRequest<Question> =
  | { readonly kind: 'ask'; readonly number: number; readonly question: Question }
  | { readonly kind: 'cancel'; readonly number: number }
  | { readonly kind: 'close' }

/** Question 0 is whether the model could be opened. */
export type ThreadAnswer<Value> =
  { readonly number: number; readonly value: Value } | { readonly number: number; readonly failure: Failure }

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
