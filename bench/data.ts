// Where the real ontologies and gold corpora lie: beside the project, or where ONTOGROUND_DATA says.
import { existsSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { execFileSync } from 'node:child_process'

export const dataFolder = process.env['ONTOGROUND_DATA'] ?? resolve(import.meta.dirname, '../../shared/data')

export const hasData = existsSync(dataFolder)

export const requireData = (): void => {
  if (hasData) return
  console.error('No data: set ONTOGROUND_DATA to the folder with ontologies/ and linking/.')
  process.exit(1)
}

export const ontology = (path: string): string => join(dataFolder, 'ontologies', path)

/** One gold mention, as the prepared files give it. */
export interface GoldMention {
  readonly mention: string
  /** Pieces of a discontinuous mention, joined by a blank. */
  readonly joined?: string
  readonly class: string
  readonly ids: readonly string[]
  readonly composite: boolean
  readonly doc: string
  readonly context: string
  readonly contextStart: number
}

/** Gold mentions of a pair and split; empty when the split does not exist. */
export const goldMentions = (pair: string, split: 'dev' | 'train'): readonly GoldMention[] => {
  const file = join(dataFolder, 'linking', `${pair}.${split}.jsonl${split === 'train' ? '.gz' : ''}`)
  if (!existsSync(file)) return []
  const bytes = readFileSync(file)
  const text = (split === 'train' ? gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as GoldMention)
}

export const machine = (): string => {
  const [cpu] = cpus()
  return `${String(cpus().length)} × ${cpu?.model ?? 'unknown CPU'}, Node ${process.version}, commit ${commit()}`
}

const commit = (): string => {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return 'unknown'
  }
}
