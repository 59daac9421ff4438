import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Outcome } from './terminal.ts'

const root = resolve(import.meta.dirname, '../..')
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm')).href

/** How to start the command line as a process: from the source, or from what is built when the tests run against that. */
const command =
  process.env['ONTOGROUND_TEST_DIST'] === '1'
    ? [process.execPath, resolve(root, 'dist/cli/bin.js')]
    : [process.execPath, '--import', tsx, resolve(root, 'src/cli/bin.ts')]

export interface ProcessOptions {
  readonly cwd: string
  /** Largest file the process may write, in KiB. */
  readonly maxFileKiB?: number
}

/** Runs `ontoground` as a process of its own. */
export const runCliProcess = (argv: readonly string[], { cwd, maxFileKiB }: ProcessOptions): Outcome => {
  const limit = maxFileKiB === undefined ? '' : `ulimit -f ${String(maxFileKiB)} && `
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['-c', `${limit}exec "$@"`, 'bash', ...command, ...argv],
    { cwd, encoding: 'utf8' },
  )
  return { code: status ?? -1, stdout, stderr }
}

/** Starts `ontoground` as a process of its own, to be written to and signalled. */
export const startCliProcess = (
  argv: readonly string[],
  { cwd }: Pick<ProcessOptions, 'cwd'>,
): ChildProcessWithoutNullStreams => {
  const [program = '', ...first] = command
  return spawn(program, [...first, ...argv], { cwd })
}
