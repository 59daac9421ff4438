import { endOf, type Mention, startOf, type TextDocument } from '../core/document.ts'
import { KnownError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import { type ClassOf, classOfLabel } from '../eval/labels.ts'
import { type PairOptions, readEvaluationFile } from './evaluation-pairs.ts'

export interface ScopeOptions extends PairOptions {
  /** Label of the files → entity class; `''` leaves mentions with the label out. What is not there goes by the public corpora. */
  readonly map?: Readonly<Record<string, string>> | undefined
  /** Only these entity classes count. Default: those of gold, and of them only what `predictions` may well hold. */
  readonly classes?: readonly string[] | undefined
}

/** What was scored and what was not. */
export interface ScopeAccount {
  /** Entity classes that were scored. */
  readonly classes: readonly string[]
  /** How many mentions were passed over, by class. */
  readonly leftOut: {
    readonly gold: Readonly<Record<string, number>>
    readonly predicted: Readonly<Record<string, number>>
  }
  /** How many mentions in pieces count as the stretch from their first to their last, since gold has none in pieces. */
  readonly joined: number
}

/** Names classes alike on both sides, and passes over what is not to be scored. */
export class Scope {
  readonly #classOf: ClassOf
  readonly #predictedClassOf: ClassOf
  readonly #classes: ReadonlySet<string>
  readonly #hasPieces: boolean
  readonly #leftOut = { gold: new Map<string, number>(), predicted: new Map<string, number>() }
  #joined = 0

  constructor(
    { classes, hasPieces }: { readonly classes: readonly string[]; readonly hasPieces: boolean },
    classOf: ClassOf,
    predictedClassOf: ClassOf,
  ) {
    this.#classes = new Set(classes)
    this.#hasPieces = hasPieces
    this.#classOf = classOf
    this.#predictedClassOf = predictedClassOf
  }

  /** The same, of predictions that a file holds; counts of its own. */
  ofFile(): Scope {
    return new Scope(
      { classes: [...this.#classes], hasPieces: this.#hasPieces },
      this.#classOf,
      this.#classOf,
    )
  }

  gold(mentions: readonly Mention[]): Mention[] {
    return mentions.flatMap((mention) => this.#scored(mention, this.#classOf, this.#leftOut.gold))
  }

  predicted({ text, mentions }: Pick<TextDocument, 'text' | 'mentions'>): Mention[] {
    const scored = mentions.flatMap((mention) =>
      this.#scored(mention, this.#predictedClassOf, this.#leftOut.predicted),
    )
    return this.#hasPieces ? scored : scored.map((mention) => this.#inOnePiece(text, mention))
  }

  #inOnePiece(text: string, mention: Mention): Mention {
    if (mention.spans.length === 1) return mention
    this.#joined++
    const [start, end] = [startOf(mention), endOf(mention)]
    return { ...mention, spans: [[start, end]], text: text.slice(start, end) }
  }

  /** As gold, uncounted. */
  seen(mentions: readonly Mention[]): Mention[] {
    return mentions.flatMap((mention) => this.#scored(mention, this.#classOf, new Map()))
  }

  account(): ScopeAccount {
    const { gold, predicted } = this.#leftOut
    const sorted = (counts: ReadonlyMap<string, number>): Record<string, number> =>
      Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
    return {
      classes: [...this.#classes].sort(),
      leftOut: { gold: sorted(gold), predicted: sorted(predicted) },
      joined: this.#joined,
    }
  }

  #scored(mention: Mention, classOf: ClassOf, leftOut: Map<string, number>): Mention[] {
    const name = classOf(mention.class)
    if (name !== undefined && this.#classes.has(name)) return [{ ...mention, class: name }]
    const key = name ?? mention.class
    leftOut.set(key, (leftOut.get(key) ?? 0) + 1)
    return []
  }
}

export const scopeOf = async (options: ScopeOptions): Promise<Scope> => {
  const classOf = classOfLabel(options.map)
  const isFile = 'file' in options.predictions
  const predictedClassOf: ClassOf = isFile ? classOf : (label) => label
  for (const name of options.classes ?? []) requireFindable(name, options)
  const { inGold, hasPieces } = await survey(options, classOf)
  const classes = options.classes ?? sharedClasses(options, inGold)
  return new Scope({ classes, hasPieces }, classOf, predictedClassOf)
}

interface Survey {
  readonly inGold: readonly string[]
  readonly hasPieces: boolean
}

/** What there is in gold. */
const survey = async ({ gold, signal }: ScopeOptions, classOf: ClassOf): Promise<Survey> => {
  const inGold = new Set<string>()
  let hasPieces = false
  // What is wrong with the file is told when it is read to be scored.
  for await (const { mentions } of readEvaluationFile(gold, { report: () => undefined, signal }))
    for (const { class: label, spans } of mentions) {
      inGold.add(classOf(label) ?? '')
      hasPieces ||= spans.length > 1
    }
  inGold.delete('')
  return { inGold: [...inGold], hasPieces }
}

const requireFindable = (name: string, { predictions }: ScopeOptions): void => {
  const known = 'file' in predictions ? undefined : predictions.classes
  if (known === undefined || known.includes(name)) return
  throw new KnownError(
    'CLASS_NOT_FOUND',
    `nothing finds mentions of the class "${name}".${didYouMean(name, known)}`,
    `There are: ${known.toSorted().join(', ')}.`,
  )
}

/** The classes of gold that may be found. */
const sharedClasses = ({ gold, predictions }: ScopeOptions, inGold: readonly string[]): readonly string[] => {
  const { classes: known, named = known } = 'file' in predictions ? {} : predictions
  for (const classes of [named, known]) {
    const shared = inGold.filter((name) => classes?.includes(name) ?? true)
    if (shared.length > 0) return shared
  }
  if (inGold.length === 0)
    throw new KnownError('USAGE', `${gold.file} has no mentions to score`, 'Check its format: --from.')
  throw new KnownError(
    'CLASS_NOT_FOUND',
    `gold has mentions of ${inGold.toSorted().join(', ')}; what is to be scored finds ${(known ?? []).toSorted().join(', ')}`,
    'Say which label stands for which class: --map LABEL=class.',
  )
}
