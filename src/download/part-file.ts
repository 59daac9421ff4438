import { randomBytes } from 'node:crypto'
import { type FileHandle, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { systemErrorCode } from '../core/errors.ts'
import { digestText } from '../io/digest.ts'
import { hasProcess } from '../io/process-mark.ts'
import { onDisk } from './failures.ts'

const answerSchema = z.object({
  finalUrl: z.string(),
  through: z.array(z.string()).optional(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
})

/** What a server said of the file it sends. */
export type Answer = Readonly<z.infer<typeof answerSchema>>

const stateSchema = z.object({
  url: z.string(),
  answer: answerSchema,
  /** For `If-Range`: only with one may more bytes be put behind those at hand. */
  validator: z.string().optional(),
  /** Size of the whole, where the server says. */
  total: z.number().int().nonnegative().optional(),
  /** `Content-Encoding` the bytes came under. */
  encoding: z.string(),
})

/** What must be known of a part to go on with it. */
export type PartState = Readonly<z.infer<typeof stateSchema>>

/** Parts this process works on. Its own process id tells nothing: in containers it is often that of a dead one. */
const inUse = new Set<string>()

/** Who works on a part, and how it is told whether others still do. */
export interface Worker {
  /** Name of this machine: process ids mean nothing on others. */
  readonly host: string
  readonly now: () => Date
}

/** A part of another machine that has not grown for so long is nobody's: its download would have stalled. */
const ABANDONED_MS = 10 * 60_000

/**
 * A file that is not yet whole: `NAME.ID.part`, and beside it `NAME.ID.HOST-PID.part.json` with what is known of it, or
 * `NAME.ID.free.part.json` when nobody works on it.
 *
 * Each download works on a part of its own, so that two of the same file never meet; the last to finish is in place.
 * A part nobody works on any more is taken over by renaming its state, which only one can.
 */
export class PartFile {
  readonly path: string
  /** Bytes at hand. */
  size = 0
  state: PartState | undefined
  readonly #stateFile: string
  readonly #freeStateFile: string
  readonly #key: string
  #handle: FileHandle | undefined

  private constructor(target: string, id: string, worker: Worker) {
    this.path = partFile(target, id)
    this.#stateFile = stateFile(target, id, ownerName(worker, process.pid))
    this.#freeStateFile = stateFile(target, id, FREE)
    this.#key = keyOf(target, id)
    inUse.add(this.#key)
  }

  /** The largest part of this url that nobody works on, else a new one; what cannot be gone on with is removed. */
  static async claim(target: string, url: string, fresh: boolean, worker: Worker): Promise<PartFile> {
    return onDisk(target, async () => {
      let best: PartFile | undefined
      for (const part of await freeParts(target, worker, (id) => new PartFile(target, id, worker))) {
        await part.#load()
        const usable = !fresh && part.state?.url === url && part.state.validator !== undefined
        const [kept, dropped] = usable && part.size > (best?.size ?? 0) ? [part, best] : [best, part]
        await dropped?.discard()
        best = kept
      }
      return best ?? new PartFile(target, randomBytes(4).toString('hex'), worker)
    })
  }

  /** Begins anew; what was there is forgotten. */
  async restart(state: PartState): Promise<void> {
    await onDisk(this.path, async () => {
      this.#handle ??= await open(this.path, 'w')
      await this.#handle.truncate(0)
      this.size = 0
      this.state = state
      await writeFile(this.#stateFile, `${JSON.stringify(state)}\n`)
    })
  }

  /** What was there is of no use any more. */
  async forget(): Promise<void> {
    await onDisk(this.path, async () => {
      await this.#handle?.truncate(0)
      this.size = 0
      this.state = undefined
      await rm(this.#stateFile, { force: true })
    })
  }

  async write(chunk: Buffer): Promise<void> {
    await onDisk(this.path, async () => {
      this.#handle ??= await open(this.path, 'r+')
      for (let done = 0; done < chunk.length;) {
        const { bytesWritten } = await this.#handle.write(chunk, done, chunk.length - done, this.size)
        done += bytesWritten
        this.size += bytesWritten
      }
    })
  }

  /** Ends writing. Afterwards the bytes are on the disk. */
  async finish(): Promise<void> {
    await onDisk(this.path, async () => {
      await this.#handle?.sync()
      await this.#close()
    })
  }

  /** Leaves the part for a later download, or removes it where none could go on with it. */
  async release(): Promise<void> {
    if (this.state?.validator === undefined || this.size === 0) {
      await this.discard()
      return
    }
    await onDisk(this.path, async () => {
      await this.#close()
      await rename(this.#stateFile, this.#freeStateFile)
    })
    inUse.delete(this.#key)
  }

  /** Removes the part and all that belongs to it; the state last, so that nothing is left unnamed. */
  async discard(): Promise<void> {
    await onDisk(this.path, async () => {
      await this.#close()
      for (const file of [this.path, `${this.path}.gz`, this.#stateFile]) await rm(file, { force: true })
    })
    inUse.delete(this.#key)
  }

  async #close(): Promise<void> {
    const handle = this.#handle
    this.#handle = undefined
    await handle?.close()
  }

  async #load(): Promise<void> {
    try {
      this.state = stateSchema.parse(JSON.parse(await readFile(this.#stateFile, 'utf8')))
      this.#handle = await open(this.path, 'r+')
      this.size = (await this.#handle.stat()).size
    } catch {
      this.state = undefined
    }
  }
}

const FREE = 'free'

const keyOf = (target: string, id: string): string => `${target}\0${id}`
const partFile = (target: string, id: string): string => `${target}.${id}.part`
const stateFile = (target: string, id: string, owner: string): string => `${target}.${id}.${owner}.part.json`

const ownerName = ({ host }: Worker, pid: number): string => `${digestText(host).slice(0, 8)}-${String(pid)}`

/** Takes over every part of the target that nobody works on. */
const freeParts = async (
  target: string,
  worker: Worker,
  take: (id: string) => PartFile,
): Promise<PartFile[]> => {
  const folder = dirname(target)
  const prefix = `${basename(target)}.`
  const taken: PartFile[] = []
  for (const name of (await readdir(folder)).sort()) {
    if (!name.startsWith(prefix)) continue
    const [, id, owner] =
      /^([0-9a-f]{8})\.(free|[0-9a-f]{8}-\d+)\.part\.json$/.exec(name.slice(prefix.length)) ?? []
    if (id === undefined || owner === undefined) continue
    if (!(await isFree(owner, partFile(target, id), worker)) || inUse.has(keyOf(target, id))) continue
    // Made, and so marked as in use, before anything is awaited.
    const part = take(id)
    if (await renamed(join(folder, name), stateFile(target, id, ownerName(worker, process.pid))))
      taken.push(part)
    else await part.discard()
  }
  return taken
}

/** Whether no one but this process can be at work on the part. */
const isFree = async (owner: string, part: string, worker: Worker): Promise<boolean> => {
  const pid = Number(owner.split('-')[1])
  if (owner === FREE || owner === ownerName(worker, process.pid)) return true
  if (owner === ownerName(worker, pid)) return !hasProcess(pid)
  const changed = await stat(part).catch(() => undefined)
  return changed === undefined || worker.now().getTime() - changed.mtimeMs > ABANDONED_MS
}

const renamed = async (from: string, to: string): Promise<boolean> => {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false
    throw error
  }
}
