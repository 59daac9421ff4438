import { KnownError, throwIfAborted } from '../../core/errors.ts'
import { eachWordToken } from '../../core/text/word-tokens.ts'
import { TextMemo } from '../../core/text-memo.ts'
import { unsuited } from '../../models/model-failure.ts'
import type { ModelFolder } from '../../models/model-folder.ts'
import { NetworkSession, notANumber } from '../../models/network-session.ts'
import type { TaggerSettings } from '../../models/tagger-settings.ts'
import { tokenBatches } from '../../models/token-batches.ts'
import { readTokenizer } from '../../models/tokenizer-file.ts'
import { eachWordSpan, type WordRules } from '../../models/bert-words.ts'
import { WordPiece, type WordPieceSettings } from '../../models/word-piece.ts'
import type { TaggedEntity, Tagger, TaggerChoice } from './contract.ts'
import { EntityStream } from './entity-stream.ts'
import { type PlannedTask, planOf, type TaggerPlan } from './tagger-plan.ts'
import { textWindows, type TextWindow, type TextWord } from './text-windows.ts'
import { roomForWord } from './windows.ts'
import { caseOf } from './word-case.ts'
import { wordRows } from './word-scores.ts'

/** So many windows, or tokens in windows, are sorted by length at a time; their answers are in memory together. */
const MOST_WINDOWS = 256
const MOST_TOKENS = 16_384
/** A window is of no use with less. */
const LEAST_ROOM = 8

/** A task with what stands around each window, as token ids. */
interface TokenTask extends PlannedTask {
  readonly lead: readonly number[]
  readonly trail: readonly number[]
}

/** Runs a token classifier on the caller's thread, which is free between two batches. */
export class OnnxTagger implements Tagger {
  readonly name: string
  readonly classes: readonly string[]
  readonly #model: ModelFolder<TaggerSettings>
  readonly #plan: TaggerPlan
  readonly #tasks: readonly TokenTask[]
  readonly #tokenizer: WordPiece
  readonly #rules: WordRules
  readonly #pieces = new TextMemo<readonly number[]>()
  #network: NetworkSession | undefined

  private constructor(
    model: ModelFolder<TaggerSettings>,
    plan: TaggerPlan,
    tokenizer: WordPieceSettings,
    network: NetworkSession,
  ) {
    this.name = model.name
    this.classes = plan.classes
    this.#model = model
    this.#plan = plan
    this.#tokenizer = new WordPiece(tokenizer)
    this.#rules = tokenizer.rules
    this.#network = network
    this.#tasks = plan.tasks.map((task) => this.#tokenTask(task, tokenizer))
  }

  /**
   * @param threads within a run
   * @throws KnownError `MODEL_RUNTIME`, `MODEL_DAMAGED`, `MODEL_UNSUITED`, `CONFIG_INVALID`
   */
  static async open(
    model: ModelFolder<TaggerSettings>,
    choice: TaggerChoice,
    threads: number,
  ): Promise<OnnxTagger> {
    const { settings, modelFile, tokenizerFile } = model
    const plan = planOf(settings, choice)
    const tokenizer = await readTokenizer(tokenizerFile, settings.lowerCase)
    const wanted = {
      name: settings.output,
      usual: ['logits'],
      rank: 3,
      size: settings.labels.length,
      unit: 'labels',
      reader: 'a tagger',
      repair: 'Correct "labels" in ontoground.json.',
    } as const
    const network = await NetworkSession.open(modelFile, wanted, threads)
    try {
      if (settings.tokenTypes !== undefined && !network.readsTypes)
        throw unsuited(
          modelFile,
          'the network has no input "token_type_ids", by which it would be told the case of words',
          'Leave "tokenTypes" out of ontoground.json, or export the model anew.',
        )
      return new OnnxTagger(model, plan, tokenizer, network)
    } catch (error) {
      await network.close()
      throw error
    }
  }

  async tag(texts: readonly string[], signal?: AbortSignal): Promise<readonly (readonly TaggedEntity[])[]> {
    this.#open()
    const found = texts.map((): TaggedEntity[] => [])
    for (const task of this.#tasks) await this.#tagFor(task, texts, found, signal)
    return found.map(distinct)
  }

  async close(): Promise<void> {
    const network = this.#network
    this.#network = undefined
    await network?.close()
  }

  async #tagFor(
    task: TokenTask,
    texts: readonly string[],
    found: readonly TaggedEntity[][],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { context, overlap, labels, words } = this.#model.settings
    const room = this.#roomOf(task)
    let text = 0
    const stream = new EntityStream(this.#plan.decoder, labels.length, ({ name, ...place }) => {
      const entityClass = task.classOf(name)
      if (entityClass === undefined || place.score < this.#plan.leastScore(entityClass)) return
      found[text]?.push({ ...place, class: entityClass })
    })
    const most = roomForWord(room)
    const piecesOf = (word: string): readonly number[] =>
      this.#pieces.of(word, (each) => this.#tokenizer.pieces(each, most))
    const wordsIn = words === 'text' ? eachWordToken : (part: string) => eachWordSpan(part, this.#rules)
    const options = { context, room, overlap, wordsIn, piecesOf }
    for (const windows of pooled(textWindows(texts, options))) {
      const answers = await this.#run(windows, task, signal)
      windows.forEach(({ words, keepFrom, keepEnd, isLast, ...window }, index) => {
        text = window.text
        const spans = words.slice(keepFrom, keepEnd).map(({ span }) => span)
        stream.push(spans, answers[index] ?? new Float32Array())
        if (isLast) stream.end()
      })
    }
  }

  /** The numbers of the words that are heard, of each window. */
  async #run(
    windows: readonly TextWindow[],
    { lead, trail }: TokenTask,
    signal: AbortSignal | undefined,
  ): Promise<readonly Float32Array[]> {
    const answers: Float32Array[] = []
    const { labels, aggregation, tokenTypes } = this.#model.settings
    const rows = windows.map(({ words }) => [...lead, ...words.flatMap(({ pieces }) => pieces), ...trail])
    throwIfAborted(signal)
    for (const batch of tokenBatches(rows)) {
      const types =
        tokenTypes === undefined
          ? undefined
          : batch.places.map((place) => casesOf(windows[place]?.words ?? [], lead.length))
      const values = await this.#open().run(batch, types)
      throwIfAborted(signal)
      for (const [index, place] of batch.places.entries()) {
        const { words = [], keepFrom = 0, keepEnd = 0 } = windows[place] ?? {}
        const counts = words.map(({ pieces }) => pieces.length)
        const skipped = counts.slice(0, keepFrom).reduce((sum, count) => sum + count, lead.length)
        const from = index * batch.width + skipped
        const heard = { values, columns: labels.length, from, counts: counts.slice(keepFrom, keepEnd) }
        answers[place] = this.#sound(wordRows(heard, this.#plan.activation, aggregation).values)
      }
    }
    return answers
  }

  /** A network gone wrong is not to look like a text without entities. */
  #sound(values: Float32Array): Float32Array {
    const { modelFile, settings } = this.#model
    for (const value of values) {
      if (Number.isNaN(value)) throw notANumber(modelFile)
      if (settings.values === 'probabilities' && (value < -0.001 || value > 1.001))
        throw unsuited(
          modelFile,
          `the network gives ${String(value)}, which is no probability`,
          'Write "values": "logits" in ontoground.json.',
        )
    }
    return values
  }

  #tokenTask(task: PlannedTask, { prefix, suffix, unknownId }: WordPieceSettings): TokenTask {
    const idsOf = (mark: string): readonly number[] => {
      const ids = this.#tokenizer.pieces(mark, this.#model.settings.maxTokens)
      if (!ids.includes(unknownId)) return ids
      throw unsuited(
        this.#model.tokenizerFile,
        `the tokenizer does not know "${mark}", which "tasks" of ontoground.json puts around texts`,
        'Use the tokenizer the model was trained with.',
      )
    }
    const [lead, trail] = [
      [...prefix, ...idsOf(task.before)],
      [...idsOf(task.after), ...suffix],
    ]
    return { ...task, lead, trail }
  }

  #roomOf({ lead, trail }: TokenTask): number {
    const room = this.#model.settings.maxTokens - lead.length - trail.length
    if (room >= LEAST_ROOM) return room
    throw unsuited(
      this.#model.modelFile,
      `"maxTokens" leaves room for ${String(room)} tokens between what stands around a text`,
      'Correct ontoground.json.',
    )
  }

  #open(): NetworkSession {
    if (this.#network !== undefined) return this.#network
    throw new KnownError('USAGE', 'the tagger was closed', 'Open it again.')
  }
}

/** The case of the word of each piece, after so many tokens that have none. */
const casesOf = (words: readonly TextWord[], before: number): number[] => [
  ...Array<number>(before).fill(0),
  ...words.flatMap(({ text, pieces }) => Array<number>(pieces.length).fill(caseOf(text))),
]

/** As many windows together as are worth sorting. */
function* pooled(windows: Iterable<TextWindow>): Generator<readonly TextWindow[]> {
  let pool: TextWindow[] = []
  let tokens = 0
  for (const window of windows) {
    pool.push(window)
    for (const { pieces } of window.words) tokens += pieces.length
    if (pool.length < MOST_WINDOWS && tokens < MOST_TOKENS) continue
    yield pool
    pool = []
    tokens = 0
  }
  if (pool.length > 0) yield pool
}

/** By start, longer before shorter, then by class; the same entity once, with its best score. */
const distinct = (entities: readonly TaggedEntity[]): TaggedEntity[] => {
  const sorted = entities.toSorted(
    (a, b) =>
      a.start - b.start ||
      b.end - a.end ||
      (a.class < b.class ? -1 : Number(a.class > b.class)) ||
      b.score - a.score,
  )
  return sorted.filter((entity, index) => {
    const before = sorted[index - 1]
    return before?.start !== entity.start || before.end !== entity.end || before.class !== entity.class
  })
}
