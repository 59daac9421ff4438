/**
 * The closed set of failures the product knows. `docs/errors.md` explains each (a test compares the two).
 * The exit code of a failure is chosen in `cli/exit-codes`, from this code alone.
 */
export const ERROR_CODES = [
  'CONFIG_NOT_FOUND',
  'CONFIG_INVALID',
  'CONFIG_UNKNOWN_TYPE',
  'USAGE',
  'SOURCE_NOT_FOUND',
  'SOURCE_UNREADABLE',
  'SOURCE_NOT_GZIP',
  'SOURCE_TRUNCATED',
  'SOURCE_CORRUPT',
  'SOURCE_NOT_TEXT',
  'SOURCE_ENCODING',
  'SOURCE_LINE_TOO_LONG',
  'SOURCE_LIMIT',
  'SOURCE_EMPTY',
  'SOURCE_SYNTAX',
  'SOURCE_ISSUE',
  'DOWNLOAD_FAILED',
  'DOWNLOAD_REFUSED',
  'DOWNLOAD_CHECKSUM',
  'ROOT_NOT_FOUND',
  'CURATION_INVALID',
  'CURATION_CONFLICT',
  'KB_NOT_FOUND',
  'KB_SCHEMA',
  'KB_DAMAGED',
  'MODEL_NOT_FOUND',
  'MODEL_DAMAGED',
  'MODEL_UNSUITED',
  'MODEL_RUNTIME',
  'TERM_NOT_FOUND',
  'CLASS_NOT_FOUND',
  'DISK_FULL',
  'NOT_WRITABLE',
  'ABORTED',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** Where the trouble is. `line` and `column` are 1-based and count in the uncompressed text. */
export interface Place {
  readonly file: string
  readonly line?: number
  readonly column?: number
}

export const formatPlace = (place: Place): string =>
  [place.file, place.line, place.column].filter((part) => part !== undefined).join(':')

/** A failure with a code, a place and a repair: everything a person needs to mend it. */
export class KnownError extends Error {
  override readonly name = 'KnownError'
  readonly code: ErrorCode
  /** What to do about it, as an instruction. */
  readonly repair: string
  readonly place: Place | undefined

  constructor(
    code: ErrorCode,
    message: string,
    repair: string,
    options: { readonly place?: Place; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.repair = repair
    this.place = options.place
  }

  /** `place: message` on one line and the repair on the next. */
  override toString(): string {
    const where = this.place ? `${formatPlace(this.place)}: ` : ''
    return `${where}${this.message}\n  ${this.repair}`
  }
}

/** The `code` of a Node or SQLite error, or `''`. */
export const systemErrorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

export const throwIfAborted = (signal: AbortSignal | undefined): void => {
  if (signal?.aborted)
    throw new KnownError('ABORTED', 'stopped on request', 'Run the command again.', { cause: signal.reason })
}
