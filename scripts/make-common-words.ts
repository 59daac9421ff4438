// Writes data/common-words.txt from the abstracts and ontologies beside the repository: `npm run common-words`.
// docs/curations.md explains the recipe and its figures. Same inputs, same file.
import { existsSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { LADDER_PROFILES, normalForms } from '../src/core/text/ladder.ts'
import { readTextBlocks } from '../src/io/text-blocks.ts'
import type { BoundParser } from '../src/parsers/contract.ts'
import { parsers } from '../src/parsers/registry.ts'

const DATA = fileURLToPath(new URL('../../shared/data/', import.meta.url))
const TARGET = fileURLToPath(new URL('../data/common-words.txt', import.meta.url))
const ABSTRACTS = `${DATA}text/pubmed-abstracts.txt.gz`

/** Ontologies of things: what they give as a label is no ordinary word. Not those of qualities, units or instruments. */
const ONTOLOGIES = [
  ['obo', 'hpo/hp-boqa-root.obo.gz'],
  ['obographs', 'doid/doid-2018-07-05.json.gz'],
  ['obographs', 'ncit-disease/ncit-disease-2018-06-08.json.gz'],
  ['obographs', 'cl/2021-08-07/cl-basic.json.gz'],
  ['obo', 'craft-uberon/UBERON.obo.gz'],
  ['obo', 'bto/bto.obo.gz'],
  ['obo', 'craft-so/SO.obo.gz'],
  ['obo', 'craft-go_mf/GO_MF_stub+GO_MF_extensions.obo.gz'],
  ['obographs', 'oak-same-ontology-all-formats/go-nucleus.json.gz'],
  ['obo', 'chebi-modules/hp-chebi_import.obo.gz'],
  ['obo', 'chebi-modules/go-chebi_import.obo.gz'],
] as const

/** Least share of its occurrences within sentences that a word has in lower case. */
const MIN_LOWER_CASE = 0.8
/**
 * Bounds on the share of documents a word is in, and on its residual idf: by how many bits its documents are fewer than if
 * its occurrences were spread by chance. Words of a topic come in bursts (insulin 1.9), those of the language do not (was 0.3).
 */
interface Bounds {
  readonly minShare: number
  readonly maxBurst: number
}
const EVERYDAY: Bounds = { minShare: 0.02, maxBurst: 0.25 }
const WIDESPREAD: Bounds = { minShare: 0.02, maxBurst: 0.7 }
const ORDINARY: Bounds = { minShare: 0.002, maxBurst: 0.5 }
/** From here on a word is frequent. */
const FREQUENT_SHARE = 0.01
/** Most labels with the word per document with it; a neutral word has about 0.1. */
const MAX_LABELS_PER_DOCUMENT = 0.4

interface WordCounts {
  documents: number
  occurrences: number
  /** Occurrences after a word, number or comma on the same line: their capital, if any, is their own. */
  within: number
  lowerCase: number
  lastDocument: number
}

interface TextCounts {
  readonly words: ReadonlyMap<string, WordCounts>
  readonly documents: number
}

const countText = async (): Promise<TextCounts> => {
  const words = new Map<string, WordCounts>()
  let documents = 0
  const report = (): void => undefined
  for await (const { text } of readTextBlocks(ABSTRACTS, { report })) {
    for (const line of text.split('\n')) if (line !== '') countLine(words, line, ++documents)
  }
  return { words, documents }
}

const countLine = (words: Map<string, WordCounts>, line: string, document: number): void => {
  for (const { 0: written, index } of line.matchAll(/[A-Za-z]+/g)) {
    if (written.length < 2 || written.length > 30) continue
    const word = written.toLowerCase()
    const counts = words.get(word) ?? {
      documents: 0,
      occurrences: 0,
      within: 0,
      lowerCase: 0,
      lastDocument: 0,
    }
    words.set(word, counts)
    counts.occurrences++
    if (counts.lastDocument !== document) counts.documents++
    counts.lastDocument = document
    if (!/[a-z0-9,] $/.test(line.slice(Math.max(0, index - 3), index))) continue
    counts.within++
    if (written === word) counts.lowerCase++
  }
}

const [GENERAL] = LADDER_PROFILES
const inflection = (text: string): string =>
  GENERAL === undefined ? text : normalForms(text, GENERAL).inflection

interface LabelCounts {
  /** Labels of one word, singular. */
  readonly whole: ReadonlySet<string>
  /** How many labels have the word, singular. */
  readonly parts: ReadonlyMap<string, number>
}

const countLabels = async (): Promise<LabelCounts> => {
  const whole = new Set<string>()
  const parts = new Map<string, number>()
  for (const [type, path] of ONTOLOGIES) {
    for await (const label of labelsOf(await parserNamed(type), `${DATA}ontologies/${path}`)) {
      const words = new Set(inflection(label).split(' '))
      for (const word of words) parts.set(word, (parts.get(word) ?? 0) + 1)
      if (words.size === 1) for (const word of words) whole.add(word)
    }
  }
  return { whole, parts }
}

const parserNamed = async (type: string): Promise<BoundParser> => {
  const load = parsers[type]
  if (load === undefined) throw new Error(`no parser "${type}"`)
  return load()
}

async function* labelsOf(parser: BoundParser, file: string): AsyncGenerator<string> {
  const none = (): void => undefined
  const context = { report: none, describe: none, defineRelation: none }
  for await (const { terms } of parser.parse(file, {}, context))
    for (const { label } of terms) if (label !== null) yield label
}

const SECTIONS = {
  everyday: 'so common and so evenly spread that they name nothing, whatever an ontology calls so',
  frequent: `in at least ${String(FREQUENT_SHARE * 100)} % of the abstracts`,
  rarer: 'further words',
} as const
type Section = keyof typeof SECTIONS

const sectionOf = (
  word: string,
  counts: WordCounts,
  documents: number,
  labels: LabelCounts,
): Section | null => {
  if (counts.within === 0 || counts.lowerCase < MIN_LOWER_CASE * counts.within) return null
  const share = counts.documents / documents
  const expected = documents * (1 - Math.exp(-counts.occurrences / documents))
  const burst = Math.log2(expected / counts.documents)
  const isWithin = (bounds: Bounds): boolean => share >= bounds.minShare && burst <= bounds.maxBurst
  if (isWithin(EVERYDAY)) return 'everyday'
  const singular = inflection(word)
  const isTerm =
    labels.whole.has(singular) ||
    (labels.parts.get(singular) ?? 0) > MAX_LABELS_PER_DOCUMENT * counts.documents
  if (isTerm || !(isWithin(WIDESPREAD) || isWithin(ORDINARY))) return null
  return share >= FREQUENT_SHARE ? 'frequent' : 'rarer'
}

const write = ({ words, documents }: TextCounts, labels: LabelCounts): void => {
  const found: Record<Section, string[]> = { everyday: [], frequent: [], rarer: [] }
  for (const [word, counts] of words) {
    const section = sectionOf(word, counts, documents, labels)
    if (section !== null) found[section].push(word)
  }
  const entries = Object.entries(found) as [Section, string[]][]
  const lines = [
    '# Ordinary English words as biomedical abstracts use them; docs/curations.md says how they were chosen.',
    `# Made by scripts/make-common-words.ts from ${String(documents)} abstracts and the labels of ${String(ONTOLOGIES.length)} ontologies.`,
    ...entries.flatMap(([section, list]) => [
      `# ${section}: ${String(list.length)} words, ${SECTIONS[section]}`,
      ...list.sort(),
    ]),
  ]
  writeFileSync(TARGET, `${lines.join('\n')}\n`)
  console.log(entries.map(([section, list]) => `${section}: ${String(list.length)} words`).join('\n'))
}

if (existsSync(ABSTRACTS)) write(await countText(), await countLabels())
else console.log(`Nothing done: the abstracts are not there (${ABSTRACTS}).`)
