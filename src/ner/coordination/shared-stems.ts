import { MAX_SHARED, spansOf, type WordList } from './lists.ts'
import type { Proposal } from './proposal.ts'

/** What a symbol ends with, and what may stand for the symbol with another such end; a hyphen may come before. */
interface StemShape {
  readonly word: RegExp
  readonly added: RegExp
}

const GREEK = 'alpha|beta|gamma|delta|epsilon|zeta|theta|kappa|lambda|sigma'

/** Of a word the first that all of the list fit. */
const SHAPES: readonly StemShape[] = [
  // BRCA1/2, IL-2 and -4, miR-146a/b is none
  { word: /^(\p{L}[\p{L}\p{N}-]{0,18}?)\d{1,4}[A-Za-z]?$/u, added: /^-?\d{1,4}[A-Za-z]?$/ },
  // TGF-α/β, IKKα and β
  { word: /^(\p{L}[\p{L}\p{N}-]{0,18}?)[α-ω]\d?$/u, added: /^-?[α-ω]\d?$/ },
  // IKKalpha/beta, interferon-alpha/gamma
  {
    word: new RegExp(`^(\\p{L}[\\p{L}\\p{N}-]{0,18}?(?<=[\\p{Lu}\\p{N}-]))(?:${GREEK})\\d?$`, 'u'),
    added: new RegExp(`^-?(?:${GREEK})(?:\\d|I{1,3})?$`),
  },
  // IL-17A/F, nesprin-A and -B; G2/M is none
  { word: /^(\p{L}[\p{L}\p{N}-]{0,18}?(?<=[\p{N}-]))\p{Lu}$/u, added: /^-?\p{Lu}$/u },
  // S100A8/A9, GSTM1/T1
  { word: /^(\p{Lu}[\p{L}\p{N}]{1,18}?)\p{Lu}\d{1,2}$/u, added: /^\p{Lu}\d{1,2}$/u },
]

/** "BRCA1/2/3", "IL-2, -4 and -10", "caspase-3 and -9", "IKKalpha/beta": the end stands for the symbol with it. */
export const sharedStems = (list: WordList): Proposal[] => {
  const [first, ...others] = list.conjuncts
  const word = first?.at(-1)
  const added = [...others.map(([item]) => item), list.right[0]]
  if (word === undefined || others.some(({ length }) => length > 1)) return []
  for (const shape of SHAPES) {
    const stem = shape.word.exec(word.text)?.[1]
    if (stem === undefined || !added.every((item) => item !== undefined && shape.added.test(item.text)))
      continue
    return added.flatMap((_, index) => withStem(list, stem, index))
  }
  return []
}

const withStem = ({ conjuncts, right, at }: WordList, stem: string, index: number): Proposal[] => {
  const word = conjuncts[0]?.at(-1)
  const isLast = index === conjuncts.length - 1
  const item = isLast ? right[0] : conjuncts[index + 1]?.[0]
  if (word === undefined || item === undefined) return []
  const kept = item.text.startsWith('-') ? stem.replace(/-$/, '') : stem
  return Array.from({ length: isLast ? Math.min(MAX_SHARED, right.length) : 1 }, (_, more): Proposal => {
    const shared = right.slice(1, 1 + more)
    const tail = shared.map(({ text }) => ` ${text}`).join('')
    return {
      spans: [[word.start, word.start + kept.length], ...spansOf([item, ...shared])],
      reading: `${kept}${item.text}${tail}`,
      rule: 'shared stem',
      group: `${String(at)} stem ${String(index)}`,
      parallels: [`${word.text}${tail}`],
      needsParallel: false,
    }
  })
}
