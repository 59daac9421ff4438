import { partsOf, type TextDocument } from '../core/document.ts'
import type { CommonWords } from '../core/text/ordinariness.ts'
import type { NameHit, NameLookup, NameSpotter } from '../index/contract.ts'
import type { Finding, Findings, RecognizeOptions, Recognizer, Rejected } from './contract.ts'
import { caseAgreement } from '../core/text/case-agreement.ts'
import { cluesOf } from './dictionary/evidence.ts'

export interface DictionaryParts {
  readonly spotter: NameSpotter
  readonly names: NameLookup
  readonly words: CommonWords
}

export interface DictionaryOptions {
  /** Least score of a finding, 0–1. Default 0.5. */
  readonly threshold?: number
}

const DEFAULT_THRESHOLD = 0.5
const MOST_REMEMBERED = 1 << 16
/** Longer stretches are not remembered. */
const LONGEST_REMEMBERED = 100

/** What a stretch of text is, wherever it stands: the best name of each class. */
interface Verdict {
  readonly found: readonly Omit<Finding, 'spans'>[]
  readonly rejected: readonly Omit<Rejected, 'spans'>[]
}

const NOTHING: Verdict = { found: [], rejected: [] }
const NAME = 'dictionary'

/** Finds the names of the knowledge base: every stretch that meets one on the ladder, nested ones too. */
export class DictionaryRecognizer implements Recognizer {
  readonly name = NAME
  readonly classes: readonly string[]
  readonly #parts: DictionaryParts
  readonly #threshold: number
  /** A pure function remembered: texts say the same names again and again. Forgotten when full. */
  readonly #verdicts = new Map<string, Verdict>()

  constructor(parts: DictionaryParts, { threshold = DEFAULT_THRESHOLD }: DictionaryOptions = {}) {
    this.#parts = parts
    this.#threshold = threshold
    this.classes = parts.names.classes
  }

  recognize(document: TextDocument, { explain = false, signal }: RecognizeOptions = {}): Findings {
    const findings: Finding[] = []
    const rejected: Rejected[] = []
    const { text } = document
    for (const section of partsOf(document)) {
      signal?.throwIfAborted()
      this.#parts.spotter.scan(text, section.start, section.end, (start, end) => {
        const verdict = this.#verdictOn(text.slice(start, end))
        if (verdict === NOTHING) return
        const spans = [[start, end]] as const
        for (const found of verdict.found) findings.push({ spans, ...found })
        if (explain) for (const each of verdict.rejected) rejected.push({ spans, ...each })
      })
    }
    return explain ? { findings, rejected } : { findings }
  }

  #verdictOn(text: string): Verdict {
    const known = this.#verdicts.get(text)
    if (known !== undefined) return known
    const verdict = this.#judge(text)
    if (text.length > LONGEST_REMEMBERED) return verdict
    if (this.#verdicts.size >= MOST_REMEMBERED) this.#verdicts.clear()
    // A copy: a piece of the text would hold all of it in memory.
    this.#verdicts.set(Buffer.from(text, 'utf16le').toString('utf16le'), verdict)
    return verdict
  }

  #judge(text: string): Verdict {
    const best = new Map<string, Judged>()
    const rejected: Verdict['rejected'][number][] = []
    for (const hit of this.#parts.names.normalized(text)) {
      const bar = curated(text, hit)
      if (bar !== null) {
        rejected.push({ class: hit.entityClass, by: NAME, reason: bar })
        continue
      }
      const judged = this.#weigh(text, hit)
      if (judged.score > (best.get(hit.entityClass)?.score ?? -1)) best.set(hit.entityClass, judged)
    }
    const found: Verdict['found'][number][] = []
    for (const [entityClass, { score, reasons, against }] of best) {
      if (score >= this.#threshold) found.push({ class: entityClass, score, by: NAME, reasons })
      else rejected.push({ class: entityClass, by: NAME, reason: `${against} (${score.toFixed(2)})` })
    }
    return found.length === 0 && rejected.length === 0 ? NOTHING : { found, rejected }
  }

  #weigh(text: string, hit: NameHit): Judged {
    let logOdds = 0
    let worst = { weight: 0, reason: 'too little speaks for it' }
    const reasons: string[] = []
    for (const clue of cluesOf(text, hit, this.#parts.words)) {
      logOdds += clue.weight
      reasons.push(clue.reason)
      if (clue.weight < worst.weight) worst = clue
    }
    return { score: 1 / (1 + Math.exp(-logOdds)), reasons, against: worst.reason }
  }
}

interface Judged {
  readonly score: number
  readonly reasons: readonly string[]
  /** What speaks most against it. */
  readonly against: string
}

/** Why a curation bars the name from being found so; `null` when none does. */
const curated = (text: string, { text: name, use }: NameHit): string | null => {
  if (use === 'drop') return `a curation drops "${name}"`
  if (use === 'link-only') return `a curation keeps "${name}" for linking alone`
  if (use === 'case-sensitive' && caseAgreement(text, name) !== 'same')
    return `a curation makes "${name}" case-sensitive`
  return null
}
