// Which entities of the corpora with a dev split are found, strictly: both ends and the class?
// `npx tsx bench/accuracy/tagging.ts [--tagger FOLDER] [--only NAME,…]`: with the dictionary of names of every class
// (bench/every-class.config.json), with a tagger, and with both. Of BioRED, which has no dev split, the tenth that training holds out.
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { buildKnowledgeBase, loadConfig, openKnowledgeBase, type TextDocument } from '../../src/api.ts'
import { openAnnotator } from '../../src/pipeline/annotator.ts'
import { evaluateNer } from '../../src/pipeline/evaluate.ts'
import { dataFolder, machine, requireData } from '../data.ts'
import { shares } from './end-to-end-report.ts'
import { frontEnds } from './front-ends.ts'

requireData()
const { values } = parseArgs({
  options: { tagger: { type: 'string', default: 'data/models/ner' }, only: { type: 'string' } },
})

interface Corpus {
  readonly name: string
  readonly file: string
  readonly format: 'conll' | 'pubtator'
  readonly classes: readonly string[]
  readonly map?: Readonly<Record<string, string>>
  /** Strict F1 asked for, by class. */
  readonly asked: Readonly<Record<string, number>>
  readonly held?: boolean
}

const CORPORA: readonly Corpus[] = [
  {
    ...{ name: 'NCBI-disease', file: 'mtl-iob/NCBI-disease/dev/devel.tsv.gz', format: 'conll' },
    ...{ classes: ['disease'], asked: { disease: 83.9 } },
  },
  {
    ...{ name: 'BC5CDR', file: 'mtl-iob/BC5CDR/dev/devel.tsv.gz', format: 'conll' },
    ...{ classes: ['disease', 'chemical'], asked: { disease: 80, chemical: 90.4 } },
  },
  {
    ...{ name: 'BC2GM', file: 'bc2gm/dev/devel.tsv.gz', format: 'conll' },
    ...{ classes: ['gene'], asked: { gene: 80.1 } },
  },
  {
    ...{ name: 'JNLPBA', file: 'baderlab-bio/JNLPBA/dev/valid.tsv.gz', format: 'conll' },
    ...{ classes: ['gene', 'cell_line', 'cell_type'], map: { PRGE: 'gene', DNA: '', RNA: '' } },
    asked: { gene: 66.8, cell_line: 46.3, cell_type: 65.2 },
  },
  {
    ...{ name: 'LINNAEUS', file: 'mtl-iob/linnaeus/dev/devel.tsv.gz', format: 'conll' },
    ...{ classes: ['species'], asked: { species: 55.6 } },
  },
  {
    ...{ name: 'BioRED', file: 'aioner/train/BioRED_TrainDev.PubTator.gz', format: 'pubtator', held: true },
    classes: ['gene', 'disease', 'chemical', 'species', 'variant', 'cell_line'],
    asked: { all: 84 },
  },
  {
    ...{ name: 'tmVar3', file: 'aioner/train/tmVar3_Train.PubTator.gz', format: 'pubtator', held: true },
    classes: ['variant'],
    asked: {},
  },
]

/** As `training/tagger/corpora.py` holds out. */
const isHeld = (name: string): boolean =>
  Number.parseInt(createHash('sha256').update(name).digest('hex').slice(0, 8), 16) % 10 === 0

const scratch = mkdtempSync(join(tmpdir(), 'ontoground-bench-tagging-'))

const goldOf = ({ name, file, held = false, format }: Corpus): { file: string; format: string } => {
  const path = join(dataFolder, 'corpora', file)
  if (!held) return { file: path, format }
  const documents = gunzipSync(readFileSync(path)).toString('utf8').split(/\n\n+/)
  const kept = join(scratch, 'held.pubtator')
  writeFileSync(
    kept,
    documents
      .filter((document) => isHeld(`${name.toLowerCase()}/${document.trim().split('|')[0] ?? ''}`))
      .join('\n\n'),
  )
  return { file: kept, format }
}

const config = loadConfig('bench/every-class.config.json')
const folder = join(tmpdir(), 'ontoground-bench-every-class')
await buildKnowledgeBase({ ...config, kb: folder })
const kb = await openKnowledgeBase(folder)
console.log(`Entities found, strict, dev; tagger ${values.tagger}. ${machine()}\n`)
console.log(
  '| corpus | class | mentions | F1 asked | found by | P | R | F1 |\n|---|---|---:|---:|---|---:|---:|---:|',
)
for (const corpus of CORPORA) {
  if (values.only?.split(',').includes(corpus.name) === false) continue
  const gold = goldOf(corpus)
  for (const [name, options] of frontEnds(values.tagger)) {
    const annotator = await openAnnotator(kb, { ...options, classes: corpus.classes })
    const { strict } = await evaluateNer({
      gold,
      predictions: { predict: (document: TextDocument) => annotator.annotateOne(document) },
      classes: corpus.classes,
      report: () => undefined,
      ...(corpus.map === undefined ? {} : { map: corpus.map }),
    })
    const scores = Object.entries({
      ...strict.byClass,
      ...(corpus.classes.length > 1 ? { all: strict.micro } : {}),
    })
    for (const [entityClass, score] of scores)
      console.log(
        `| ${[corpus.name, entityClass, score.support, corpus.asked[entityClass] ?? '–', name, ...shares(score)].join(' | ')} |`,
      )
  }
}
kb.close()
rmSync(scratch, { recursive: true })
