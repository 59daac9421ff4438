const NAMES: Readonly<Record<string, string>> = {
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  δ: 'delta',
  ε: 'epsilon',
  ζ: 'zeta',
  η: 'eta',
  θ: 'theta',
  ι: 'iota',
  κ: 'kappa',
  λ: 'lambda',
  μ: 'mu',
  ν: 'nu',
  ξ: 'xi',
  ο: 'omicron',
  π: 'pi',
  ρ: 'rho',
  σ: 'sigma',
  ς: 'sigma',
  τ: 'tau',
  υ: 'upsilon',
  φ: 'phi',
  χ: 'chi',
  ψ: 'psi',
  ω: 'omega',
}

/** Letters gene nomenclature writes for Greek ones (HGNC guidelines: TNFA, IL2RG); the others keep their names. */
const GENE_LETTERS: Readonly<Record<string, string>> = {
  alpha: 'a',
  beta: 'b',
  gamma: 'g',
  delta: 'd',
  epsilon: 'e',
  zeta: 'z',
  kappa: 'k',
  lambda: 'l',
}

const GREEK = /[\u0370-\u03ff]/
const PIECES = /[αβγδεζηθικλμνξοπρσςτυφχψω]|[^αβγδεζηθικλμνξοπρσςτυφχψω]+/g

/** `il2rα` → `il2r`, `alpha`: Greek letters become words of their own, spelled out. */
export const spellGreek = (words: readonly string[]): readonly string[] =>
  words.some((word) => GREEK.test(word))
    ? words.flatMap((word) => (word.match(PIECES) ?? [word]).map((piece) => NAMES[piece] ?? piece))
    : words

/** `tnf`, `alpha` → `tnf`, `a`. */
export const geneLetters = (words: readonly string[]): readonly string[] =>
  words.some((word) => Object.hasOwn(GENE_LETTERS, word))
    ? words.map((word) => (Object.hasOwn(GENE_LETTERS, word) ? (GENE_LETTERS[word] ?? word) : word))
    : words
