// How well are diseases and chemicals found and grounded? `npx tsx bench/accuracy/end-to-end.ts [dev|train]
// [--tagger FOLDER] [--encoder FOLDER] [--errors N]`: NCBI-disease over MEDIC of 2012, BC5CDR over CTD's diseases of 2017 and
// MeSH 2020, with the dictionary, with a tagger, and with both. Found: span and class; grounded: span and id.
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { parseArgs } from 'node:util'
import { buildKnowledgeBase, openKnowledgeBase, parseConfig, type TextDocument } from '../../src/api.ts'
import { openAnnotator } from '../../src/pipeline/annotator.ts'
import { evaluateE2e, evaluateNer } from '../../src/pipeline/evaluate.ts'
import { dataFolder, machine, ontology, requireData } from '../data.ts'
import { frontEnds } from './front-ends.ts'
import { shares, showErrors } from './end-to-end-report.ts'
import { PAIRS } from './pairs.ts'

requireData()
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tagger: { type: 'string', default: 'data/models/ner' },
    encoder: { type: 'string', default: 'data/models/encoder-fast' },
    errors: { type: 'string', default: '0' },
    only: { type: 'string' },
  },
})
const split = positionals[0] === 'train' ? 'train' : 'dev'

const TASKS = [
  {
    name: 'NCBI-disease',
    corpus: 'ncbi-disease',
    gold: { dev: 'dev/NCBIdevelopset_corpus.txt.gz', train: 'train/NCBItrainset_corpus.txt.gz' },
    pairs: ['ncbi-disease.medic2012'],
  },
  {
    name: 'BC5CDR',
    corpus: 'bc5cdr',
    gold: { dev: 'dev/CDR_DevelopmentSet.PubTator.txt.gz', train: 'train/CDR_TrainingSet.PubTator.txt.gz' },
    pairs: ['bc5cdr-disease.ctd2017', 'bc5cdr-chemical.mesh2020'],
  },
] as const

type Task = (typeof TASKS)[number]

/** A knowledge base of the task's ontologies, kept for the next time. */
const buildFor = async ({
  corpus,
  pairs,
}: Task): Promise<{ readonly kb: string; readonly classes: string[] }> => {
  const chosen = PAIRS.filter(({ pair }) => pairs.some((name) => name === pair))
  const kb = join(tmpdir(), 'ontoground-bench-e2e', corpus)
  const sources = chosen.flatMap(({ sources: all, entityClass }) =>
    all.map((source, index) => ({
      name: `${entityClass}-${String(index)}`,
      entityClass,
      ...source,
      path: ontology(String(source['path'])),
    })),
  )
  const config = { kb, encoder: { model: values.encoder }, sources }
  await buildKnowledgeBase(parseConfig(JSON.stringify(config), 'bench.json'))
  return { kb, classes: chosen.map(({ entityClass }) => entityClass) }
}

console.log(`End to end, ${split}, tagger ${values.tagger}, encoder ${values.encoder}. ${machine()}\n`)
console.log(
  '| gold | found by | found: P | R | F1 | grounded: P | R | F1 | concepts: P | R | F1 | documents/s |',
)
console.log('|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|')
for (const task of TASKS.filter(({ name }) => values.only === undefined || name.includes(values.only))) {
  const { kb: folder, classes } = await buildFor(task)
  const kb = await openKnowledgeBase(folder)
  const file = join(dataFolder, 'corpora', task.corpus, task.gold[split])
  for (const [name, options] of frontEnds(values.tagger)) {
    const annotator = await openAnnotator(kb, { ...options, classes })
    let [documents, seconds] = [0, 0]
    const known = new Map<string, TextDocument>()
    const given = {
      gold: { file, format: 'pubtator' },
      predictions: {
        predict: async (document: TextDocument) => {
          const before = known.get(document.id)
          if (before !== undefined) return before
          const begun = performance.now()
          const found = await annotator.annotateOne(document)
          seconds += (performance.now() - begun) / 1000
          documents++
          known.set(document.id, found)
          return found
        },
      },
      ...{ kb, classes, errors: Number(values.errors), report: () => undefined },
    }
    const evaluation = await evaluateE2e(given)
    const speed = (documents / seconds).toFixed(0)
    const found = await evaluateNer(given)
    const cells = [
      ...shares(found.strict.micro),
      ...shares(evaluation.strict.micro),
      ...shares(evaluation.documentSets.micro),
    ]
    console.log(`| ${[task.name, name, ...cells, speed].join(' | ')} |`)
    if (Number(values.errors) > 0) showErrors(evaluation)
  }
  kb.close()
}
