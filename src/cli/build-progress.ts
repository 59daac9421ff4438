import { severityOf } from '../core/issue.ts'
import type { BuildEvent } from '../pipeline/progress.ts'
import { styleOf, type Terminal, thousands } from './terminal.ts'

const REDRAW_TERMS = 5000
const SHOWN_ISSUES = 5

/** Shows a build's events on stderr: one line that is redrawn on a terminal, one line per source elsewhere. */
export const buildProgress = (terminal: Terminal): ((event: BuildEvent) => void) => {
  const { stderr } = terminal
  const style = styleOf(terminal, stderr)
  const live = stderr.isTTY === true
  const clear = live ? '\r\u001b[K' : ''
  let begun = 0
  let issuesShown = 0
  let lastTerms = 0
  return (event) => {
    switch (event.kind) {
      case 'source-begun':
        begun = Date.now()
        issuesShown = 0
        lastTerms = 0
        if (live)
          stderr.write(
            `${clear}${style.dim(`[${String(event.index + 1)}/${String(event.of)}]`)} ${event.source} …`,
          )
        break
      case 'source-progress':
        if (!live || event.terms - lastTerms < REDRAW_TERMS) break
        lastTerms = event.terms
        stderr.write(`${clear}${event.source} … ${thousands(event.terms)} terms`)
        break
      case 'issue':
        if (severityOf(event.issue) !== 'error' || issuesShown++ >= SHOWN_ISSUES) break
        stderr.write(
          `${clear}${style.yellow('left out')} ${event.file}:${String(event.issue.line)}: ${event.issue.message}\n`,
        )
        break
      case 'source-done':
        if (issuesShown > SHOWN_ISSUES)
          stderr.write(
            `${clear}${style.yellow('left out')} … and ${thousands(issuesShown - SHOWN_ISSUES)} more\n`,
          )
        stderr.write(
          `${clear}${event.source}: ${thousands(event.terms)} terms, ${thousands(event.issues)} ${event.issues === 1 ? 'issue' : 'issues'}, ${seconds(begun)}\n`,
        )
        break
      case 'stage':
        if (live) stderr.write(`${clear}${event.name} …`)
        if (event.name === 'writing') stderr.write(clear)
    }
  }
}

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`
