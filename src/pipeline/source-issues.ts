import type { ResolvedSource } from '../config/load.ts'
import { KnownError } from '../core/errors.ts'
import type { Issue } from '../core/issue.ts'
import type { BuildEvent } from './progress.ts'

/** Past this many issues of one source only the count goes on. */
const MAX_KEPT = 10_000

/** The flaws of one source as they are found: told, counted, and the first of them held to be kept. */
export class SourceIssues {
  readonly byCode = new Map<string, number>()
  count = 0
  readonly #source: ResolvedSource
  readonly #strict: boolean
  readonly #onEvent: (event: BuildEvent) => void
  #pending: Issue[] = []

  constructor(source: ResolvedSource, strict: boolean, onEvent: (event: BuildEvent) => void) {
    this.#source = source
    this.#strict = strict
    this.#onEvent = onEvent
  }

  /** @throws KnownError `SOURCE_ISSUE` under `strict` */
  readonly report = (issue: Issue): void => {
    if (this.#strict) throw strictFailure(this.#source, issue)
    if (this.count < MAX_KEPT) this.#pending.push(issue)
    this.add(issue.code, 1)
    this.tell(issue)
  }

  /** Counts what is kept already. */
  add(code: string, times: number): void {
    this.byCode.set(code, (this.byCode.get(code) ?? 0) + times)
    this.count += times
  }

  tell(issue: Issue): void {
    this.#onEvent({ kind: 'issue', source: this.#source.name, file: this.#source.file, issue })
  }

  /** What was reported since it was asked before, as far as it is to be kept. */
  take(): readonly Issue[] {
    const taken = this.#pending
    this.#pending = []
    return taken
  }
}

const strictFailure = (source: ResolvedSource, issue: Issue): KnownError =>
  new KnownError('SOURCE_ISSUE', `${issue.message} (${issue.code}; --strict stops here)`, issue.repair, {
    place: issue.line > 0 ? { file: source.file, line: issue.line } : { file: source.file },
  })
