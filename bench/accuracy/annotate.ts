// How well are mentions found and grounded? `npx tsx bench/accuracy/annotate.ts [--overlaps all|longest|flat]
// [--only NAME,…] [--errors N] [--split dev|train]`: GSC+ over the HPO of April 2017 and CRAFT's CL, UBERON and SO, each over
// its own ontology, with the dictionary alone, with abbreviations, and with all recognisers that need no model.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildKnowledgeBase, type KnowledgeBase, openKnowledgeBase, parseConfig } from '../../src/api.ts'
import { type AnnotatorOptions, openAnnotator, OVERLAPS } from '../../src/pipeline/annotator.ts'
import { type E2eEvaluation, evaluateE2e, type Score } from '../../src/pipeline/evaluate.ts'
import { dataFolder, machine, ontology, requireData } from '../data.ts'

requireData()
const { values: options } = parseArgs({
  options: {
    overlaps: { type: 'string', default: 'longest' },
    only: { type: 'string' },
    errors: { type: 'string', default: '0' },
    split: { type: 'string', default: 'dev' },
  },
})
const overlaps = OVERLAPS.find((name) => name === options.overlaps)
if (overlaps === undefined) throw new Error(`--overlaps is one of ${OVERLAPS.join(', ')}`)

/** Gold, the class of its labels that is scored, and the source of the names; CRAFT annotates all its ontologies in one file. */
const TASKS = [
  {
    name: 'GSC+',
    corpus: (split: string) => `gsc-plus/${split}/gsc-plus-${split}.pubtator.gz`,
    entityClass: 'phenotype',
    source: { path: 'hpo/hp-boqa-root.obo.gz', idPrefixes: ['HP'], roots: ['HP:0000118'] },
  },
  ...(
    [
      ['CL', 'cell_type', 'craft-cl/CL.obo.gz'],
      ['UBERON', 'anatomy', 'craft-uberon/UBERON.obo.gz'],
      ['SO', 'sequence_feature', 'craft-so/SO.obo.gz'],
    ] as const
  ).map(([prefix, entityClass, path]) => ({
    name: `CRAFT ${prefix}`,
    corpus: (split: string) => `craft/${split}/craft-${split}.pubtator.gz`,
    entityClass,
    source: { path, idPrefixes: [prefix] },
  })),
]

const FRONT_ENDS: readonly (readonly [name: string, options: AnnotatorOptions])[] = [
  ['dictionary', { recognizers: [{ type: 'dictionary' }], abbreviations: false }],
  ['dictionary, abbreviations', { recognizers: [{ type: 'dictionary' }] }],
  ['all', {}],
]

const withSource = async (
  { entityClass, source }: (typeof TASKS)[number],
  task: (kb: KnowledgeBase) => Promise<void>,
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'ontoground-bench-'))
  const entry = { name: 'source', type: 'obo', entityClass, ...source, path: ontology(source.path) }
  await buildKnowledgeBase(parseConfig(JSON.stringify({ kb: folder, sources: [entry] }), 'bench.json'))
  const kb = await openKnowledgeBase(folder)
  try {
    await task(kb)
  } finally {
    kb.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const shares = ({ precision, recall, f1 }: Score): string[] =>
  [precision, recall, f1].map((share) => share.toFixed(3))

const showErrors = ({ falseNegatives, falsePositives }: E2eEvaluation): void => {
  for (const [title, { total, worst }] of Object.entries({ missed: falseNegatives, wrong: falsePositives })) {
    console.log(`\n${title}: ${String(total)}`)
    for (const { count, text, ids = [], kinds, example } of worst)
      console.log(
        `  ${String(count)}× ${text} ${ids.join('|')} ${JSON.stringify(kinds)} ${example.instead ?? ''}`,
      )
  }
}

console.log(`Finding and grounding, ${options.split}, overlaps: ${overlaps}. ${machine()}\n`)
const columns = [
  'mentions',
  ...['P', 'R', 'F1'],
  'relaxed F1',
  'right of found spans',
  'concepts',
  ...['P', 'R', 'F1'],
]
console.log(`| gold | found by | ${columns.join(' | ')} |\n|---|---|${'---:|'.repeat(columns.length)}`)
for (const task of TASKS) {
  if (options.only !== undefined && !options.only.split(',').includes(task.name)) continue
  const gold = { file: join(dataFolder, 'corpora', task.corpus(options.split)) }
  await withSource(task, async (kb) => {
    for (const [name, front] of FRONT_ENDS) {
      const annotator = await openAnnotator(kb, { ...front, overlaps })
      const result = await evaluateE2e({
        gold,
        kb,
        predictions: { predict: (document) => annotator.annotateOne(document) },
        classes: [task.entityClass],
        errors: Number(options.errors),
        report: ({ id, message }) => {
          console.error(`${id ?? ''}: ${message}`)
        },
      })
      const { strict, relaxed, documentSets, recallAt } = result
      const cells = [
        String(strict.micro.support),
        ...shares(strict.micro),
        relaxed.micro.f1.toFixed(3),
        recallAt[0]?.recallOfFound.toFixed(3) ?? '',
        String(documentSets.micro.support),
        ...shares(documentSets.micro),
      ]
      console.log(`| ${[task.name, name, ...cells].join(' | ')} |`)
      if (Number(options.errors) > 0) showErrors(result)
    }
  })
}
