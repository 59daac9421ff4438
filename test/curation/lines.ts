import { type Curation, GENERATED_BY } from '../../src/curation/curation.ts'

/** A person's line, with what a test says of it. */
export const line = (more: Partial<Curation> & Pick<Curation, 'action'>): Curation => ({
  author: 'jd',
  date: '2026-01-31',
  reason: 'made up',
  line: 1,
  ...more,
})

/** A line of the program. */
export const generated = (more: Partial<Curation> & Pick<Curation, 'action'>): Curation =>
  line({ author: GENERATED_BY, ...more })

/** Lines numbered from 1. */
export const numbered = (...lines: readonly Curation[]): readonly Curation[] =>
  lines.map((curation, index) => ({ ...curation, line: index + 1 }))
