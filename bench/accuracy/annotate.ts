// How well are mentions found and grounded? `npx tsx bench/accuracy/annotate.ts [--overlaps all|longest|flat]
// [--only NAME,…] [--errors N] [--split dev|train]`: GSC+ over the HPO of April 2017 and CRAFT's CL, UBERON and SO, each over
// its own ontology, with the dictionary alone, with abbreviations, and with all recognisers that need no model.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildKnowledgeBase, type KnowledgeBase, openKnowledgeBase, parseConfig } from '../../src/api.ts'
import { type AnnotatorOptions, openAnnotator, OVERLAPS } from '../../src/pipeline/annotator.ts'
import { evaluateE2e } from '../../src/pipeline/evaluate.ts'
import { dataFolder, machine, ontology, requireData } from '../data.ts'
import { shares, showErrors } from './end-to-end-report.ts'

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

type Task = (typeof TASKS)[number]

const FRONT_ENDS: readonly (readonly [name: string, options: AnnotatorOptions])[] = [
  ['dictionary', { recognizers: [{ type: 'dictionary' }], abbreviations: false }],
  ['dictionary, abbreviations', { recognizers: [{ type: 'dictionary' }] }],
  ['all', {}],
]

const REPEATS = 5
const HARDLY_EVER = 0.1

/** Concepts of the ontology that the corpus does not annotate, as far as its train split shows. */
const passedOver = async (kb: KnowledgeBase, { corpus, entityClass }: Task): Promise<ReadonlySet<string>> => {
  const annotator = await openAnnotator(kb, { overlaps })
  const counts = new Map<string, { found: number; wrong: number }>()
  const count = (id: string | undefined, key: 'found' | 'wrong', times: number): void => {
    if (id === undefined) return
    const before = counts.get(id) ?? { found: 0, wrong: 0 }
    counts.set(id, { ...before, [key]: before[key] + times })
  }
  const { falsePositives } = await evaluateE2e({
    gold: goldOf(corpus('train')),
    predictions: {
      predict: async (document) => {
        const found = await annotator.annotateOne(document)
        for (const { class: name, ids } of found.mentions) if (name === entityClass) count(ids[0], 'found', 1)
        return found
      },
    },
    ...{ kb, classes: [entityClass], errors: Number.MAX_SAFE_INTEGER, report: complain },
  })
  for (const { ids, count: times } of falsePositives.worst) count(ids?.[0], 'wrong', times)
  const isPassedOver = ({ found, wrong }: { found: number; wrong: number }): boolean =>
    found >= REPEATS && found - wrong < HARDLY_EVER * found
  return new Set([...counts].flatMap(([id, numbers]) => (isPassedOver(numbers) ? [id] : [])))
}

const goldOf = (path: string): { readonly file: string } => ({ file: join(dataFolder, 'corpora', path) })

const complain = ({ id, message }: { readonly id?: string; readonly message: string }): void => {
  console.error(`${id ?? ''}: ${message}`)
}

const withSource = async (
  { entityClass, source }: Task,
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
const score = async (
  kb: KnowledgeBase,
  task: Task,
  name: string,
  front: AnnotatorOptions,
  without: ReadonlySet<string>,
): Promise<void> => {
  const annotator = await openAnnotator(kb, { ...front, overlaps })
  const result = await evaluateE2e({
    gold: goldOf(task.corpus(options.split)),
    predictions: {
      predict: async (document) => {
        const found = await annotator.annotateOne(document)
        return { ...found, mentions: found.mentions.filter(({ ids: [id = ''] }) => !without.has(id)) }
      },
    },
    ...{ kb, classes: [task.entityClass], errors: Number(options.errors), report: complain },
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

for (const task of TASKS) {
  if (options.only !== undefined && !options.only.split(',').includes(task.name)) continue
  await withSource(task, async (kb) => {
    for (const [name, front] of FRONT_ENDS) await score(kb, task, name, front, new Set())
    if (options.split !== 'dev' || !task.name.startsWith('CRAFT')) return
    const without = await passedOver(kb, task)
    await score(kb, task, `all, without ${String(without.size)} concepts`, {}, without)
  })
}
