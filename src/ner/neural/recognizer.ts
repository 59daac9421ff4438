import { z } from 'zod'
import { partsOf, type TextDocument } from '../../core/document.ts'
import type { Finding, Findings, RecognizeOptions, Recognizer, RecognizerKind } from '../contract.ts'
import type { Tagger } from './contract.ts'
import { openTagger } from './open-tagger.ts'

const className = z.string().min(1)

const optionsSchema = z.strictObject({
  /** Folder of the model, relative to the configuration. Default: `shipped`, the one in the package. */
  model: z
    .string('the folder of a tagger is wanted; docs/models.md says what that is')
    .min(1)
    .default('shipped'),
  /** Only these entity classes. Default: all the model has. */
  classes: z.array(className).min(1).optional(),
  /** By entity class, in place of the model's own, 0–1. */
  thresholds: z.record(className, z.number().min(0).max(1)).optional(),
  /** Entity classes of which what others find counts only where the tagger finds something, too. Default: {@link decidedBy}. */
  decides: z.array(className).optional(),
  /** Names of tasks, of a model that has tasks. Default: its first. */
  tasks: z.array(z.string().min(1)).min(1).optional(),
})
export type NeuralOptions = Readonly<z.infer<typeof optionsSchema>>

const NAME = 'neural'

/** Finds what a tagger takes for mentions. Sections are read by themselves. */
export class NeuralRecognizer implements Recognizer {
  readonly name = NAME
  readonly classes: readonly string[]
  readonly decides: readonly string[]
  readonly #tagger: Tagger

  /** @param tagger closed by whoever opened it */
  constructor(tagger: Tagger, decides: readonly string[] = decidedBy(tagger)) {
    this.#tagger = tagger
    this.classes = tagger.classes
    this.decides = decides
  }

  async recognize(
    document: TextDocument,
    { explain = false, signal }: RecognizeOptions = {},
  ): Promise<Findings> {
    const sections = partsOf(document)
    const texts = sections.map(({ start, end }) => document.text.slice(start, end))
    const found = await this.#tagger.tag(texts, signal)
    const findings: Finding[] = []
    for (const [index, entities] of found.entries()) {
      const offset = sections[index]?.start ?? 0
      for (const { start, end, class: entityClass, score } of entities)
        findings.push({
          spans: [[offset + start, offset + end]],
          class: entityClass,
          score,
          by: NAME,
          reasons: explain ? [`${this.#tagger.name} takes it for ${entityClass} (${score.toFixed(2)})`] : [],
        })
    }
    return { findings }
  }
}

/** What dictionary and patterns find where a tagger sees nothing: names in lists, and what is written by rule. */
const KNOWN_BETTER: ReadonlySet<string> = new Set(['cell_line', 'variant'])

const decidedBy = ({ classes }: Tagger): readonly string[] =>
  classes.filter((name) => !KNOWN_BETTER.has(name))

export const neuralKind: RecognizerKind<NeuralOptions> = {
  options: optionsSchema,
  create: async ({ taggerFolder, whenClosed }, { model, decides, ...choice }) => {
    const tagger = await openTagger(taggerFolder(model), choice)
    whenClosed(() => tagger.close())
    return new NeuralRecognizer(tagger, decides)
  },
}
