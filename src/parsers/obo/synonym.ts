import type { Synonym } from '../../core/term.ts'

/** Always made here: objects of few shapes are read fastest. */
export const synonymOf = (
  text: string,
  scope: Synonym['scope'],
  type: string | undefined,
  xrefs: readonly string[],
): Synonym => {
  if (type === undefined) return xrefs.length === 0 ? { text, scope } : { text, scope, xrefs }
  return xrefs.length === 0 ? { text, scope, type } : { text, scope, type, xrefs }
}
