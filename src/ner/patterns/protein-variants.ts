import { NAME, ONE, THREE, threeLetter } from './amino-acids.ts'
import { LEFT, patternOf, RIGHT, VARIANT, type PatternRule } from './rule.ts'

const ARROW = String.raw`\s?(?:-{0,2}>|→|⟶|⇒)\s?`
// What follows a position: frame shift, deletion, duplication, insertion, extension.
const SHIFT = String.raw`(?:\s?fs(?:\s?[-*]?(?:Ter|[X*])?\s?\d{0,4}\*?|(?:Ter|[X*]))?)`
const CHANGE = `(?:delins(?:${THREE}|${ONE}){0,12}|del|dup|ins(?:${THREE}|${ONE}){1,12}|ext[*-]?\\d{0,4})`

/** p.Val600Glu, Val600Glu, p.(Arg97ProfsTer23), Arg 3500 Gln, Glu29 to Lys, Lys23_Val25del (HGVS 21, protein level). */
const threeLetterVariant: PatternRule = {
  name: 'protein variant in three-letter codes',
  hint: new RegExp(`${THREE}[-\\s]?\\(?\\d`),
  classes: [VARIANT],
  pattern: patternOf([
    LEFT,
    String.raw`(?<prefix>p\.\s?)?[([]?(?<from>${THREE})[-\s]?\(?(?<at>\d{1,5})\)?`,
    `(?:_(?<last>${THREE}\\d{1,5}))?`,
    `(?:(?:[-\\s]|\\sto\\s|/|${ARROW})?(?<to>${THREE}|(?<=\\d)[X*=](?!\\p{L}))?(?<shift>${SHIFT})`,
    `|(?<change>${CHANGE})`,
    `|(?:[-\\s]|\\sto\\s|/|${ARROW})?(?<into>${THREE}|(?<=\\d)[X*=]))`,
    String.raw`(?:(?<=p\.\s?[([]\S{1,40})[)\]])?`,
    RIGHT,
  ]),
  read: ({ groups = {} }) => {
    const from = threeLetter(groups['from'] ?? '')
    const at = groups['at'] ?? ''
    const to = groups['to'] ?? groups['into']
    const target = to === undefined ? '' : to === '=' ? '=' : (threeLetter(to) ?? '')
    const shift = groups['shift'] === undefined ? '' : shiftOf(groups['shift'])
    const last = groups['last'] === undefined ? '' : `_${groups['last']}`
    const reading = `p.${from ?? ''}${at}${last}${target}${shift}${groups['change'] ?? ''}`
    const score = groups['prefix'] !== undefined || shift !== '' ? 0.99 : 0.95
    return { class: VARIANT, score, reading, reason: 'amino acid, position, change in three-letter codes' }
  },
}

/** `fsX23`, `fs*23`, `fs 23` as HGVS writes it: `fsTer23`. */
const shiftOf = (shift: string): string => {
  const count = /\d+/.exec(shift)?.[0]
  return count === undefined ? 'fs' : `fsTer${count}`
}

/** p.V600E, V600E, R97fs, p.R469*; a bare single digit only with a cue, as D2R and A2A are receptors. */
const oneLetterVariant: PatternRule = {
  name: 'protein variant in one-letter codes',
  classes: [VARIANT],
  pattern: patternOf([
    LEFT,
    String.raw`(?<prefix>p\.\s?[([]?)?(?<from>[ACDEFGHIKLMNPQRSTVWYX])(?<at>-?\d{1,4})`,
    String.raw`(?:_(?<last>[ACDEFGHIKLMNPQRSTVWY]\d{1,5}))?`,
    `(?:(?<to>${ONE})?(?<shift>${SHIFT})|(?<change>${CHANGE})|(?<into>${ONE}|stop)(?!\\*))`,
    String.raw`(?:(?<=p\.\s?[([]\S{1,40})[)\]])?`,
    RIGHT,
  ]),
  read: ({ 0: text, groups = {} }, { before, after }) => {
    const from = groups['from'] ?? ''
    const at = groups['at'] ?? ''
    const to = groups['to'] ?? groups['into']
    const hasPrefix = groups['prefix'] !== undefined
    const isShift = groups['shift'] !== undefined
    const isCued = hasPrefix || isShift || CUE.test(before) || CUE.test(after)
    if (!hasPrefix && LOOK_ALIKE.test(text))
      return { class: VARIANT, rejected: `${text} names something else` }
    if (
      at.replace('-', '').length < 2 &&
      !hasPrefix &&
      !isShift &&
      !CUED_BEFORE.test(before) &&
      !CUED_AFTER.test(after)
    )
      return {
        class: VARIANT,
        rejected: 'a single digit without "p." or a word like mutation: may be a receptor',
      }
    if (groups['change'] !== undefined && !hasPrefix && at.length < 2) return undefined
    const last = groups['last'] === undefined ? '' : `_${expand(groups['last'])}`
    const target = to === undefined ? '' : (threeLetter(to) ?? '')
    const shift = isShift ? shiftOf(groups['shift'] ?? '') : ''
    const protein = `p.${threeLetter(from) ?? ''}${at}${last}${target}${shift}${groups['change'] ?? ''}`
    // C677T and G20210A are of DNA, G12A and A53T of proteins: the letters do not tell, large numbers nearly do.
    const isDna = !hasPrefix && /^[ACGT]-?\d+[ACGT]$/.test(text) && isOfDna(Number(at), before, after)
    const reading = isDna ? `c.${at}${from}>${to ?? ''}` : protein
    const reason = isDna
      ? 'base, position, base; by the number or the words around of DNA'
      : 'amino acid, position, change in one-letter codes'
    return { class: VARIANT, score: hasPrefix || isShift ? 0.99 : isCued ? 0.95 : 0.85, reading, reason }
  },
}

const expand = (residue: string): string => `${threeLetter(residue.charAt(0)) ?? ''}${residue.slice(1)}`

const CUE =
  /mutat|variant|substitut|polymorphi|allele|genotyp|SNP|missense|nonsense|homozyg|heterozyg|amino[- ]acid|residue|codon|carrier/i
const CUED_BEFORE = /(?:mutation|variant|substitution)s?[\s,(]{1,3}$/
const CUED_AFTER = /^\)?\s(?:mutation|variant|substitution)/
const PROTEIN_CUE = /codon|residue|amino[- ]acid|missense|protein/i
const DNA_CUE = /polymorphi|SNP|nucleotide|promoter|genotyp|UTR|intron|transition|transversion/i

// S100 proteins, the mouse strains C57L and C3H, receptors and histones, the reference A1C and others.
const LOOK_ALIKE =
  /^(?:S100[A-Z]|C[1-9][A-Z]|M6P|C57[A-Z]|C3H|H[1234][ABF]|A[12][ABC]|D[1-5]R|P2[XY]|E2F|F2R|G6P|S6K|S1P|M[1-5]R|H[1-4]R|V1[AR]|Y[1-5]R|C[35][AR]|E[1-4]A|T[34]L|N2A|K[1-4]M|P53R|P38[A-Z]|P21[A-Z]|H19[A-Z]|L1[A-Z]|S9G|W9[A-Z])$/

const isOfDna = (at: number, before: string, after: string): boolean => {
  const [protein, dna] = [PROTEIN_CUE, DNA_CUE].map((cue) => cue.test(before) || cue.test(after))
  if (protein !== dna) return dna === true
  return at < 0 || at >= 100
}

const RESIDUE_AFTER_LINK = new RegExp(
  `(?:\\d\\s|[-\\s](?:to|for|by|with|into)[-\\s](?:an?\\s)?|(?:>|→|⟶|⇒)\\s?)(?:${NAME}|${THREE})`,
)

/** "substitution of arginine by proline at position 97", "valine-to-methionine at codon 44", "Val --> Ala". */
const proteinInWords: PatternRule = {
  name: 'protein variant in words',
  hint: RESIDUE_AFTER_LINK,
  classes: [VARIANT],
  pattern: patternOf([
    LEFT,
    `(?<from>${NAME}|${THREE})(?:[-\\s]?(?<place>\\d{1,5}))?(?:\\sresidue)?`,
    `(?<link>(?<=\\d)\\s(?!to|by|for)|(?:\\s|-)(?:to|for|by|with|into)(?:\\s|-)(?:an?\\s)?|${ARROW})`,
    `(?<to>${NAME}|${THREE})(?![\\p{L}])(?:\\sresidue)?`,
    String.raw`(?<tail>(?:\s(?:substitution|mutation|change|replacement|exchange|transition|variant|polymorphism))?`,
    String.raw`(?:\s(?:at|in|of)\s(?:the\s)?(?:amino[-\s]acid(?:\sposition)?|position|codon|residue)\s(?<at>\d{1,5}))?)`,
    RIGHT,
  ]),
  read: ({ 0: text, groups = {} }, { before, after }) => {
    const at = groups['at'] ?? groups['place']
    const [from, to] = [threeLetter(groups['from'] ?? ''), threeLetter(groups['to'] ?? '')]
    const link = groups['link'] ?? ''
    if (
      at === undefined &&
      (groups['tail'] ?? '') === '' &&
      !/>|→|⟶|⇒/.test(link) &&
      !WORD_CUE.test(before) &&
      !WORD_CUE.test(after)
    )
      return { class: VARIANT, rejected: 'two amino acids without a word like substitution or a position' }
    // "valine for glutamate": the new one comes first.
    const [old, fresh] = /for/.test(link) ? [to, from] : [from, to]
    const reading = at === undefined ? undefined : `p.${old ?? ''}${at}${fresh ?? ''}`
    return {
      class: VARIANT,
      score: at === undefined ? 0.7 : 0.9,
      reading,
      length: text.length - (groups['at'] === undefined ? (groups['tail'] ?? '').length : 0),
      reason: 'one amino acid for another, in words',
    }
  },
}

const WORD_CUE = /mutat|substitut|replac|chang|exchang|missense|convers|polymorphi|variant/i

/** Protein level (HGVS nomenclature 21.0, and what came before it). */
export const PROTEIN_RULES: readonly PatternRule[] = [threeLetterVariant, oneLetterVariant, proteinInWords]
