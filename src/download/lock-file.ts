import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { z } from 'zod'
import { KnownError, systemErrorCode } from '../core/errors.ts'
import type { FetchRecord } from './contract.ts'
import { onDisk } from './failures.ts'

const LOCK_NAME = 'downloads.lock.json'

const digestSchema = { sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.number().int().nonnegative() }

const lockSchema = z.object({
  version: z.literal(1),
  /** By path relative to the folder of the configuration, with "/" between folders. */
  files: z.record(
    z.string(),
    z.object({
      url: z.string(),
      finalUrl: z.string(),
      through: z.array(z.string()).readonly().optional(),
      etag: z.string().optional(),
      lastModified: z.string().optional(),
      ...digestSchema,
      stored: z.object(digestSchema).optional(),
      fetched: z.string(),
      license: z.string().optional(),
    }),
  ),
})

/** The record of what was fetched, beside the configuration: to be kept under version control with it. */
export class LockFile {
  readonly file: string
  readonly #folder: string

  constructor(configFile: string) {
    this.#folder = dirname(configFile)
    this.file = join(this.#folder, LOCK_NAME)
  }

  /** @throws KnownError `CONFIG_INVALID` for a file that is no record */
  get(target: string): FetchRecord | undefined {
    const { files } = this.#read()
    const key = this.#keyOf(target)
    return Object.hasOwn(files, key) ? files[key] : undefined
  }

  /**
   * Read and written in one go, so that what others in this process record is kept. Of two processes the later may drop
   * what the earlier recorded a moment before: that file is then fetched once more.
   */
  async set(target: string, record: FetchRecord): Promise<void> {
    await onDisk(this.file, () => {
      const { files } = this.#read()
      const sorted = Object.entries({ ...files, [this.#keyOf(target)]: record }).sort(([a], [b]) =>
        a < b ? -1 : 1,
      )
      this.#write({ version: 1, files: Object.fromEntries(sorted) })
    })
  }

  #keyOf(target: string): string {
    return relative(this.#folder, target).split(sep).join('/')
  }

  #read(): z.infer<typeof lockSchema> {
    let text
    try {
      text = readFileSync(this.file, 'utf8')
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return { version: 1, files: {} }
      throw error
    }
    try {
      return lockSchema.parse(JSON.parse(text))
    } catch (cause) {
      throw new KnownError(
        'CONFIG_INVALID',
        'the record of downloads cannot be read',
        'Restore it from version control, or delete it: everything is then fetched anew.',
        { place: { file: this.file }, cause },
      )
    }
  }

  #write(content: z.infer<typeof lockSchema>): void {
    const beside = `${this.file}.${randomBytes(4).toString('hex')}.tmp`
    try {
      const handle = openSync(beside, 'w')
      try {
        writeSync(handle, `${JSON.stringify(content, null, 2)}\n`)
        fsyncSync(handle)
      } finally {
        closeSync(handle)
      }
      renameSync(beside, this.file)
    } finally {
      rmSync(beside, { force: true })
    }
  }
}
