import { LEFT, patternOf, RIGHT, VARIANT, type PatternRule } from './rule.ts'

const BASE_NAME =
  '(?:[Aa]denine|[Cc]ytosine|[Gg]uanine|[Tt]hymi(?:ne|dine)|[Uu]racil|[Aa]denosine|[Cc]ytidine|[Gg]uanosine)'
const BASE = `(?:${BASE_NAME}|[ACGT]{1,6})`
const KIND =
  '(?:substitution|transition|transversion|mutation|change|exchange|variant|polymorphism|replacement)'
const SITE = String.raw`(?:cDNA\s)?(?:nucleotide|position|codon|residue|base|nt|bp)s?(?:\s(?:position|number))?\s(?:c\.)?[-+−–]?\d{1,7}`
const FROM_TO = String.raw`(?:[Cc]odon\s\d{1,4},?\s)?\(?(?<from>${BASE})(?<link>(?:-|\s)to(?:-|\s)(?:an?\s)?|\s?-{0,2}(?:>|&gt;)\s?|\s?→\s?)(?<to>${BASE})\)?`

const letterOf = (base: string): string =>
  base.length > 6 || /[a-z]/.test(base) ? base.charAt(0).toUpperCase() : base

/** "G to A transition at nucleotide -308", "guanine to cytosine at position 263", "C>T". */
const baseChange: PatternRule = {
  name: 'change of bases in words',
  hint: /(?:[-\s]to[-\s](?:an?\s)?|(?:>|&gt;|→)\s?)[ACGTUacgtu]/,
  classes: [VARIANT],
  pattern: patternOf([
    String.raw`(?<![\p{L}\p{N}_*])(?<![\p{L}\p{N}]-)`,
    FROM_TO,
    String.raw`(?![\p{L}\p{N}_])(?<tail>(?:\s${KIND})?(?:\s(?:at|in|of)\s(?:the\s)?(?<site>${SITE}|\d{3,7}))?)`,
    RIGHT,
  ]),
  read: ({ 0: text, groups = {} }, { before, after }) => {
    const { from = '', to = '', link = '', tail = '', site } = groups
    const isCued = site !== undefined || tail !== '' || CUE.test(before) || CUE.test(after)
    // "C to C", "A to T" of schools and sizes: words alone want a cue; so does an arrow between two single letters.
    if (!isCued && /to/.test(link))
      return { class: VARIANT, rejected: 'two bases without a word like substitution' }
    if (from === to && site === undefined) return undefined
    const at = /[-+−–]?\d+$/.exec(site ?? '')?.[0].replace(/[−–]/, '-')
    const isCodon = /codon|residue/.test(site ?? '')
    const reading = at === undefined || isCodon ? undefined : `c.${at}${letterOf(from)}>${letterOf(to)}`
    const length = text.length - (site === undefined ? tail.length : 0)
    return { class: VARIANT, score: isCued ? 0.85 : 0.6, reading, length, reason: 'one base for another' }
  },
}

const CUE = /mutat|variant|substitut|polymorphi|allele|genotyp|SNP|transition|transversion|replac|chang/i
const COUNT = String.raw`(?:\d{1,6}(?:[.,]\d{1,3})?|two|three|four|five|six|seven|eight|nine|ten)`
const UNIT = String.raw`(?:bp|kb|kbp|[Mm]b|nt|base|base[-\s]?pairs?|nucleotides?)`
const HOW = String.raw`(?:\s(?:homozygous|heterozygous|in-?frame|frame-?shift|intragenic|germline|gene|genomic|tandem|nucleotide|interstitial|\([^\s()]{1,12}\)))?`
const WHAT = String.raw`(?:deletion|insertion|duplication|insert|deleted)s?(?:/(?:deletion|insertion))?`

/** "32-bp deletion", "3.5-kb deletion", "nine nucleotide insertion". */
const sized: PatternRule = {
  name: 'deletion or insertion with its size',
  hint: /[-\s](?:deletion|insertion|duplication|insert|deleted)/,
  classes: [VARIANT],
  pattern: patternOf([LEFT, String.raw`${COUNT}[-\s]?${UNIT}${HOW}[-\s]${WHAT}`, RIGHT]),
  read: () => ({ class: VARIANT, score: 0.85, reason: 'how much is deleted or inserted' }),
}

/** "TTAT insertion", "C deletion at nucleotide position 4548", "adenosine deletion at position 5772". */
const lettered: PatternRule = {
  name: 'deletion or insertion with its bases',
  hint: /\s(?:deletion|insertion|duplication)/,
  classes: [VARIANT],
  pattern: patternOf([
    String.raw`(?<![\p{L}\p{N}_-])(?<bases>[ACGT]{1,12}|\([ACGT]{1,12}\)|${BASE_NAME})\s(?<what>deletion|insertion|duplication)`,
    String.raw`(?:\s(?:at|in)\s(?:the\s)?(?<site>(?:${SITE}|\d{3,7})(?:\sand\s\d{3,7})?))?`,
    RIGHT,
  ]),
  read: ({ groups = {} }, { before }) => {
    const { bases = '', site } = groups
    // "A deletion was found": an article, where a sentence begins.
    if (bases === 'A' && site === undefined && (before.trim() === '' || /[.:;]\s$/.test(before)))
      return { class: VARIANT, rejected: '"A" may be an article here' }
    if (site === undefined && /[a-z]/.test(bases))
      return { class: VARIANT, rejected: 'a base by its name, without a position' }
    return {
      class: VARIANT,
      score: site === undefined ? 0.7 : 0.85,
      reason: 'what bases are deleted or inserted',
    }
  },
}

/** "del TTCA", "insertion of CCCC". */
const named: PatternRule = {
  name: 'bases after what happened to them',
  hint: /(?:del|ins|dup)(?:[ACGT]{2}|\s?\d)|(?:deletion|insertion|duplication)\s/,
  classes: [VARIANT],
  pattern: patternOf([
    LEFT,
    String.raw`(?:(?:del|ins|dup|ins/del)(?:[ACGT]{2,12}|\s?\d{1,5}\s?(?:bp|kb))|(?:deletion|insertion|duplication)\sof\s${COUNT}\s(?:bp|kb|Mb|Mbp)(?:\sat\s${SITE})?|(?:deletion|insertion|duplication)\s(?:of\s)?(?:the\s\w{1,8}\snucleotides\s)?[ACGT]{2,12})`,
    RIGHT,
  ]),
  read: () => ({ class: VARIANT, score: 0.8, reason: 'what bases are deleted or inserted' }),
}

/** -308A, -251G: one allele of a promoter variant. */
const allele: PatternRule = {
  name: 'allele of a place before the gene',
  classes: [VARIANT],
  pattern: patternOf([String.raw`(?<![\p{L}\p{N}_.,/)–-])[-−–]\d{2,5}\s?[ACGT]`, RIGHT]),
  read: (_, { before, after }) =>
    CUE.test(after) || CUE.test(before)
      ? { class: VARIANT, score: 0.7, reason: 'place before the gene, one base' }
      : { class: VARIANT, rejected: 'a negative number and a letter, without a word like allele' },
}

/** Variants that a text tells in words. */
export const DESCRIBED_RULES: readonly PatternRule[] = [baseChange, sized, lettered, named, allele]
