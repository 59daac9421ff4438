import { join } from 'node:path'
import { endOf, type Mention, startOf, type TextDocument } from '../../src/core/document.ts'
import { pubtatorReader } from '../../src/documents/pubtator.ts'
import { dataFolder, ontology } from '../data.ts'

/** A corpus with the sources of the names in it. */
export interface GoldSet {
  readonly name: string
  readonly split: 'train' | 'dev'
  readonly files: readonly string[]
  readonly sources: readonly SourceEntry[]
  /** Entity class by label of the corpus. */
  readonly classes: Readonly<Record<string, string>>
  /** What counts as gold: mentions in pieces, or those that name several concepts. */
  readonly kind: 'pieces' | 'composite'
}

interface SourceEntry {
  readonly name: string
  readonly type: string
  readonly entityClass: string
  readonly path: string
  readonly options?: object
}

const obo = (name: string, entityClass: string): SourceEntry => ({
  name: name.toLowerCase(),
  type: 'obo',
  entityClass,
  path: ontology(`craft-${name.toLowerCase()}/${name}.obo.gz`),
})

const CRAFT_SOURCES = [obo('CL', 'cell_type'), obo('UBERON', 'anatomy'), obo('SO', 'sequence_feature')]
const CTD: SourceEntry = {
  name: 'ctd',
  type: 'table',
  entityClass: 'disease',
  path: ontology('ctd-medic/CTD_diseases.tsv.gz'),
  options: { preset: 'ctd-diseases' },
}
const MEDIC: SourceEntry = {
  name: 'medic',
  type: 'table',
  entityClass: 'disease',
  path: ontology('ctd-medic/medic_06Jul2012.txt.gz'),
  options: { preset: 'pipe-dictionary' },
}
const GENES: SourceEntry = {
  name: 'ncbigene',
  type: 'table',
  entityClass: 'gene',
  path: ontology('entrez-gene/Homo_sapiens.gene_info.gz'),
  options: { preset: 'ncbi-gene-info' },
}

const NCBI_LABELS = ['SpecificDisease', 'DiseaseClass', 'Modifier', 'CompositeMention']

const craft = (split: 'train' | 'dev'): GoldSet => ({
  name: `CRAFT ${split}`,
  split,
  files: [`craft/${split}/craft-${split}.pubtator.gz`],
  sources: CRAFT_SOURCES,
  classes: { CL: 'cell_type', UBERON: 'anatomy', SO: 'sequence_feature' },
  kind: 'pieces',
})
const composite = (
  name: string,
  split: 'train' | 'dev',
  files: readonly string[],
  source: SourceEntry,
  labels: readonly string[],
): GoldSet => ({
  name,
  split,
  files,
  sources: [source],
  classes: Object.fromEntries(labels.map((label) => [label, source.entityClass])),
  kind: 'composite',
})

export const GOLD_SETS: readonly GoldSet[] = [
  craft('train'),
  craft('dev'),
  composite('BC5CDR disease train', 'train', ['bc5cdr/train/CDR_TrainingSet.PubTator.txt.gz'], CTD, [
    'Disease',
  ]),
  composite('BC5CDR disease dev', 'dev', ['bc5cdr/dev/CDR_DevelopmentSet.PubTator.txt.gz'], CTD, ['Disease']),
  composite(
    'NCBI disease train',
    'train',
    ['ncbi-disease/train/NCBItrainset_corpus.txt.gz'],
    MEDIC,
    NCBI_LABELS,
  ),
  composite('NCBI disease dev', 'dev', ['ncbi-disease/dev/NCBIdevelopset_corpus.txt.gz'], MEDIC, NCBI_LABELS),
  composite('NLM-Gene train', 'train', ['aioner/train/NLMgene_Train.PubTator.gz'], GENES, ['Gene']),
  composite('GNormPlus train', 'dev', ['aioner/train/GNormPlus_Train.PubTator.gz'], GENES, ['Gene']),
]

/** The documents of a set. */
export async function* documentsOf({ files }: GoldSet): AsyncGenerator<TextDocument> {
  for (const file of files)
    yield* pubtatorReader.read(join(dataFolder, 'corpora', file), { report: () => undefined })
}

// What joins the parts of a list.
const JOINT = /\b(?:and|or)\b|[,/&]/

/** Is it a mention that only a coordination explains? */
export const isGold = (
  { text, classes, kind }: GoldSet & Pick<TextDocument, 'text'>,
  mention: Mention,
): boolean => {
  if (classes[mention.class] === undefined) return false
  const { spans, ids } = mention
  if (kind === 'composite') return ids.length > 1 && JOINT.test(text.slice(startOf(mention), endOf(mention)))
  return spans.slice(1).some(([start], at) => JOINT.test(text.slice(spans[at]?.[1], start)))
}
