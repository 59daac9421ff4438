import { Option, type Command } from 'commander'
import { dirname } from 'node:path'
import { loadConfig, type ResolvedRecognizer } from '../config/load.ts'
import { KnownError } from '../core/errors.ts'
import type { AnnotatorOptions } from '../pipeline/annotator.ts'
import { commaList, type CommonOptions, configFile } from './command.ts'
import type { Terminal } from './terminal.ts'

/** Options of all commands that find mentions. */
export interface FrontEndOptions extends CommonOptions {
  readonly recognizers?: readonly string[]
  readonly abbreviations?: boolean
}

export const withFrontEnd = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--recognizers <names>',
        'what finds mentions, comma-separated: dictionary, neural, pattern, coordination (default: as configured, else all but neural, the tagger in the package)',
      ).argParser(commaList),
    )
    .option('--no-abbreviations', 'do not let mentions follow what the text says its abbreviations mean')

/**
 * What finds mentions, as configured; the command line chooses among it.
 *
 * @throws KnownError `USAGE`, and those of the configuration
 */
export const frontEnd = (
  { recognizers: names, abbreviations, ...common }: FrontEndOptions,
  terminal: Terminal,
): Pick<AnnotatorOptions, 'recognizers' | 'abbreviations'> => {
  if (names?.length === 0)
    throw new KnownError('USAGE', '--recognizers names none', 'Name some, or leave --recognizers out.')
  const config = loadConfig(configFile(common, terminal))
  const named = names?.flatMap((type): readonly ResolvedRecognizer[] => {
    const configured = config.recognizers?.filter((each) => each.type === type) ?? []
    return configured.length > 0 ? configured : [{ type, folder: dirname(config.file), options: {} }]
  })
  return {
    recognizers: named ?? config.recognizers,
    abbreviations: abbreviations === false ? false : config.abbreviations,
  }
}
