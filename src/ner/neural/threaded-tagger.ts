import type { ModelFolder } from '../../models/model-folder.ts'
import { ModelThreads } from '../../models/model-threads.ts'
import type { TaggerSettings } from '../../models/tagger-settings.ts'
import type { TaggedEntity, Tagger, TaggerChoice } from './contract.ts'
import { planOf } from './tagger-plan.ts'

/** What the threads of a tagger are started with. */
export interface TaggerStart {
  readonly model: ModelFolder<TaggerSettings>
  readonly choice: TaggerChoice
}

/** Texts, a sentence or a section each. */
const PART = 8

type Found = readonly (readonly TaggedEntity[])[]

/** A token classifier on threads of its own. Does not keep the process alive while nothing is asked. */
export class ThreadedTagger implements Tagger {
  readonly name: string
  readonly classes: readonly string[]
  readonly #threads: ModelThreads<string, Found>

  private constructor(start: TaggerStart, threads: ModelThreads<string, Found>) {
    this.name = start.model.name
    this.classes = planOf(start.model.settings, start.choice).classes
    this.#threads = threads
  }

  /**
   * @param threads the most, each with one run at a time
   * @throws KnownError `MODEL_RUNTIME`, `MODEL_DAMAGED`, `MODEL_UNSUITED`, `CONFIG_INVALID`
   */
  static async open(start: TaggerStart, threads: number): Promise<ThreadedTagger> {
    const entry = new URL('tagger-thread', import.meta.url)
    const title = `tagger "${start.model.name}"`
    return new ThreadedTagger(
      start,
      await ModelThreads.start<string, Found>(entry, start, { title, count: threads, part: PART }),
    )
  }

  async tag(texts: readonly string[], signal?: AbortSignal): Promise<Found> {
    return (await this.#threads.ask(texts, signal)).flat()
  }

  close(): Promise<void> {
    return this.#threads.close()
  }
}
