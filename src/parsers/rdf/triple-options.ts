import type { Issue } from '../../core/issue.ts'
import type { ReadOptions } from '../../io/source.ts'

/** What the readers of every syntax are given. */
export interface TripleOptions extends ReadOptions {
  readonly report: (issue: Issue) => void
}
