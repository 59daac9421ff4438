import { ISSUE_CODES, type Issue, type IssueCode } from '../core/issue.ts'
import type { SqlValue } from './database.ts'

/** The columns of a flaw as {@link issueOf} takes them. */
export const ISSUE_COLUMNS = 'code, line, message, repair'

export const issueOf = ([code, line, message, repair]: readonly SqlValue[]): Issue => ({
  code: issueCode(code),
  line: Number(line),
  message: String(message),
  repair: String(repair),
})

const issueCode = (code: SqlValue | undefined): IssueCode =>
  typeof code === 'string' && Object.hasOwn(ISSUE_CODES, code) ? (code as IssueCode) : 'malformed-line'
