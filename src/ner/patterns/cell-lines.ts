import { patternOf, RIGHT, type PatternRule } from './rule.ts'

const CELL_LINE = 'cell_line'

// MCF-7, SH-SY5Y, 3T3-L1, HEK 293T, HeLa, U937, A549/DDP.
const NAME = String.raw`(?:(?:HEK|COS|CHO|PC|HL|SW|BT|NCI|MDA|U|Caco|Hep)\s)?[\p{Lu}\p{N}][\p{L}\p{N}]{0,9}(?:[-/.][\p{L}\p{N}]{1,8}){0,3}`
const BETWEEN = String.raw`(?:\s(?:human|mouse|murine|rat|breast|lung|colon|ovarian|prostate|cervical|hepatoma|melanoma|glioma|leukemia|lymphoma|carcinoma|cancer|tumou?r|epithelial|endothelial|stem)){0,3}`

/** A name before "cells" or "cell line": MCF-7 cells, the SH-SY5Y neuroblastoma cell line. */
const beforeCells: PatternRule = {
  name: 'name of a cell line before "cells"',
  hint: /\scell/,
  classes: [CELL_LINE],
  pattern: patternOf([
    String.raw`(?<![\p{L}\p{N}_/+-])(?<name>${NAME})(?<between>${BETWEEN})\s(?<cue>cell[-\s]lines?|cells|cell)`,
    RIGHT,
  ]),
  read: ({ groups = {} }) => {
    const { name = '', cue = '', between = '' } = groups
    const isLine = /line/.test(cue)
    if (!isCellLineName(name, isLine || between !== ''))
      return { class: CELL_LINE, rejected: `"${name}" before "${cue}" tells a kind of cells, not a line` }
    if (cue === 'cell') return { class: CELL_LINE, rejected: '"cell" alone is no cue' }
    const score = isLine ? 0.7 : /\p{N}/u.test(name) ? 0.6 : 0.45
    return { class: CELL_LINE, score, length: name.length, reason: `stands before "${cue}"` }
  },
}

/** "cell line MCF-7", "cell lines: HeLa". */
const afterCue: PatternRule = {
  name: 'name of a cell line after "cell line"',
  hint: /cell line/,
  classes: [CELL_LINE],
  pattern: patternOf([String.raw`(?<=cell lines?:?,?\s\(?)(?<name>${NAME})`, RIGHT]),
  read: ({ groups = {} }) => {
    const { name = '' } = groups
    return isCellLineName(name, false)
      ? { class: CELL_LINE, score: 0.6, reason: 'stands after "cell line"' }
      : { class: CELL_LINE, rejected: `"${name}" after "cell line" has no form of a name` }
  },
}

// Kinds, markers, phases and short forms that stand before "cells" as names do.
const KINDS =
  /^(?:CD\d+.*|Th\d+|TH\d+|Tc\d+|[TB]\d?|NKT?|ES|ESC?s?|iPS|iPSC|hES|DC|MSC|HSC|PBMC|EPC|APC|RBC|WBC|GFP|ILC\d?|Treg|M[012]|Mo|G[012](?:[-/].*)?|S|KC|ICC|SMC|VSMC|EC|CTL|LAK|TIL|CAR.*|ER|PR|HER2|EGFR|HLA.*|DNA|RNA|HIV.*|[IVX]+|\d+.*(?:%|mer)|\p{N}+|[\p{Lu}]|X\d|IL-?\d.*|MHC|PMN|OPC|NSC|CSC|CTC|RPE|RGC|NPC|PGC|AML|ALL|CLL|CML|WT|KO)$/u

const isCellLineName = (name: string, isCued: boolean): boolean => {
  if (KINDS.test(name) || name.length < 3) return false
  if (/\p{N}/u.test(name) && /\p{L}/u.test(name)) return true
  // HeLa, LNCaP, Ishikawa with a cue; CHO, COS, MDCK; "Human cells" and "The cells" not.
  if (/^\p{Lu}+\p{Ll}+\p{Lu}/u.test(name)) return true
  return isCued
    ? /^\p{Lu}{2,7}$/u.test(name)
    : /^(?:CHO|COS|MDCK|HEK|BHK|Vero|Jurkat|HeLa|Raji|Daudi|Ramos|Caco)$/.test(name)
}

/** Cell lines by the words around their names; moderate scores, as a dictionary knows better. */
export const CELL_LINE_RULES: readonly PatternRule[] = [beforeCells, afterCue]
