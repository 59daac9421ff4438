import { LEFT, patternOf, RIGHT, VARIANT, type PatternReading, type PatternRule } from './rule.ts'

const BASE = '[ACGTU]'
// >, -->, →, "/" between alleles.
const ARROW = String.raw`\s{0,2}(?:-{0,2}(?:>|&gt;)|→|⟶|⇒|/)\s{0,2}`
const SIGN = String.raw`[-+−–*]`
// 76, -14, *37, 88+2, 93-1; with an interval: 76_78, 1782-83 before del.
const PLACE = String.raw`${SIGN}?\s?\d{1,9}(?:,\d{3})?(?:\s?[-+−–]\s?\d{1,5})?`
const INTERVAL = String.raw`${PLACE}(?:\s?(?:_|/|to)\s?${PLACE})?`
const SIZES = String.raw`(?:\s?(?:${BASE}{1,40}|\d{1,5}(?:\s?[-]?(?:bp|kb|nt))?))`
const CHANGE = String.raw`(?:\s?(?:delins|del|dup|ins|inv|con)${SIZES}?(?:\s?(?:ins|dup)${SIZES}?)?)`
const SWAP = `(?:,?\\s?\\(?${BASE}{1,12}${ARROW}${BASE}{1,12}\\)?)`

const plain = (text: string): string =>
  text
    .replace(/&gt;|-{1,2}>|→|⟶|⇒|\//g, '>')
    .replace(/[−–]/g, '-')
    .replace(/[\s(),]/g, '')

const found = (reading: string | undefined, score: number, reason: string): PatternReading => ({
  class: VARIANT,
  score,
  reading,
  reason,
})

/** c.76A>T, c.88+2T>G, g.123_125del, m.3243A>G, n.*14G>A, NM_004006.2:c.4375C>T. */
const hgvsDna: PatternRule = {
  name: 'DNA variant with its level',
  hint: /[cgmnr]\.\s?\[?[-+−–*]?\s?\d/,
  classes: [VARIANT],
  pattern: patternOf([
    LEFT,
    String.raw`(?:N[MCGRP]_\d{6,9}(?:\.\d{1,2})?(?:\(\w{1,15}\))?:)?[cgmnr]\.\s?(?:\[)?`,
    `${INTERVAL}(?:${SWAP}|${CHANGE}|=)`,
    RIGHT,
  ]),
  read: ({ 0: text }) => found(plain(text), 0.99, 'HGVS expression of DNA or RNA'),
}

/** -308G>A, 1494del6, 2398+1G>C, 35delG, 1308_1316dup9, +3100 T/G. */
const placeFirst: PatternRule = {
  name: 'DNA variant, place first',
  hint: /\d\s?(?:del|dup|ins|inv|con)|[ACGTU]\s{0,2}(?:-{0,2}(?:>|&gt;)|[→⟶⇒/])/,
  classes: [VARIANT],
  pattern: patternOf([
    String.raw`(?<![\p{L}\p{N}_.,])(?<!\p{L}-)(?:nt\.?\s|(?<codon>codon\s))?(?<at>${INTERVAL})(?<change>${SWAP}|${CHANGE}(?<=[ACGTU\d)]))`,
    RIGHT,
  ]),
  read: ({ 0: text, groups = {} }) => {
    const change = plain(groups['change'] ?? '')
    if (!/\d/.test(groups['at'] ?? '')) return undefined
    if (/^[ACGTU]>[ACGTU]$/.test(change) && /\//.test(text) && !/[-+−–]|\d{3}/.test(text))
      return { class: VARIANT, rejected: 'a small number before letters and a slash' }
    if (groups['codon'] !== undefined) return found(undefined, 0.85, 'a change of the bases of a codon')
    return found(`c.${plain(text).replace(/^nt\.?/, '')}`, 0.95, 'place in DNA, then the change')
  },
}

/** G-308A, C-174G, T(-13,910)C, A1166>C. Without sign and arrow the rule of proteins decides. */
const baseFirst: PatternRule = {
  name: 'DNA variant, base first',
  classes: [VARIANT],
  pattern: patternOf([
    LEFT,
    String.raw`(?<from>${BASE})(?<at>\s?\(?[-+−–]\s?\d{1,3}(?:,?\d{3})?\)?|\d{2,8})(?<arrow>${ARROW}|to)?(?<to>${BASE})(?:/${BASE})?`,
    RIGHT,
  ]),
  read: ({ groups = {} }, { before }) => {
    const { from = '', at = '', to = '', arrow } = groups
    const place = plain(at)
    // Amino acids share the letters: short numbers without an arrow are left to their rule.
    if (arrow === undefined && /^\d{1,4}$/.test(place)) return undefined
    if (/[-+]/.test(place) && /(?:IL|TNF|CD|HLA)-?$/.test(before)) return undefined
    return found(`c.${place}${from}>${to}`, 0.93, 'base, place in DNA, base')
  },
}

/** IVS2-1G>A, IVS-II-1(G>A), IVS10+1, g-->t, IVS2-58_55insT. */
const intron: PatternRule = {
  name: 'DNA variant in an intron',
  hint: /IVS/,
  classes: [VARIANT],
  pattern: patternOf([
    LEFT,
    String.raw`IVS[-\s]?(?:\d{1,3}|[IVX]{1,6})\s?[-+−–:]?\s?[-+−–]?\s?\d{1,5}(?:_\d{1,5})?,?`,
    `(?:\\s?\\(?[ACGTacgt]${ARROW}[ACGTacgt]\\)?|${CHANGE}|[ACGT])`,
    RIGHT,
  ]),
  read: ({ 0: text }) =>
    found(`c.${plain(text).replace(/,/g, '')}`, 0.97, 'place in an intron (IVS), then the change'),
}

/** rs1800629, rs 1800629. */
const rsId: PatternRule = {
  name: 'dbSNP id',
  hint: /[rR][sS][#:-]?\s{0,2}[1-9]\d\d/,
  classes: [VARIANT],
  pattern: patternOf([
    LEFT,
    String.raw`(?:[rR][sS]|dbSNP:?\s?rs)(?:[#-]|:\s?)?\s?(?<digits>[1-9]\d{2,10})`,
    RIGHT,
  ]),
  read: ({ groups = {} }) => ({
    class: VARIANT,
    score: 0.99,
    reading: `rs${groups['digits'] ?? ''}`,
    id: `DBSNP:rs${groups['digits'] ?? ''}`,
    reason: 'id of dbSNP',
  }),
}

/** ΔF508, deltaF508, Delta32, F508del is a protein rule. */
const delta: PatternRule = {
  name: 'deletion with a delta',
  classes: [VARIANT],
  pattern: patternOf([
    LEFT,
    String.raw`(?:[Δ∆]|[Dd]elta[-\s]?|DD(?=\d)|del(?=[A-Z]\d))(?:(?<residue>[ACDEFGHIKLMNPQRSTVWY])-?(?<at>\d{2,5})|(?<size>32|30))(?:\s?bp)?`,
    RIGHT,
  ]),
  read: ({ groups = {} }) => {
    const { residue, at } = groups
    if (residue === undefined || at === undefined)
      return found(undefined, 0.85, 'a named deletion (delta and its size)')
    return found(`p.${residue}${at}del`, 0.95, 'delta, amino acid, position: a deletion')
  },
}

/** Base level (HGVS nomenclature 21.0, and what came before it), dbSNP. */
export const DNA_RULES: readonly PatternRule[] = [hgvsDna, placeFirst, baseFirst, intron, rsId, delta]
