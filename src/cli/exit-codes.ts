import type { ErrorCode } from '../core/errors.ts'

/** `unchanged` is of `update` alone; `interrupted` is what shells give for Ctrl-C: 128 and the number of SIGINT. */
export const EXIT = { done: 0, failed: 1, usage: 2, partly: 3, unchanged: 4, interrupted: 130 } as const

const USAGE_ERRORS: ReadonlySet<ErrorCode> = new Set([
  'CONFIG_NOT_FOUND',
  'CONFIG_INVALID',
  'CONFIG_UNKNOWN_TYPE',
  'CURATION_INVALID',
  'CURATION_CONFLICT',
  'CLASS_NOT_FOUND',
  'USAGE',
])

/** Exit code of a failure: 2 for wrong usage or configuration, 1 for all else. */
export const exitCodeOf = (code: ErrorCode): number => (USAGE_ERRORS.has(code) ? EXIT.usage : EXIT.failed)
