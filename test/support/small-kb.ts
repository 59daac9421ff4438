import { writeFileSync } from 'node:fs'
import { beforeAll } from 'vitest'
import { copyFixture } from './fixture.ts'
import { newFile, scratchFolder } from './scratch.ts'
import { type Outcome, runCli, type TerminalOptions } from './terminal.ts'

export interface CliOnSmallKb {
  readonly scratch: string
  /** The working directory, once it is there. */
  readonly cwd: () => string
  readonly run: (argv: readonly string[], options?: Partial<TerminalOptions>) => Promise<Outcome>
  /** A new file outside of the working directory. */
  readonly file: (content: string | Uint8Array, name: string) => string
}

/** A command of the command line, run where the knowledge base of the fixture `kb-small` was built. */
export const cliOnSmallKb = (command: string): CliOnSmallKb => {
  const scratch = scratchFolder()
  let cwd = ''
  beforeAll(async () => {
    cwd = copyFixture(scratch, 'kb-small')
    await runCli(['build', '--quiet'], { cwd })
  })
  return {
    scratch,
    cwd: () => cwd,
    run: (argv, options = {}) => runCli([command, ...argv], { cwd, ...options }),
    file: (content, name) => {
      const path = newFile(scratch, name)
      writeFileSync(path, content)
      return path
    },
  }
}
