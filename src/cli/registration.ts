import type { Command } from 'commander'
import type { Terminal } from './terminal.ts'

/** Adds commands to the program; `done` takes their exit codes. */
export type Register = (program: Command, terminal: Terminal, done: (code: number) => void) => void

/** What every command takes. */
export const common = (command: Command): Command =>
  command
    .option('--config <file>', 'configuration (default: parsers.config.json here, else the shipped one)')
    .option('--kb <dir>', 'folder of the knowledge base (default: the one the configuration names)')
    .option('--quiet', 'no progress and no hints')

/** For the end of a command's help. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ ontoground ${line}`).join('\n')}`
