import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { DownloadConfig, DownloadOutcome } from '../../src/pipeline/download.ts'
import { downloadSources, type DownloadSourcesOptions } from '../../src/pipeline/download.ts'
import { newFolder } from '../support/scratch.ts'
import { arrived } from './test-server.ts'

/** No waiting in tests, and no proxy of this machine. */
const QUICK: DownloadSourcesOptions = { retryDelayMs: 1, stallTimeoutMs: 2000, env: {} }

export interface OneSource {
  readonly url: string
  /** Relative. Default `data/x.obo`. */
  readonly path?: string
  /** What stands at the path already. */
  readonly inPlace?: string
  readonly license?: string
}

/** A folder with a configuration of one source, and what becomes of it. */
export class Workplace {
  readonly folder: string
  readonly file: string
  config: DownloadConfig

  constructor(scratch: string, { url, path = 'data/x.obo', inPlace, license }: OneSource) {
    this.folder = newFolder(scratch)
    this.file = join(this.folder, path)
    this.config = {
      file: join(this.folder, 'parsers.config.json'),
      sources: [{ name: 'x', file: this.file, url, license }],
    }
    if (inPlace === undefined) return
    mkdirSync(dirname(this.file), { recursive: true })
    writeFileSync(this.file, inPlace)
  }

  async download(options: DownloadSourcesOptions = {}): Promise<DownloadOutcome> {
    const { outcomes } = await downloadSources(this.config, {
      ...QUICK,
      ...options,
      onEvent: (event) => {
        options.onEvent?.(event)
        if (event.kind === 'progress') arrived(event.bytes)
      },
    })
    const [outcome] = outcomes
    if (!outcome || outcomes.length > 1) throw new Error('one outcome was expected')
    return outcome
  }

  /** The source's url from now on. */
  moveTo(url: string): void {
    this.config = { ...this.config, sources: this.config.sources.map((source) => ({ ...source, url })) }
  }

  content(): string | undefined {
    return existsSync(this.file) ? readFileSync(this.file, 'utf8') : undefined
  }

  /** Names of all files beside the one in place, sorted, with ids and process ids left out. */
  leftovers(): string[] {
    const folder = dirname(this.file)
    if (!existsSync(folder)) return []
    return readdirSync(folder)
      .filter((name) => join(folder, name) !== this.file)
      .map((name) =>
        name
          .replace(/\.[0-9a-f]{8}\./, '.ID.')
          .replace(/\.[0-9a-f]{8}-\d+\.part\.json$/, '.HOST-PID.part.json'),
      )
      .sort()
  }

  /** Waits until a part of the file has so many bytes. */
  async partOf(bytes: number): Promise<void> {
    const folder = dirname(this.file)
    const isThere = (name: string): boolean =>
      name.endsWith('.part') && (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0) >= bytes
    while (!existsSync(folder) || !readdirSync(folder).some(isThere)) await pause(10)
  }

  record(): Record<string, unknown> | undefined {
    const lock = join(this.folder, 'downloads.lock.json')
    if (!existsSync(lock)) return undefined
    const { files } = JSON.parse(readFileSync(lock, 'utf8')) as {
      files: Record<string, Record<string, unknown>>
    }
    return Object.values(files)[0]
  }
}

/** The error of a failed outcome; anything else fails the test. */
export const errorOf = (outcome: DownloadOutcome): { code: string; message: string; repair: string } => {
  if (outcome.status !== 'failed') throw new Error(`it ${outcome.status}`)
  const { code, message, repair } = outcome.error
  return { code, message, repair }
}

export const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')

/** Text of about so many bytes, no two places of it alike. */
export const longText = (bytes: number): string =>
  Array.from({ length: Math.ceil(bytes / 16) }, (_, line) => `line ${String(line).padStart(10, '0')}`).join(
    '\n',
  )

export const PART_AT_REST = ['x.obo.ID.free.part.json', 'x.obo.ID.part']
