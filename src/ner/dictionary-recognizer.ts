import { z } from 'zod'
import { partsOf, type TextDocument } from '../core/document.ts'
import type { NameSpotter } from '../index/contract.ts'
import type { Finding, Findings, RecognizeOptions, Recognizer, RecognizerKind, Rejected } from './contract.ts'
import { MOST_FINDINGS } from './sound-findings.ts'
import type { NameJudge } from './dictionary/name-judge.ts'

export interface DictionaryParts {
  readonly spotter: NameSpotter
  readonly judge: NameJudge
}

const optionsSchema = z.strictObject({
  /** Least score of a finding, 0–1. Default 0.5. */
  threshold: z.number().min(0).max(1).optional(),
})
export type DictionaryOptions = Readonly<z.infer<typeof optionsSchema>>

const DEFAULT_THRESHOLD = 0.5
const NAME = 'dictionary'

/** Finds the names of the knowledge base: every stretch that meets one on the ladder, nested ones too. */
export class DictionaryRecognizer implements Recognizer {
  readonly name = NAME
  readonly classes: readonly string[]
  readonly #parts: DictionaryParts
  readonly #threshold: number

  constructor(parts: DictionaryParts, { threshold = DEFAULT_THRESHOLD }: DictionaryOptions = {}) {
    this.#parts = parts
    this.#threshold = threshold
    this.classes = parts.judge.classes
  }

  recognize(document: TextDocument, { explain = false, signal }: RecognizeOptions = {}): Findings {
    const findings: Finding[] = []
    const rejected: Rejected[] = []
    const { text } = document
    const { spotter, judge } = this.#parts
    for (const section of partsOf(document)) {
      signal?.throwIfAborted()
      spotter.scan(text, section.start, section.end, (start, end) => {
        // They will be refused: no need to gather more.
        if (findings.length > MOST_FINDINGS) return
        const { judgements, barred } = judge.verdictOn(text.slice(start, end), explain)
        if (judgements.length === 0 && barred.length === 0) return
        const spans = [[start, end]] as const
        for (const { class: entityClass, score, reasons, against } of judgements)
          if (score >= this.#threshold) findings.push({ spans, class: entityClass, score, by: NAME, reasons })
          else if (explain)
            rejected.push({ spans, class: entityClass, by: NAME, reason: `${against} (${score.toFixed(2)})` })
        if (explain) for (const bar of barred) rejected.push({ spans, by: NAME, ...bar })
      })
    }
    return explain ? { findings, rejected } : { findings }
  }
}

export const dictionaryKind: RecognizerKind<DictionaryOptions> = {
  options: optionsSchema,
  create: ({ spotter, judge }, options) => new DictionaryRecognizer({ spotter: spotter(), judge }, options),
}
