/** An entity in a text; UTF-16 code units, half-open. */
export interface TaggedEntity {
  readonly start: number
  readonly end: number
  /** Entity class. */
  readonly class: string
  /** 0–1, as the network has it: the mean, over its words, of the probability that the word is of such an entity. */
  readonly score: number
}

/** Finds entities in texts by a network. One thread at a time; what takes long is done outside the caller's thread. */
export interface Tagger {
  /** As people call it. */
  readonly name: string
  /** Entity classes it may find. */
  readonly classes: readonly string[]
  /**
   * The entities of each text, by start, longer before shorter; those of one class may overlap only where the model has
   * several names for it. Texts are read by themselves, of any length.
   *
   * @throws KnownError `ABORTED`, `MODEL_UNSUITED`, `MODEL_DAMAGED`
   */
  tag(texts: readonly string[], signal?: AbortSignal): Promise<readonly (readonly TaggedEntity[])[]>
  /** Frees the model; asking afterwards is the error `USAGE`. */
  close(): Promise<void>
}

/** What of a model is used, and how. */
export interface TaggerChoice {
  /** Only these entity classes. Default: all it has. */
  readonly classes?: readonly string[] | undefined
  /** 0–1, by entity class, in place of the model's own. */
  readonly thresholds?: Readonly<Record<string, number>> | undefined
  /** Names of tasks to ask for, of a model that has tasks. Default: its first. */
  readonly tasks?: readonly string[] | undefined
}
