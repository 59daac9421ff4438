import { nameMaker, seededRandom } from '../synthetic.ts'

/** A made-up concept that each format writes in its own way. */
export interface MadeUpConcept {
  /** 1, 2, 3 … */
  readonly number: number
  readonly label: string
  readonly exact: readonly string[]
  readonly related: readonly string[]
  readonly definition: string
  /** Number of an earlier concept; 0 for the first. */
  readonly parent: number
  /** Of the concept it is part of; 0 for most. */
  readonly whole: number
}

const TEMPLATES = 2000

/** Concepts without end: some thousands of made-up records over and over, with fresh numbers. The same for each call. */
export function* madeUpConcepts(): Generator<MadeUpConcept> {
  const random = seededRandom(11)
  const name = nameMaker(random)
  const names = (most: number): string[] => Array.from({ length: Math.floor(random() * (most + 1)) }, name)
  const templates = Array.from({ length: TEMPLATES }, () => ({
    label: name(),
    exact: names(4),
    related: names(2),
    definition: `A ${name()} that is made up, and is said to go with ${name()} more often than with ${name()}.`,
    hasWhole: random() < 0.3,
  }))
  for (let number = 1; ; number++) {
    const template = templates[number % TEMPLATES]
    if (!template) continue
    const { hasWhole, ...record } = template
    const whole = hasWhole ? Math.floor(number / 3) : 0
    yield { ...record, number, parent: Math.floor(number / 2), whole }
  }
}

/** Seven digits or more, as ids of OBO ontologies have. */
export const digits = (number: number, length = 7): string => String(number).padStart(length, '0')
