import { currentBuild } from './kb-folder.ts'
import { type KnowledgeBase, openKnowledgeBase, type OpenOptions } from './knowledge-base.ts'

export interface LiveOptions extends OpenOptions {
  /** Told when another build was taken up. */
  readonly onSwitch?: (build: string) => void
  /** Told when a build that was switched in cannot be opened; the one before goes on answering. */
  readonly onProblem?: (error: unknown, build: string) => void
}

/** A build that is open, and how many tasks work with it. */
interface Opened {
  readonly kb: KnowledgeBase
  tasks: number
  left: boolean
}

/**
 * A knowledge base for a service that goes on while builds come and go: each task works with one build from beginning to
 * end; later ones with what was switched in meanwhile, as soon as that is open. No task waits for it, none fails for it.
 */
export class LiveKnowledgeBase {
  readonly #folder: string
  readonly #options: LiveOptions
  #opened: Opened
  /** What `current` said when it was last followed. */
  #followed: string | null
  #opening: Promise<void> | undefined
  #closed = false

  /** Use {@link openLiveKnowledgeBase}. */
  constructor(folder: string, options: LiveOptions, kb: KnowledgeBase) {
    this.#folder = folder
    this.#options = options
    this.#opened = { kb, tasks: 0, left: false }
    this.#followed = kb.manifest.id
  }

  /** Id of the build that the next task works with. */
  get build(): string {
    return this.#opened.kb.manifest.id
  }

  /** Runs a task; the knowledge base it is given is open until it ends. */
  async use<Result>(task: (kb: KnowledgeBase) => Result | Promise<Result>): Promise<Result> {
    this.#follow()
    const opened = this.#opened
    opened.tasks++
    try {
      return await task(opened.kb)
    } finally {
      opened.tasks--
      closeIfLeft(opened)
    }
  }

  /** Ends once what `current` names now is open, or cannot be. */
  async refreshed(): Promise<void> {
    this.#follow()
    await this.#opening
  }

  /** Tasks that are at work go on; their build is closed after the last. */
  close(): void {
    this.#closed = true
    this.#leave(this.#opened)
  }

  #follow(): void {
    if (this.#closed || this.#opening !== undefined) return
    const build = currentBuild(this.#folder)
    if (build === null || build === this.#followed) return
    this.#followed = build
    this.#opening = this.#take(build).finally(() => {
      this.#opening = undefined
    })
  }

  async #take(build: string): Promise<void> {
    try {
      const kb = await openKnowledgeBase(this.#folder, this.#options)
      const before = this.#opened
      this.#opened = { kb, tasks: 0, left: false }
      this.#leave(before)
      if (this.#closed) this.#leave(this.#opened)
      this.#options.onSwitch?.(kb.manifest.id)
    } catch (error) {
      this.#options.onProblem?.(error, build)
    }
  }

  #leave(opened: Opened): void {
    opened.left = true
    closeIfLeft(opened)
  }
}

const closeIfLeft = ({ kb, tasks, left }: Opened): void => {
  if (left && tasks === 0) kb.close()
}

/**
 * Opens the build in use of a knowledge base, to follow it to those that come into use later.
 *
 * @throws KnownError as `openKnowledgeBase`
 */
export const openLiveKnowledgeBase = async (
  folder: string,
  options: LiveOptions = {},
): Promise<LiveKnowledgeBase> =>
  new LiveKnowledgeBase(folder, options, await openKnowledgeBase(folder, options))
