import { afterAll } from 'vitest'
import type { Tagger } from '../../../src/ner/neural/contract.ts'
import { openTagger, type TaggerOptions } from '../../../src/ner/neural/open-tagger.ts'
import { newFolder, scratchFolder } from '../../support/scratch.ts'
import { says, type SmallTagger, writeSmallTagger } from '../../support/small-tagger.ts'

const scratch = scratchFolder()
const opened: Tagger[] = []
afterAll(async () => {
  for (const tagger of opened) await tagger.close()
})

/** Writes a tagger and opens it, on the thread that asks. */
export const made = async (
  tagger: SmallTagger,
  changes: Readonly<Record<string, unknown>> = {},
  options: TaggerOptions = {},
): Promise<Tagger> => {
  const folder = writeSmallTagger(newFolder(scratch), tagger, changes)
  const found = await openTagger(folder, { ownThread: false, threads: 1, ...options })
  opened.push(found)
  return found
}

/** What is found in a text, as `class: words`; fails where an offset does not cut back. */
export const told = async (tagger: Tagger, text: string): Promise<string[]> => {
  const [found = []] = await tagger.tag([text])
  return found.map((entity) => `${entity.class}: ${text.slice(entity.start, entity.end)}`)
}

/** Pieces of genes and diseases. */
const bio = (suffix = ''): SmallTagger['pieces'] => ({
  egfr: says(`B-gene${suffix}`),
  kras: says(`B-gene${suffix}`),
  kinase: says(`I-gene${suffix}`),
  lung: says(`B-disease${suffix}`),
  cancer: says(`I-disease${suffix}`),
})

/** TinyBERN2's way: a probability for each label, with B and I. `brca1` begins a gene and a disease. */
export const MULTI_LABEL_BIO: SmallTagger = {
  labels: ['B-gene', 'I-gene', 'B-disease', 'I-disease'],
  pieces: { ...bio(), brca1: says('B-gene', 'B-disease'), unsure: { 'B-gene': 0.5 } },
}

/** That of Kazu's later models: names without B and I, which are not entity classes as they stand. */
export const MULTI_LABEL: SmallTagger = {
  labels: ['gene or gene product', 'disease, disorder, phenotype or trait', 'drug'],
  pieces: {
    egfr: says('gene or gene product'),
    kras: says('gene or gene product'),
    brca1: says('gene or gene product', 'disease, disorder, phenotype or trait'),
    lung: says('disease, disorder, phenotype or trait'),
    cancer: says('disease, disorder, phenotype or trait'),
    aspirin: says('drug'),
  },
}
export const MULTI_LABEL_CLASSES = {
  'gene or gene product': 'gene',
  'disease, disorder, phenotype or trait': 'disease',
  drug: null,
}

/** OpenMed's and BERN2's: one label for each word. `##ase` says what the first piece does not. */
export const SINGLE_LABEL: SmallTagger = {
  labels: ['O', 'B-gene', 'I-gene', 'B-disease', 'I-disease'],
  pieces: { ...bio(), lip: { O: 2 }, '##ase': says('B-gene') },
}

const OUTSIDE = ['O-Gene', 'O-Disease', 'O-ALL']

/** AIONER's: the mark around the text tells what to look for. */
export const TASKS: SmallTagger = {
  labels: ['B-Gene', 'I-Gene', 'B-Disease', 'I-Disease', ...OUTSIDE],
  pieces: {
    egfr: { 'B-Gene': 5, 'I-Gene': 1 },
    kinase: { 'I-Gene': 5 },
    lung: { 'B-Disease': 5 },
    cancer: { 'I-Disease': 5 },
    // Alone: an I. After transitions: what an I of its class may follow.
    carcinoma: { 'I-Disease': 5, 'B-Disease': 4.5 },
  },
  marks: {
    '<Gene>': { 'O-Gene': 2, 'B-Disease': -20, 'I-Disease': -20 },
    '</Gene>': {},
    '<Disease>': { 'O-Disease': 2, 'B-Gene': -20, 'I-Gene': -20 },
    '</Disease>': {},
    '<ALL>': { 'O-ALL': 2 },
    '</ALL>': {},
  },
}
export const TASK_SETTINGS = {
  decoding: 'single-label',
  classes: { Gene: 'gene', Disease: 'disease' },
  tasks: [
    { name: 'ALL', before: '<ALL>', after: '</ALL>' },
    { name: 'Gene', before: '<Gene>', after: '</Gene>', classes: ['gene'] },
    { name: 'Disease', before: '<Disease>', after: '</Disease>', classes: ['disease'] },
  ],
}
