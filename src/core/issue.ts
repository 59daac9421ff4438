/**
 * A flaw in a source: data to count and report, not an exception. `error` means content was left out; `warning` means
 * it was kept, or that its absence is no loss.
 */
export type IssueSeverity = 'error' | 'warning'

/** What each code means and its repair: `docs/errors.md` (a test compares it with this table, both ways). */
export const ISSUE_CODES = {
  'invalid-utf8': 'error',
  'malformed-line': 'error',
  'missing-id': 'error',
  'duplicate-id': 'error',
  'repeated-tag': 'error',
  'unknown-tag': 'warning',
  'missing-label': 'warning',
  'import-not-followed': 'warning',
  'is-a-cycle': 'warning',
  'unknown-parent': 'warning',
  'malformed-xref': 'warning',
  'fact-without-term': 'warning',
  'conflicting-label': 'warning',
  'missing-file': 'warning',
  'curation-unmatched': 'warning',
  'curation-retired': 'warning',
} as const satisfies Record<string, IssueSeverity>

export type IssueCode = keyof typeof ISSUE_CODES

export interface Issue {
  readonly code: IssueCode
  /** 1-based; 0 when the flaw has no line of its own. */
  readonly line: number
  /** Names the value at fault. */
  readonly message: string
  /** What to do about it. */
  readonly repair: string
}

export const severityOf = (issue: Issue): IssueSeverity => ISSUE_CODES[issue.code]
