import { Readable } from 'node:stream'
import { main } from '../../src/cli/main.ts'
import type { Output, Terminal } from '../../src/cli/terminal.ts'

export interface TerminalOptions {
  readonly cwd: string
  readonly stdin?: string
  /** Whether all three streams are a terminal. Default false. */
  readonly tty?: boolean
  readonly env?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A terminal in memory: what is written to it can be read back. */
export class FakeTerminal implements Terminal {
  readonly stdin: Terminal['stdin']
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Terminal['env']
  readonly cwd: string
  readonly signal: AbortSignal
  readonly written = { stdout: '', stderr: '' }

  constructor(options: TerminalOptions) {
    const tty = options.tty === true
    const stdin = Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)])
    this.stdin = Object.assign(stdin, { isTTY: tty })
    this.stdout = this.#output('stdout', tty)
    this.stderr = this.#output('stderr', tty)
    this.env = options.env ?? {}
    this.cwd = options.cwd
    this.signal = options.signal ?? new AbortController().signal
  }

  #output(name: 'stdout' | 'stderr', isTTY: boolean): Output {
    return {
      isTTY,
      columns: 100,
      once: () => undefined,
      write: (text) => {
        this.written[name] += text
        return true
      },
    }
  }
}

/** Runs the command line as a user in `cwd` would. */
export const runCli = async (argv: readonly string[], options: TerminalOptions): Promise<Outcome> => {
  const terminal = new FakeTerminal(options)
  const code = await main(argv, terminal)
  return { code, ...terminal.written }
}

/** The values of JSON Lines. */
export const jsonLines = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))
