import { severityOf } from '../core/issue.ts'
import type { BuildEvent, EmbeddingProgress } from '../pipeline/progress.ts'
import { type Style, styleOf, type Terminal, thousands } from './terminal.ts'

const REDRAW_TERMS = 5000
const SHOWN_ISSUES = 5
/** Shorter stages leave no line behind. */
const SHOWN_STAGE_MS = 1000

/** Shows a build's events on stderr: a line for each source and long stage, and on a terminal how far it is. */
export const buildProgress = (terminal: Terminal): ((event: BuildEvent) => void) => {
  const { stderr } = terminal
  const style = styleOf(terminal, stderr)
  const live = stderr.isTTY === true
  const clear = live ? '\r\u001b[K' : ''
  let begun = 0
  let place = ''
  let issuesShown = 0
  let lastTerms = 0
  let embedded = 0
  return (event) => {
    switch (event.kind) {
      case 'source-begun':
        begun = Date.now()
        place = style.dim(`[${String(event.index + 1)}/${String(event.of)}]`)
        issuesShown = 0
        lastTerms = 0
        if (live) stderr.write(`${clear}${place} ${event.source} …`)
        break
      case 'source-progress':
        if (!live || event.terms - lastTerms < REDRAW_TERMS) break
        lastTerms = event.terms
        stderr.write(`${clear}${place} ${event.source} … ${thousands(event.terms)} terms`)
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
        stderr.write(`${clear}${place} ${event.source}: ${yieldOf(event, begun)}\n`)
        break
      case 'embedding':
        if (live && event.embedded > 0) stderr.write(`${clear}embedding names … ${embeddingText(event)}`)
        embedded = event.embedded
        break
      case 'encoder-failed':
      case 'waiting':
      case 'removed':
      case 'not-compared':
        stderr.write(`${clear}${noticeOf(event, style)}\n`)
        break
      case 'stage-begun':
        begun = Date.now()
        if (live) stderr.write(`${clear}${event.stage} …`)
        break
      case 'stage-done':
        stderr.write(
          Date.now() - begun < SHOWN_STAGE_MS
            ? clear
            : `${clear}${event.stage}: ${event.stage === 'embedding names' ? `${thousands(embedded)} new, ` : ''}${seconds(begun)}\n`,
        )
    }
  }
}

type Notice = BuildEvent & { readonly kind: 'encoder-failed' | 'waiting' | 'removed' | 'not-compared' }

const noticeOf = (event: Notice, { yellow }: Style): string => {
  switch (event.kind) {
    case 'encoder-failed':
      return `${yellow('without vectors')}: ${event.problem.toString()}`
    case 'waiting':
      return `waiting: ${event.holder} is at work on this knowledge base`
    case 'removed':
      return `removed, since newer ones are kept: ${event.builds.join(', ')}`
    case 'not-compared':
      return `${yellow('not compared with the build before')}: ${event.reason}`
  }
}

/** `12,000 of 40,000, 1,500 a second, about 19 s left`. */
const embeddingText = ({ done, of, perSecond, secondsLeft }: EmbeddingProgress): string =>
  [
    `${thousands(done)} of ${thousands(of)}`,
    `${thousands(Math.round(perSecond))} a second`,
    ...(secondsLeft === undefined ? [] : [`about ${durationText(secondsLeft)} left`]),
  ].join(', ')

const durationText = (seconds: number): string =>
  seconds < 100 ? `${String(Math.ceil(seconds))} s` : `${String(Math.ceil(seconds / 60))} min`

/** `12 terms, 1 issue, 0.1 s`; of a mapping set its mappings in place of terms. */
const yieldOf = (
  { terms, mappings, issues, reused }: BuildEvent & { readonly kind: 'source-done' },
  begun: number,
): string =>
  [
    ...(terms > 0 || mappings === 0 ? [counted(terms, 'term')] : []),
    ...(mappings > 0 ? [counted(mappings, 'mapping')] : []),
    counted(issues, 'issue'),
    reused ? 'unchanged' : seconds(begun),
  ].join(', ')

const counted = (count: number, noun: string): string =>
  `${thousands(count)} ${noun}${count === 1 ? '' : 's'}`

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`
