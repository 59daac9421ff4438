import { closeSync, openSync } from 'node:fs'

/** A file held open, to be read when it is needed, even where its name is gone by then. */
export class HeldFile {
  readonly path: string
  #handle: number | undefined

  /** @throws the system's error when it cannot be opened */
  constructor(path: string) {
    this.path = path
    this.#handle = openSync(path, 'r')
  }

  /** Descriptor of the file, to read from. @throws Error after `close` */
  get handle(): number {
    if (this.#handle === undefined) throw new Error(`${this.path} was closed`)
    return this.#handle
  }

  /** May be called twice. */
  close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle)
    this.#handle = undefined
  }
}
