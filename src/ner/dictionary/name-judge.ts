import { caseAgreement } from '../../core/text/case-agreement.ts'
import type { CommonWords } from '../../core/text/ordinariness.ts'
import { TextMemo } from '../../core/text-memo.ts'
import type { NameHit, NameLookup } from '../../index/contract.ts'
import { type Clue, cluesOf } from './evidence.ts'

/** How sure it is that a stretch of text, as it stands, is a mention of a class. */
export interface Judgement {
  readonly class: string
  /** 0–1. */
  readonly score: number
  /** In plain words; empty unless asked for. */
  readonly reasons: readonly string[]
  /** What speaks most against it; empty unless asked for. */
  readonly against: string
}

/** What a stretch of text is, wherever it stands. */
export interface Verdict {
  /** The best name of each class. */
  readonly judgements: readonly Judgement[]
  /** Classes whose names a curation bars. */
  readonly barred: readonly { readonly class: string; readonly reason: string }[]
}

const NOTHING: Verdict = { judgements: [], barred: [] }

/** Judges by the names of a knowledge base what a stretch of text may be. A pure function that remembers. */
export class NameJudge {
  readonly classes: readonly string[]
  readonly #names: NameLookup
  readonly #words: CommonWords
  readonly #verdicts = new TextMemo<Verdict>()
  readonly #explained = new TextMemo<Verdict>()

  constructor(names: NameLookup, words: CommonWords) {
    this.#names = names
    this.#words = words
    this.classes = names.classes
  }

  verdictOn(text: string, explain = false): Verdict {
    return explain ? this.#explained.of(text, this.#judgeAndSay) : this.#verdicts.of(text, this.#judge)
  }

  readonly #judge = (text: string): Verdict => this.#judged(text, scored)
  readonly #judgeAndSay = (text: string): Verdict => this.#judged(text, scoredAndSaid)

  #judged(text: string, judge: Judge): Verdict {
    const best = new Map<string, Judgement>()
    const barred: Verdict['barred'][number][] = []
    const weighed = new Set<string>()
    for (const hit of this.#names.normalized(text)) {
      const bar = curated(text, hit)
      if (bar !== null) {
        barred.push({ class: hit.entityClass, reason: bar })
        continue
      }
      // Concepts that bear the name alike are judged alike.
      const key = `${hit.entityClass}\t${hit.scope}\t${hit.text}`
      if (weighed.has(key)) continue
      weighed.add(key)
      const judged = judge(hit.entityClass, cluesOf(text, hit, this.#words))
      if (judged.score > (best.get(hit.entityClass)?.score ?? -1)) best.set(hit.entityClass, judged)
    }
    return best.size === 0 && barred.length === 0 ? NOTHING : { judgements: [...best.values()], barred }
  }
}

type Judge = (entityClass: string, clues: readonly Clue[]) => Judgement

const scored: Judge = (entityClass, clues) => {
  let logOdds = 0
  for (const { weight } of clues) logOdds += weight
  return { class: entityClass, score: 1 / (1 + Math.exp(-logOdds)), reasons: NO_REASONS, against: '' }
}

const NO_REASONS: readonly string[] = []

const scoredAndSaid: Judge = (entityClass, clues) => {
  const worst = clues.toSorted((a, b) => a.weight - b.weight)[0]
  return {
    ...scored(entityClass, clues),
    reasons: clues.map(({ reason }) => reason()),
    against: worst !== undefined && worst.weight < 0 ? worst.reason() : 'too little speaks for it',
  }
}

/** Why a curation bars the name from being found so; `null` when none does. */
const curated = (text: string, { text: name, use }: NameHit): string | null => {
  if (use === 'drop') return `a curation drops "${name}"`
  if (use === 'link-only') return `a curation keeps "${name}" for linking alone`
  if (use === 'case-sensitive' && caseAgreement(text, name) !== 'same')
    return `a curation makes "${name}" case-sensitive`
  return null
}
