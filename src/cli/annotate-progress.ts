import type { TextDocument } from '../core/document.ts'
import { type Terminal, thousands } from './terminal.ts'

const REDRAW_MS = 500
/** Fewer documents are not summed up. */
const WORTH_A_SUMMARY = 20

export interface AnnotateProgress {
  document(document: TextDocument): void
  done(): void
  /** Before the end: what was drawn is wiped. */
  stopped(): void
}

/** Shows on stderr how many documents are done and how fast; on a terminal while it goes on. */
export const annotateProgress = ({ stderr }: Terminal, quiet: boolean): AnnotateProgress => {
  const live = !quiet && stderr.isTTY === true
  const begun = Date.now()
  let [documents, mentions, drawn] = [0, 0, begun]
  const state = (): string => {
    const rate = documents / Math.max(0.001, (Date.now() - begun) / 1000)
    return `${thousands(documents)} documents, ${thousands(mentions)} mentions, ${thousands(Math.round(rate))} documents/s`
  }
  const wipe = (): void => {
    if (live) stderr.write('\r\u001b[K')
  }
  return {
    document: (document) => {
      documents++
      mentions += document.mentions.length
      if (!live || Date.now() - drawn < REDRAW_MS) return
      drawn = Date.now()
      stderr.write(`\r\u001b[K${state()} …`)
    },
    stopped: wipe,
    done: () => {
      wipe()
      if (!quiet && documents >= WORTH_A_SUMMARY) stderr.write(`${state()}\n`)
    },
  }
}
