import { KnownError } from '../../core/errors.ts'
import { didYouMean } from '../../core/nearest.ts'
import type { TaggerSettings, TaggerTask } from '../../models/tagger-settings.ts'
import type { TaggerChoice } from './contract.ts'
import type { Decoder } from './decoder.ts'
import { namesOf, parseLabel } from './labels.ts'
import { MultiLabelDecoder } from './multi-label-decoder.ts'
import { SingleLabelDecoder } from './single-label-decoder.ts'
import type { Activation } from './word-scores.ts'

/** What is asked of the network, and how its answer is read. */
export interface TaggerPlan {
  readonly decoder: Decoder
  readonly activation: Activation
  /** Entity classes that are found, sorted. */
  readonly classes: readonly string[]
  /** One for each time that a text goes through the network. */
  readonly tasks: readonly PlannedTask[]
  /** Least score of an entity of this class. */
  readonly leastScore: (entityClass: string) => number
}

export interface PlannedTask {
  readonly before: string
  readonly after: string
  /** The entity class of a name; `undefined`: not wanted. */
  readonly classOf: (name: string) => string | undefined
}

/** Of words, where labels do not exclude one another. */
const DEFAULT_THRESHOLD = 0.5
const WHOLE: TaggerTask = { name: '', before: '', after: '' }

/**
 * @param settings as `tagger-flaws.ts` finds them sound
 * @throws KnownError `CONFIG_INVALID` where more is chosen than the model has
 */
export const planOf = (settings: TaggerSettings, choice: TaggerChoice = {}): TaggerPlan => {
  const labels = settings.labels.map(parseLabel)
  const known = classesOf(settings)
  for (const name of [...(choice.classes ?? []), ...Object.keys(choice.thresholds ?? {})])
    requireKnown('class', name, known)
  const wanted = new Set(choice.classes ?? known)
  const tasks = chosenTasks(settings, choice)
  const isMultiLabel = settings.decoding === 'multi-label'
  const usual = isMultiLabel ? DEFAULT_THRESHOLD : 0
  const thresholdOf = (entityClass: string): number =>
    choice.thresholds?.[entityClass] ?? settings.thresholds[entityClass] ?? settings.threshold ?? usual
  const decoder = isMultiLabel
    ? new MultiLabelDecoder(labels, (name) => {
        const entityClass = classOf(settings, name)
        return entityClass === undefined || !wanted.has(entityClass) ? undefined : thresholdOf(entityClass)
      })
    : new SingleLabelDecoder(labels, settings.transitions)
  return {
    decoder,
    activation: activationOf(settings),
    classes: known.filter(
      (each) => wanted.has(each) && tasks.some((task) => task.classes?.includes(each) ?? true),
    ),
    tasks: tasks.map(({ before, after, classes }) => ({
      before,
      after,
      classOf: (name) => {
        const entityClass = classOf(settings, name)
        const isMeant = entityClass !== undefined && wanted.has(entityClass)
        return isMeant && classes?.includes(entityClass) !== false ? entityClass : undefined
      },
    })),
    leastScore: isMultiLabel ? () => 0 : thresholdOf,
  }
}

/** The entity class of a name within a label, `undefined` for none. */
export const classOf = ({ classes }: TaggerSettings, name: string): string | undefined =>
  Object.hasOwn(classes, name) ? (classes[name] ?? undefined) : name

/** Entity classes of all labels, sorted. */
export const classesOf = (settings: TaggerSettings): string[] => {
  const names = namesOf(settings.labels.map(parseLabel))
  return [...new Set(names.flatMap((name) => classOf(settings, name) ?? []))].sort()
}

const activationOf = ({ values, decoding, transitions }: TaggerSettings): Activation => {
  // Transitions are added to what the network says, not to probabilities.
  if (values === 'probabilities' || transitions !== undefined) return 'none'
  return decoding === 'multi-label' ? 'sigmoid' : 'softmax'
}

const chosenTasks = ({ tasks = [WHOLE] }: TaggerSettings, choice: TaggerChoice): readonly TaggerTask[] => {
  if (choice.tasks === undefined) return tasks.slice(0, 1)
  const names = tasks.map(({ name }) => name).filter(Boolean)
  for (const name of choice.tasks) requireKnown('task', name, names)
  return tasks.filter(({ name }) => choice.tasks?.includes(name))
}

const requireKnown = (what: string, name: string, known: readonly string[]): void => {
  if (known.includes(name)) return
  throw new KnownError(
    'CONFIG_INVALID',
    `the tagger has no ${what} "${name}".${didYouMean(name, known)}`,
    known.length === 0 ? `It has none: leave them out.` : `It has: ${known.join(', ')}.`,
  )
}
