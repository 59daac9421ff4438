import { resolve } from 'node:path'
import { loadConfig } from '../../config/load.ts'
import { diffReleases, type DiffReport, headlines } from '../../pipeline/diff.ts'
import { type CommonOptions, CONFIG_NAME, configFile, kbFolder, shippedFile } from '../command.ts'
import { diffPage } from '../diff-page.ts'
import { diffMarkdown, diffTables } from '../diff-text.ts'
import { EXIT } from '../exit-codes.ts'
import { OutputFile } from '../output-file.ts'
import { print, styleOf, type Terminal } from '../terminal.ts'

export interface DiffCommandOptions extends CommonOptions {
  readonly source?: string
  readonly type?: string
  readonly prefixes?: readonly string[]
  readonly curations?: string
  readonly impact?: string
  readonly limit?: number
  readonly json?: boolean
  readonly markdown?: boolean
  readonly html?: string
}

const TERMINAL_ROWS = 10
const MARKDOWN_ROWS = 100

/** `ontoground diff`. That something changed is an answer, not a failure. */
export const diff = async (
  oldName: string,
  newName: string,
  options: DiffCommandOptions,
  terminal: Terminal,
): Promise<number> => {
  const file = configFile(options, terminal)
  const { cwd, signal } = terminal
  const { source, type, impact } = options
  const report = await diffReleases(oldName, newName, {
    ...{ cwd, signal, source, type, impact, idPrefixes: options.prefixes },
    kb: kbFolder(options, terminal),
    // The shipped configuration is of other files.
    ...(file === shippedFile(CONFIG_NAME) ? {} : { config: loadConfig(file) }),
    ...(options.curations === undefined ? {} : { curations: resolve(cwd, options.curations) }),
  })
  if (options.html !== undefined) await writePage(resolve(cwd, options.html), report)
  await print(terminal.stdout, `${lines(report, options, terminal).join('\n')}\n`)
  return EXIT.done
}

const lines = (
  report: DiffReport,
  { json, markdown, html, limit }: DiffCommandOptions,
  terminal: Terminal,
): readonly string[] => {
  if (json === true) return [JSON.stringify(report)]
  if (markdown === true) return diffMarkdown(report, limit ?? MARKDOWN_ROWS)
  if (html !== undefined) return headlines(report)
  return terminal.stdout.isTTY === true
    ? diffTables(report, limit ?? TERMINAL_ROWS, styleOf(terminal, terminal.stdout))
    : diffMarkdown(report, limit ?? MARKDOWN_ROWS)
}

const writePage = async (path: string, report: DiffReport): Promise<void> => {
  const file = new OutputFile(path)
  try {
    for (const piece of diffPage(report)) await file.write(piece)
    await file.finish()
  } catch (error) {
    await file.discard()
    throw error
  }
}
