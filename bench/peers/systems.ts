import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { PeerReport } from './answers.ts'

/** One system over one pair: what it answered, or why it did not run. */
export type PeerRun =
  | { readonly title: string; readonly report: PeerReport; readonly build?: BuildCost }
  | { readonly title: string; readonly problem: string }

/** What building cost apart from linking. */
export interface BuildCost {
  /** CPU seconds. */
  readonly seconds: number
  readonly peakMiB: number
  /** Vectors that an earlier build had left, which cost nothing now. */
  readonly fromCache: number
}

/** Systems of linkers.py; those that would take hours answer for a sample. */
const RIVALS: readonly { readonly name: string; readonly sampled?: true }[] = [
  { name: 'dictionary' },
  { name: 'gilda' },
  { name: 'quickumls' },
  { name: 'quickumls-preferred' },
  { name: 'scispacy' },
  { name: 'scispacy-all' },
  { name: 'rapidfuzz', sampled: true },
]

const here = import.meta.dirname
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' }

const run = (command: string, args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, ...ONE_THREAD },
    cwd: join(here, '../..'),
  })

/** The line that says what went wrong: one that names an error, else the last. */
const problemOf = ({ error, stdout, stderr }: SpawnSyncReturns<string>): string => {
  if (error !== undefined) return error.message
  const lines = `${stderr}\n${stdout}`.trim().split('\n')
  return lines.find((line) => /Error\b/.test(line)) ?? lines.at(-1) ?? ''
}

const readReport = (file: string): PeerReport => JSON.parse(readFileSync(file, 'utf8')) as PeerReport

/**
 * Runs each rival over an exported pair, one process each; one that cannot run says why, and the rest go on. `again`:
 * answers of an earlier run are taken.
 */
export function* runRivals(
  folder: string,
  python: string,
  sample: number,
  again = false,
): Generator<PeerRun> {
  for (const { name, sampled } of RIVALS) {
    const answers = join(folder, `${name}.json`)
    const most = sampled === true ? ['--sample', String(sample)] : []
    if (!again || !existsSync(answers)) {
      const result = run(python, [join(here, 'linkers.py'), name, folder, answers, ...most])
      if (result.status !== 0) {
        yield { title: name, problem: problemOf(result) }
        continue
      }
    }
    const report = readReport(answers)
    const part = report.mentions.length === sample && sampled === true ? `, ${String(sample)} mentions` : ''
    yield { title: `${report.system}${part}`, report }
  }
}

/** One way of ours: its knowledge base is built unless it stands; what that cost stays known. */
export interface OurWay {
  readonly stages: string
  readonly abbreviations: boolean
  /** Folder of an encoder. */
  readonly encoder?: string | undefined
}

/** Runs ours over an exported pair as rivals are run. */
export const runOurs = (
  pair: string,
  folder: string,
  { stages, abbreviations, encoder }: OurWay,
  again = false,
): PeerRun => {
  const title = `**ontoground**, ${[
    ...stages.split(','),
    ...(encoder === undefined ? [] : [basename(encoder)]),
    ...(abbreviations ? ['abbreviations'] : []),
  ].join(', ')}`
  const kb = knowledgeBaseOf(folder, encoder)
  const built = buildOurs(pair, kb, encoder)
  if (typeof built === 'string') return { title, problem: built }
  const answers = join(folder, `ours-${stages}-${basename(kb)}-${String(abbreviations)}.json`)
  const args = [pair, kb, folder, answers, stages, ...(abbreviations ? ['on'] : [])]
  if (!again || !existsSync(answers)) {
    const result = run(process.execPath, ['--import', 'tsx', join(here, 'ours.ts'), ...args])
    if (result.status !== 0) return { title, problem: problemOf(result) }
  }
  return { title, report: readReport(answers), build: built }
}

/** Where ours keeps the knowledge base of an exported pair. */
export const knowledgeBaseOf = (folder: string, encoder?: string): string =>
  join(folder, encoder === undefined ? 'kb' : `kb-${basename(encoder)}`)

/** What building cost, now or when it was built; a text: why it cannot be. */
export const buildOurs = (pair: string, kb: string, encoder?: string): BuildCost | string => {
  const cost = `${kb}.cost.json`
  if (!existsSync(cost)) {
    const args = [pair, kb, ...(encoder === undefined ? [] : [encoder])]
    const result = run(process.execPath, ['--import', 'tsx', join(here, 'ours-build.ts'), ...args])
    if (result.status !== 0) return problemOf(result)
  }
  return JSON.parse(readFileSync(cost, 'utf8')) as BuildCost
}
