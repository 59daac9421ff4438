import { MAX_SHARED, type WordList } from './lists.ts'
import type { Proposal } from './proposal.ts'

const CLOSED_PREFIX =
  /^(?:post|pre|extra|intra|inter|sub|supra|hyper|hypo|macro|micro|over|under|anti|pro|mono|poly|bi|tri)(?=\p{L}{4})/u

/** "alpha- and beta-globin", "pre- and postsynaptic": the shared part is inside of a word. */
export const elidedEnds = ({ conjuncts, right, at }: WordList, text: string): Proposal[] => {
  const [word] = right
  if (word === undefined || !conjuncts.some((words) => words.at(-1)?.text.endsWith('-'))) return []
  const hyphen = word.text.indexOf('-')
  const cut = hyphen > 0 ? hyphen + 1 : (CLOSED_PREFIX.exec(word.text)?.[0].length ?? 0)
  if (cut === 0 || cut >= word.text.length) return []
  return conjuncts.flatMap((conjunct, index) => {
    const own = conjunct.at(-1)
    if (own === undefined || !own.text.endsWith('-') || own.text.length < 2) return []
    const stem = hyphen > 0 ? own.text : own.text.slice(0, -1)
    return Array.from({ length: Math.min(MAX_SHARED, right.length) }, (_, more): Proposal => {
      const end = right[more]?.end ?? word.end
      const rest = text.slice(word.start + cut, end)
      return {
        spans: [
          [own.start, own.start + stem.length],
          [word.start + cut, end],
        ],
        reading: stem + rest,
        rule: 'shared word end',
        group: `${String(at)} end ${String(index)}`,
        parallels: [text.slice(word.start, end)],
        needsParallel: false,
      }
    })
  })
}
