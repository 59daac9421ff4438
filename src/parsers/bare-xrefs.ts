import type { Xref } from '../core/term.ts'
import type { ParseContext } from './contract.ts'

/** Codes without a prefix by their nature. */
const NOTATION = 'skos:notation'

/** Tells of each cross-reference of a term that has no prefix: it is kept, but names nothing that could be found. */
export const reportBareXrefs = (xrefs: readonly Xref[], line: number, context: ParseContext): void => {
  for (const { predicate, object } of xrefs) {
    if (object.includes(':') || predicate === NOTATION) continue
    const message = `xref "${object.slice(0, 80)}" has no prefix; kept as it is`
    context.report({ code: 'malformed-xref', line, message, repair: 'Write it as PREFIX:id.' })
  }
}
