import type { Curie } from '../core/term.ts'
import type { Lesson } from './lessons.ts'

/** What is known of names before gold is learned; names that other gold taught are not counted. */
export interface KnownNames {
  /** The concept has the name, on the `exact` or `case` rung. */
  has(concept: Curie, text: string): boolean
  /** Another concept has a name that meets the text on a rung of the ladder. */
  hasRival(concept: Curie, text: string): boolean
  /** A person dropped the name, of this concept or of all. */
  isDropped(concept: Curie, text: string): boolean
}

export interface LessonLimits {
  /** A name that means a concept in fewer mentions is not added. */
  readonly minCount: number
}

/**
 * Why a name that gold has is not added:
 *
 * - `dropped`: a person has said that it is no name
 * - `rare`: fewer mentions than were asked for
 * - `unusual`: as a rule the name means something else in this gold
 * - `known`: the concept has the name already
 */
export const LESSON_RULES = ['dropped', 'rare', 'unusual', 'known'] as const
export type LessonRule = (typeof LESSON_RULES)[number]

/** Of the mentions with a name, those that mean the concept are at least this share: one in five. */
export const LEAST_SHARE = 0.2

export interface Verdict {
  readonly lesson: Lesson
  /** Why the name is not added; `null`: it is. */
  readonly rule: LessonRule | null
  /** It is what the name means as a rule, and other concepts have the name, too. */
  readonly isPreferred: boolean
}

/** The first rule that applies says what becomes of a name. */
export const judgeLessons = (
  lessons: readonly Lesson[],
  known: KnownNames,
  limits: LessonLimits,
): readonly Verdict[] =>
  lessons.map((lesson) => {
    const rule = ruleOn(lesson, known, limits)
    return { lesson, rule, isPreferred: isHeld(rule) && isContested(lesson, known) }
  })

/** Gold knows what the name means where several concepts could be meant. */
const isContested = ({ concept, text, mentions, of, isUsual }: Lesson, known: KnownNames): boolean =>
  isUsual && (mentions < of || known.hasRival(concept, text))

const ruleOn = (
  { concept, text, mentions, of }: Lesson,
  known: KnownNames,
  { minCount }: LessonLimits,
): LessonRule | null => {
  if (known.isDropped(concept, text)) return 'dropped'
  if (mentions < minCount) return 'rare'
  if (mentions < LEAST_SHARE * of) return 'unusual'
  return known.has(concept, text) ? 'known' : null
}

/** The concept has the name, now or before. */
const isHeld = (rule: LessonRule | null): boolean => rule === null || rule === 'known'
