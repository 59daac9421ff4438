// A made-up ontology of any size, the same on every machine: `npx tsx bench/synthetic.ts SYNONYMS FILE`.
// Names are built from medical roots, one to five words; a concept has a label and on average four synonyms.
import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const BEGINNINGS =
  'cardio neuro hepato gastro nephro osteo dermato hemato broncho cranio arthro myo angio cysto adeno lympho entero pneumo tracheo thrombo fibro chondro lipo melano cerebro spondylo rhino laryngo blepharo ophthalmo oto stomato pancreato spleno thyro'.split(
    ' ',
  )
const ENDINGS =
  'itis oma pathy osis emia algia ectasia plegia lysis megaly penia rrhagia sclerosis stenosis trophy genesis cyte blast dysplasia malacia'.split(
    ' ',
  )
const QUALIFIERS =
  'acute chronic familial juvenile primary secondary hereditary congenital recurrent idiopathic benign malignant autosomal dominant recessive progressive severe mild bilateral unilateral proximal distal infantile adult'.split(
    ' ',
  )
const NOUNS =
  'syndrome disease deficiency carcinoma anomaly defect infection cell receptor protein kinase factor antigen artery nerve membrane gland duct cortex lobe'.split(
    ' ',
  )

/** mulberry32: a small generator of numbers in [0, 1), the same for the same seed. */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** A maker of names of one to five words. */
export const nameMaker = (random: () => number): (() => string) => {
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? ''
  return () => {
    const words = [`${pick(BEGINNINGS)}${pick(BEGINNINGS)}${pick(ENDINGS)}`]
    if (random() < 0.6) words.unshift(pick(QUALIFIERS))
    if (random() < 0.7) words.push(pick(NOUNS))
    if (random() < 0.3) words.unshift(pick(QUALIFIERS))
    if (random() < 0.5)
      words.push(
        random() < 0.5
          ? `type ${String(Math.floor(random() * 40) + 1)}`
          : `${pick(BEGINNINGS).slice(0, 3).toUpperCase()}${String(Math.floor(random() * 900) + 1)}`,
      )
    return words.join(' ')
  }
}

/** Stanzas of an OBO file with about `synonyms` names in all, a few hundred kilobytes at a time. */
export function* syntheticObo(synonyms: number, seed = 1): Generator<string> {
  const random = seededRandom(seed)
  const name = nameMaker(random)
  yield 'format-version: 1.2\ndata-version: 2026-01-01\nontology: synthetic\n'
  let text = ''
  for (let names = 0, id = 1; names < synonyms; id++) {
    text += `\n[Term]\nid: SYN:${String(id).padStart(7, '0')}\nname: ${name()}\ndef: "A made-up concept." [SYN:curators]\n`
    names++
    for (let count = Math.floor(random() * 9); count > 0 && names < synonyms; count--, names++) {
      text += `synonym: "${name()}" ${random() < 0.8 ? 'EXACT' : 'RELATED'} []\n`
    }
    text += `xref: UMLS:C${String(id).padStart(7, '0')}\n`
    if (id > 1) text += `is_a: SYN:${String(Math.floor(random() * (id - 1)) + 1).padStart(7, '0')}\n`
    if (text.length < 500_000) continue
    yield text
    text = ''
  }
  yield text
}

export const writeSynthetic = async (synonyms: number, file: string): Promise<void> => {
  await writePieces(syntheticObo(synonyms), file)
}

/** Writes texts one after another. @returns how many lines they were */
export const writePieces = async (pieces: Iterable<string>, file: string): Promise<number> => {
  const output = createWriteStream(file)
  let lines = 0
  for (const piece of pieces) {
    for (let at = piece.indexOf('\n'); at !== -1; at = piece.indexOf('\n', at + 1)) lines++
    if (!output.write(piece)) await once(output, 'drain')
  }
  output.end()
  await once(output, 'close')
  return lines
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [, , synonyms, file] = process.argv
  if (synonyms === undefined || file === undefined)
    throw new Error('usage: npx tsx bench/synthetic.ts SYNONYMS FILE')
  await writeSynthetic(Number(synonyms), file)
}
