/** One-letter codes, three-letter codes and names of amino acids (IUPAC-IUB 1983), and of the stop. */
const ROWS = [
  ['A', 'Ala', 'alanine'],
  ['R', 'Arg', 'arginine'],
  ['N', 'Asn', 'asparagine'],
  ['D', 'Asp', 'aspartic acid', 'aspartate'],
  ['C', 'Cys', 'cysteine'],
  ['Q', 'Gln', 'glutamine'],
  ['E', 'Glu', 'glutamic acid', 'glutamate'],
  ['G', 'Gly', 'glycine'],
  ['H', 'His', 'histidine'],
  ['I', 'Ile', 'isoleucine'],
  ['L', 'Leu', 'leucine'],
  ['K', 'Lys', 'lysine'],
  ['M', 'Met', 'methionine'],
  ['F', 'Phe', 'phenylalanine'],
  ['P', 'Pro', 'proline'],
  ['S', 'Ser', 'serine'],
  ['T', 'Thr', 'threonine'],
  ['W', 'Trp', 'tryptophan'],
  ['Y', 'Tyr', 'tyrosine'],
  ['V', 'Val', 'valine'],
  ['U', 'Sec', 'selenocysteine'],
  [
    'X',
    'Ter',
    'stop',
    'stop codon',
    'termination codon',
    'premature stop codon',
    'premature termination codon',
  ],
] as const

const codes = ROWS.map(([, three]) => three)
const names = ROWS.flatMap(([, , ...names]) => names).toSorted((a, b) => b.length - a.length)

const threeByForm = new Map<string, string>([
  ...ROWS.flatMap(([one, three, ...others]) =>
    [one, three, ...others].map((form) => [form.toLowerCase(), three] as const),
  ),
  ['*', 'Ter'],
  ['stp', 'Ter'],
  ['term', 'Ter'],
])

/** `Val`, `VAL`: three-letter codes as a text may write them. */
export const THREE = `(?:${[...codes, ...codes.map((code) => code.toUpperCase())].join('|')}|Stop|STOP|Term|TERM)`

/** Names, the first letter in either case. */
export const NAME = `(?:${names.map((name) => `[${name.charAt(0).toUpperCase()}${name.charAt(0)}]${name.slice(1)}`).join('|')})`

/** `V`, `X`, `*`. */
export const ONE = '[ACDEFGHIKLMNPQRSTVWYX*]'

/** The three-letter code that HGVS writes (`Ter` for stops); `undefined` for what is no amino acid. */
export const threeLetter = (form: string): string | undefined => threeByForm.get(form.toLowerCase())
