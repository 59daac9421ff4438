import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildKnowledgeBase, type KnowledgeBase, openKnowledgeBase, parseConfig } from '../../src/api.ts'
import { ontology } from '../data.ts'

/** Ontology–gold pairs whose ontology is OBO, with the acc@1 of exact matching on dev that stands beside the data. */
export const PAIRS = [
  { pair: 'gsc-plus.hpo2017', entityClass: 'phenotype', path: 'hpo/hp-boqa-root.obo.gz', exactDev: 0.464 },
  { pair: 'craft-cl.cl', entityClass: 'cell_type', path: 'craft-cl/CL.obo.gz', exactDev: 0.165 },
  {
    pair: 'craft-uberon.uberon',
    entityClass: 'anatomy',
    path: 'craft-uberon/UBERON.obo.gz',
    exactDev: 0.568,
  },
  { pair: 'craft-so.so', entityClass: 'sequence_feature', path: 'craft-so/SO.obo.gz', exactDev: 0.463 },
] as const

export type Pair = (typeof PAIRS)[number]

/** Builds the pair's ontology into a knowledge base of its own for the length of a task. */
export const withPair = async <Result>(
  pair: Pair,
  task: (kb: KnowledgeBase) => Promise<Result>,
): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), 'ontoground-bench-'))
  const source = { name: 'source', type: 'obo', entityClass: pair.entityClass, path: ontology(pair.path) }
  await buildKnowledgeBase(parseConfig(JSON.stringify({ kb: folder, sources: [source] }), 'bench.json'))
  const kb = await openKnowledgeBase(folder)
  try {
    return await task(kb)
  } finally {
    kb.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Gold ids as the knowledge base knows them now: merged and retired ones lead to what took their place. */
export const currentIds = (kb: KnowledgeBase, ids: readonly string[]): ReadonlySet<string> =>
  new Set(
    ids.flatMap((id) => {
      try {
        const { records, replacedBy } = kb.term(id)
        return replacedBy.length > 0 ? replacedBy : records.map((record) => record.id)
      } catch {
        return [id]
      }
    }),
  )
