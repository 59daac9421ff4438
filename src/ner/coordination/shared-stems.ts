import { labelled, MAX_SHARED, spansOf, type WordList } from './lists.ts'
import type { Proposal } from './proposal.ts'

/**
 * What a symbol ends with, and what may stand for the symbol with another such end; a hyphen may come before, and more
 * after: "ERK1/2-mediated".
 */
interface StemShape {
  readonly word: RegExp
  readonly added: RegExp
}

const GREEK = 'alpha|beta|gamma|delta|epsilon|zeta|theta|kappa|lambda|sigma'

// Cheap, and true of all that is added.
const MAY_BE_ADDED = new RegExp(`^(?:[-\\dA-Z]|[^\\0-\\x7f]|${GREEK})`)

/** Of a word the first that all of the list fit. */
const SHAPES: readonly StemShape[] = [
  // BRCA1/2, IL-2 and -4, miR-146a/b is none
  { word: /^(\p{L}[\p{L}\p{N}-]{0,18}?)\d{1,4}[A-Za-z]?$/u, added: /^-?\d{1,4}[A-Za-z]?(?=$|-\p{L}{3})/u },
  // TGF-α/β, IKKα and β
  { word: /^(\p{L}[\p{L}\p{N}-]{0,18}?)[α-ω]\d?$/u, added: /^-?[α-ω]\d?(?=$|-\p{L}{3})/u },
  // IKKalpha/beta, interferon-alpha/gamma
  {
    word: new RegExp(`^(\\p{L}[\\p{L}\\p{N}-]{0,18}?(?<=[\\p{Lu}\\p{N}-]))(?:${GREEK})\\d?$`, 'u'),
    added: new RegExp(`^-?(?:${GREEK})(?:\\d|I{1,3})?(?=$|-\\p{L}{3})`, 'u'),
  },
  // IL-17A/F, nesprin-A and -B; G2/M is none
  { word: /^(\p{L}[\p{L}\p{N}-]{0,18}?(?<=[\p{N}-]))\p{Lu}$/u, added: /^-?\p{Lu}(?=$|-\p{L}{3})/u },
  // S100A8/A9, GSTM1/T1
  { word: /^(\p{Lu}[\p{L}\p{N}]{1,18}?)\p{Lu}\d{1,2}$/u, added: /^\p{Lu}\d{1,2}(?=$|-\p{L}{3})/u },
]

/** "BRCA1/2/3", "IL-2, -4 and -10", "caspase-3 and -9", "IKKalpha/beta": the end stands for the symbol with it. */
export const sharedStems = (list: WordList): Proposal[] => {
  if (!MAY_BE_ADDED.test(list.right[0]?.text ?? '')) return []
  for (const shape of SHAPES) {
    if (!shape.added.test(list.right[0]?.text ?? '')) continue
    const part = labelled(list, (word) => shape.added.test(word))
    const stem = shape.word.exec(part.conjuncts[0]?.at(-1)?.text ?? '')?.[1]
    if (stem !== undefined) return part.conjuncts.flatMap((_, index) => withStem(part, stem, index, shape))
  }
  return []
}

const withStem = (
  { conjuncts, right, at }: WordList,
  stem: string,
  index: number,
  { added }: StemShape,
): Proposal[] => {
  const word = conjuncts[0]?.at(-1)
  const isLast = index === conjuncts.length - 1
  const item = isLast ? right[0] : conjuncts[index + 1]?.[0]
  const end = added.exec(item?.text ?? '')?.[0]
  if (word === undefined || item === undefined || end === undefined) return []
  const kept = end.startsWith('-') ? stem.replace(/-$/, '') : stem
  const own = { ...item, text: end, end: item.start + end.length }
  const most = isLast && end === item.text ? Math.min(MAX_SHARED, right.length) : 1
  return Array.from({ length: most }, (_, more): Proposal => {
    const shared = right.slice(1, 1 + more)
    const tail = shared.map(({ text }) => ` ${text}`).join('')
    return {
      spans: [[word.start, word.start + kept.length], ...spansOf([own, ...shared])],
      reading: `${kept}${end}${tail}`,
      rule: 'shared stem',
      group: `${String(at)} stem ${String(index)}`,
      parallels: [`${word.text}${tail}`],
      needsParallel: false,
    }
  })
}
