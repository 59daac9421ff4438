import type { Curie } from '../core/term.ts'
import { LESSON_RULES, type LessonRule, type Verdict } from '../curation/judge-lessons.ts'
import { compareTexts, type Lesson, LessonTally } from '../curation/lessons.ts'
import type { LearnConcepts } from './learn-concepts.ts'
import type { GroundedDocument, GroundedMention } from './learn-gold.ts'

/**
 * Why a mention of gold teaches nothing:
 *
 * - `other-class`: another entity class was asked for
 * - `no-id`: it has no concept
 * - `composite`: it names several concepts at once, and is the name of none
 * - `unknown-id`: no source that may be taught has its concept
 * - `short-form`: the document says what it is short for; elsewhere it may stand for something else, and the linker reads
 *   the long form in its place
 */
export const MENTION_RULES = ['other-class', 'no-id', 'composite', 'unknown-id', 'short-form'] as const
export type MentionRule = (typeof MENTION_RULES)[number]

/** What was left out by a rule: how much, and the most frequent of it. */
export interface LeftOut<Rule extends string = string> {
  readonly rule: Rule
  readonly count: number
  readonly examples: readonly string[]
}

/** What gold teaches, and what it does not. */
export interface GoldReport {
  /** Its path from the configuration. */
  readonly gold: string
  readonly documents: number
  readonly mentions: number
  /** Mentions that teach nothing, by rule; the others are of `names`. */
  readonly mentionsLeftOut: readonly LeftOut<MentionRule>[]
  /** Names with a concept each. */
  readonly names: number
  /** Names that are not added, by rule. */
  readonly namesLeftOut: readonly LeftOut<LessonRule>[]
  readonly added: number
  /** Names, known or added, that are preferred for their concept where others have them, too. */
  readonly preferred: number
}

const EXAMPLES = 3

/** Keeps the books on one gold file. */
export class GoldBook {
  readonly gold: string
  readonly #concepts: LearnConcepts
  readonly #classes: readonly string[] | undefined
  readonly #tally = new LessonTally()
  readonly #sources = new Map<Curie, string>()
  readonly #leftOut = new Map<MentionRule, Map<string, number>>()
  readonly #documents = new Set<string>()
  #mentions = 0
  #verdicts: readonly Verdict[] = []

  constructor(gold: string, concepts: LearnConcepts, classes?: readonly string[]) {
    this.gold = gold
    this.#concepts = concepts
    this.#classes = classes
  }

  add({ id, mentions, definitions }: GroundedDocument): void {
    this.#documents.add(id)
    const shorts = new Set(definitions.map(({ short }) => short))
    for (const mention of mentions) this.#addMention(mention, id, shorts)
  }

  /** The source whose curations name a concept of this gold. */
  sourceOf(concept: Curie): string {
    return this.#sources.get(concept) ?? ''
  }

  lessons(): readonly Lesson[] {
    return this.#tally.lessons()
  }

  /** Tells the book what became of its lessons. */
  judged(verdicts: readonly Verdict[]): void {
    this.#verdicts = verdicts
  }

  report(): GoldReport {
    const byRule = new Map<LessonRule, Map<string, number>>()
    for (const { rule, lesson } of this.#verdicts)
      if (rule !== null) count(byRule, rule, `${lesson.text} (${lesson.concept})`, lesson.mentions)
    return {
      gold: this.gold,
      documents: this.#documents.size,
      mentions: this.#mentions,
      mentionsLeftOut: MENTION_RULES.flatMap((rule) =>
        leftOut(rule, this.#leftOut.get(rule), ([, times]) => times),
      ),
      names: this.#verdicts.length,
      namesLeftOut: LESSON_RULES.flatMap((rule) => leftOut(rule, byRule.get(rule), () => 1)),
      added: this.#verdicts.filter(({ rule }) => rule === null).length,
      preferred: this.#verdicts.filter(({ isPreferred }) => isPreferred).length,
    }
  }

  #addMention(mention: GroundedMention, document: string, shorts: ReadonlySet<string>): void {
    this.#mentions++
    const text = mention.text.replace(/\s+/g, ' ').trim()
    const concepts = mention.ids.flatMap((id) => this.#concepts.conceptsOf(id))
    const rule = this.#ruleOn({ ...mention, text }, concepts.length, shorts)
    if (rule !== null) {
      count(this.#leftOut, rule, text, 1)
      return
    }
    for (const { id, source } of concepts) this.#sources.set(id, source)
    this.#tally.add(text, [...new Set(concepts.map(({ id }) => id))], document)
  }

  #ruleOn(
    { text, ids, composite, class: entityClass }: GroundedMention,
    concepts: number,
    shorts: ReadonlySet<string>,
  ): MentionRule | null {
    if (this.#classes?.includes(entityClass) === false) return 'other-class'
    if (ids.length === 0 || text === '') return 'no-id'
    if (composite) return 'composite'
    if (concepts === 0) return 'unknown-id'
    return isShortForm(text, shorts) ? 'short-form' : null
  }
}

/** A short form, or its plural, in the very case of its definition. */
const isShortForm = (text: string, shorts: ReadonlySet<string>): boolean =>
  shorts.has(text) || (text.endsWith('s') && shorts.has(text.slice(0, -1)))

const count = <Rule>(
  rules: Map<Rule, Map<string, number>>,
  rule: Rule,
  text: string,
  times: number,
): void => {
  const texts = rules.get(rule) ?? new Map<string, number>()
  texts.set(text, (texts.get(text) ?? 0) + times)
  rules.set(rule, texts)
}

const leftOut = <Rule extends string>(
  rule: Rule,
  texts: ReadonlyMap<string, number> = new Map<string, number>(),
  weight: (entry: readonly [string, number]) => number,
): readonly LeftOut<Rule>[] => {
  if (texts.size === 0) return []
  const sorted = [...texts].sort(([a, often], [b, oftener]) => oftener - often || compareTexts(a, b))
  const total = sorted.reduce((sum, entry) => sum + weight(entry), 0)
  return [{ rule, count: total, examples: sorted.slice(0, EXAMPLES).map(([text]) => text) }]
}
