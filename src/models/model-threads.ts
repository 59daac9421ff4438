import { ModelThread } from './model-thread.ts'

export interface ThreadsOptions {
  /** What stands in messages: `encoder "names"`. */
  readonly title: string
  /** The most threads. */
  readonly count: number
  /** Items asked for at once that are worth more than one thread; no more of them go to a thread in one piece. */
  readonly part: number
}

/**
 * The same model on as many threads as are worth it. Several runs of one thread each are faster than one run of several
 * (`bench/speed/encoder.ts`). All but the first start when there is first enough to do for them.
 */
export class ModelThreads<Item, Value> {
  readonly #start: () => Promise<ModelThread<readonly Item[], Value>>
  readonly #first: ModelThread<readonly Item[], Value>
  readonly #count: number
  readonly #part: number
  #others: Promise<readonly ModelThread<readonly Item[], Value>[]> | undefined

  private constructor(
    start: () => Promise<ModelThread<readonly Item[], Value>>,
    first: ModelThread<readonly Item[], Value>,
    { count, part }: ThreadsOptions,
  ) {
    this.#start = start
    this.#first = first
    this.#count = count
    this.#part = part
  }

  /**
   * @throws KnownError what opening the model throws there
   */
  static async start<Item, Value>(
    entry: URL,
    data: unknown,
    options: ThreadsOptions,
  ): Promise<ModelThreads<Item, Value>> {
    const start = (): Promise<ModelThread<readonly Item[], Value>> =>
      ModelThread.start(entry, data, options.title)
    return new ModelThreads(start, await start(), options)
  }

  /**
   * The answers for parts of the items, in order. How items are parted depends on their number alone.
   *
   * @throws KnownError those of `ModelThread.ask`
   */
  async ask(items: readonly Item[], signal?: AbortSignal): Promise<readonly Value[]> {
    if (items.length <= this.#part || this.#count === 1) return [await this.#first.ask(items, signal)]
    const parts = partsOf(items, this.#part)
    const answers: Value[] = []
    let next = 0
    const work = async (thread: ModelThread<readonly Item[], Value>): Promise<void> => {
      for (let at = next++; at < parts.length; at = next++)
        answers[at] = await thread.ask(parts[at] ?? [], signal)
    }
    try {
      await Promise.all((await this.#started()).map(work))
    } finally {
      // One has failed: the others need not go on.
      next = parts.length
    }
    return answers
  }

  async close(): Promise<void> {
    const others = (await this.#others?.catch(() => [])) ?? []
    await Promise.all([this.#first, ...others].map((thread) => thread.close()))
  }

  #started(): Promise<readonly ModelThread<readonly Item[], Value>[]> {
    this.#others ??= Promise.all(Array.from({ length: this.#count - 1 }, this.#start))
    return this.#others.then((others) => [this.#first, ...others])
  }
}

const partsOf = <Item>(items: readonly Item[], size: number): (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  )
