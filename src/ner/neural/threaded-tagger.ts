import type { ModelFolder } from '../../models/model-folder.ts'
import { ModelThread } from '../../models/model-thread.ts'
import type { TaggerSettings } from '../../models/tagger-settings.ts'
import type { TaggedEntity, Tagger, TaggerChoice } from './contract.ts'
import { planOf } from './tagger-plan.ts'

/** What the thread of a tagger is started with. */
export interface TaggerStart {
  readonly model: ModelFolder<TaggerSettings>
  readonly choice: TaggerChoice
  readonly threads: number
}

type Found = readonly (readonly TaggedEntity[])[]

/** A token classifier on a thread of its own. Does not keep the process alive while nothing is asked. */
export class ThreadedTagger implements Tagger {
  readonly name: string
  readonly classes: readonly string[]
  readonly #thread: ModelThread<readonly string[], Found>

  private constructor(start: TaggerStart, thread: ModelThread<readonly string[], Found>) {
    this.name = start.model.name
    this.classes = planOf(start.model.settings, start.choice).classes
    this.#thread = thread
  }

  /** @throws KnownError `MODEL_RUNTIME`, `MODEL_DAMAGED`, `MODEL_UNSUITED`, `CONFIG_INVALID` */
  static async open(start: TaggerStart): Promise<ThreadedTagger> {
    const entry = new URL('tagger-thread', import.meta.url)
    const title = `tagger "${start.model.name}"`
    return new ThreadedTagger(start, await ModelThread.start<readonly string[], Found>(entry, start, title))
  }

  tag(texts: readonly string[], signal?: AbortSignal): Promise<Found> {
    return this.#thread.ask(texts, signal)
  }

  close(): Promise<void> {
    return this.#thread.close()
  }
}
