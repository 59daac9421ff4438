/** What fetching sources takes and tells: the records that pass between the parts of this folder and its callers. */
import type { KnownError } from '../core/errors.ts'

/** What is fetched of a source; a source of the configuration is one. */
export interface DownloadableSource {
  readonly name: string
  /** Absolute path the file is to have. */
  readonly file: string
  readonly url?: string | undefined
  readonly license?: string | undefined
  /** SHA-256 (hex) the published file must have. */
  readonly sha256?: string | undefined
}

/** A configuration, as far as fetching is concerned. */
export interface DownloadConfig {
  /** The configuration file; the record of what was fetched lies beside it. */
  readonly file: string
  readonly sources: readonly DownloadableSource[]
}

/** Proxies by the protocol of what is asked for; `none` lists hosts that are asked directly, as in `NO_PROXY`. */
export interface Proxies {
  readonly http?: string | undefined
  readonly https?: string | undefined
  readonly none?: string | undefined
}

/** Where fetching stops. All times in milliseconds. */
export interface DownloadLimits {
  /** Largest file taken, in bytes. Default 20 GB. */
  readonly maxBytes?: number
  /** For each file as a whole, pauses and repeated attempts included. Default: none. */
  readonly timeoutMs?: number
  /** Until a connection stands. Default 30 s. */
  readonly connectTimeoutMs?: number
  /** An attempt that brings less than 1 KiB in this time has stalled. Default 60 s. */
  readonly stallTimeoutMs?: number
  /** Attempts after the first that bring nothing new. Default 4. */
  readonly retries?: number
  /** Before the first repeated attempt; doubled for each further one. Default 1 s. */
  readonly retryDelayMs?: number
}

export interface DownloadOptions extends DownloadLimits {
  /** Only these sources, by name; all when absent. */
  readonly only?: readonly string[]
  /** Fetch even what is as published, and from the first byte. */
  readonly force?: boolean
  /** SHA-256 (hex) of published files by source name; counts before that of the source itself. */
  readonly sha256?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
  readonly onEvent?: (event: DownloadEvent) => void
}

/** What became of one source. */
export type DownloadOutcome =
  | ({ readonly status: 'fetched' | 'unchanged'; readonly source: string; readonly file: string } & Fetched)
  | { readonly status: 'skipped'; readonly source: string; readonly file: string; readonly reason: string }
  | {
      readonly status: 'failed'
      readonly source: string
      readonly file: string
      readonly url: string
      readonly error: KnownError
    }

/** What is recorded of a file that was fetched. */
export interface FetchRecord {
  /** As configured, less a user name and password. */
  readonly url: string
  /** Where redirects led, less the query. */
  readonly finalUrl: string
  /** Redirects between the two, less their queries: for many publishers the place that names the release. */
  readonly through?: readonly string[] | undefined
  readonly etag?: string | undefined
  /** As the server wrote it; of a `file:` URL the time of its last change, ISO 8601. */
  readonly lastModified?: string | undefined
  /** Of the file as published. */
  readonly sha256: string
  readonly bytes: number
  /** Of the file in place, where it was compressed on arrival. */
  readonly stored?: { readonly sha256: string; readonly bytes: number } | undefined
  /** When, ISO 8601. */
  readonly fetched: string
  /** As configured. */
  readonly license?: string | undefined
}

export interface Fetched {
  /** Absent where a file with the wanted checksum stood there already, fetched by other means. */
  readonly record?: FetchRecord
  /** Bytes that came over the line this time. */
  readonly received: number
}

export interface DownloadReport {
  /** In the order of the configuration. */
  readonly outcomes: readonly DownloadOutcome[]
  /** The file with the records. */
  readonly lockFile: string
}

/** What fetching tells its caller while it works. */
export type DownloadEvent =
  | { readonly kind: 'begun'; readonly source: string; readonly url: string }
  | {
      readonly kind: 'progress'
      readonly source: string
      /** So far, those of earlier attempts included. */
      readonly bytes: number
      /** Where the server says. */
      readonly total?: number | undefined
    }
  | {
      readonly kind: 'retry'
      readonly source: string
      readonly reason: string
      readonly waitMs: number
    }
  | { readonly kind: 'done'; readonly outcome: DownloadOutcome }
