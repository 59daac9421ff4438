import { didYouMean } from '../../core/nearest.ts'
import type { TaggerSettings } from '../../models/tagger-settings.ts'
import { type Label, namesOf, parseLabel } from './labels.ts'

const CLASS = /^[a-z][a-z0-9_]*$/

/** What is wrong with the settings of a tagger, key and value named, that one key alone does not show. */
export const flawOf = (settings: TaggerSettings): string | undefined => {
  const labels = settings.labels.map(parseLabel)
  return (
    flawOfLabels(settings, labels) ??
    flawOfClasses(settings, namesOf(labels)) ??
    flawOfTransitions(settings) ??
    flawOfWindows(settings)
  )
}

const flawOfLabels = (
  { labels: texts, decoding }: TaggerSettings,
  labels: readonly Label[],
): string | undefined => {
  const twice = texts.find((text, index) => texts.indexOf(text) < index)
  if (twice !== undefined) return `labels: "${twice}" stands there twice`
  if (namesOf(labels).length === 0) return 'labels: none speaks of an entity'
  if (decoding === 'single-label' && labels.every(({ mark }) => mark !== 'O'))
    return 'labels: of decoding "single-label", one must be for words in no entity: "O"'
  return undefined
}

const flawOfClasses = (settings: TaggerSettings, names: readonly string[]): string | undefined => {
  const { classes, thresholds, tasks = [] } = settings
  for (const name of Object.keys(classes))
    if (!names.includes(name)) return `classes: no label has the name "${name}".${didYouMean(name, names)}`
  for (const name of names)
    if (!Object.hasOwn(classes, name) && !CLASS.test(name))
      return name === ''
        ? 'labels: "B" and "I" name no class; write which under "classes": { "": "disease" }'
        : `labels: "${name}" is no entity class; write which it is under "classes", or null`
  const known = new Set(names.map((name) => (Object.hasOwn(classes, name) ? classes[name] : name)))
  if ([...known].every((each) => each === null)) return 'classes: none is left'
  const spoken = [
    ...Object.keys(thresholds).map((each) => ['thresholds', each] as const),
    ...tasks.flatMap((task) => (task.classes ?? []).map((each) => ['tasks', each] as const)),
  ]
  for (const [key, each] of spoken) if (!known.has(each)) return `${key}: no label is of the class "${each}"`
  return undefined
}

const flawOfTransitions = (settings: TaggerSettings): string | undefined => {
  const { labels, decoding, transitions, aggregation, values } = settings
  if (transitions === undefined) return undefined
  if (decoding === 'multi-label') return 'transitions: go with decoding "single-label" alone'
  const { start, end, between } = transitions
  const lists = [
    ['start', start],
    ['end', end],
    ['between', between],
  ] as const
  const rows = between.map((row, index) => [`between.${String(index)}`, row] as const)
  for (const [key, list] of [...lists, ...rows])
    if (list.length !== labels.length)
      return `transitions.${key}: has ${String(list.length)} entries, there are ${String(labels.length)} labels`
  if (aggregation === 'max') return 'aggregation: "max" does not go with transitions'
  return values === 'probabilities' ? 'values: transitions are added to "logits"' : undefined
}

const flawOfWindows = ({ maxTokens, overlap }: TaggerSettings): string | undefined =>
  overlap * 4 > maxTokens
    ? `overlap: ${String(overlap)} is more than a quarter of the ${String(maxTokens)} tokens of a window`
    : undefined
