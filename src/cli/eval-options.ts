import { type Command, InvalidArgumentError, Option } from 'commander'
import { OVERLAPS } from '../pipeline/annotator.ts'
import { READABLE_FORMATS } from '../pipeline/documents.ts'
import { commaList } from './command.ts'

/** What all kinds of `eval` take. */
export const scored = (command: Command): Command =>
  command
    .requiredOption('--gold <file>', 'documents with what is right')
    .option('--from <format>', `format of --gold: ${READABLE_FORMATS.join(', ')} (default: by its name)`)
    .option('--pred <file>', 'documents with what was found elsewhere (default: find it now)')
    .option('--pred-from <format>', 'format of --pred (default: by its name, or --from)')
    .option(
      '--errors <n>',
      'list at most this many of the worst errors of each kind (default 20)',
      wholeNumber,
    )
    .option('--json', 'all figures as JSON')

/** What those take that score mentions. */
export const withClasses = (command: Command): Command =>
  command
    .option('--against <file>', 'what another run found, read as --pred is: how sure is the difference?')
    .option(
      '--map <labels>',
      'LABEL=class,…: what labels of the files stand for; LABEL= leaves it out (default: as in public corpora)',
      labelMap,
    )
    .option(
      '--class, --classes <names>',
      'only these entity classes, comma-separated (default: those of gold; without --pred, those of them that the knowledge base has)',
      commaList,
    )
    .addOption(
      new Option('--overlaps <which>', 'of mentions found now that share text: all, longest or flat')
        .choices(OVERLAPS)
        .default('longest'),
    )

/** For commander: `LABEL=class,…`; a class may be empty. */
const labelMap = (text: string): Record<string, string> =>
  Object.fromEntries(
    commaList(text).map((item) => {
      const at = item.lastIndexOf('=')
      if (at <= 0) throw new InvalidArgumentError(`"${item}" is not LABEL=class.`)
      return [item.slice(0, at).trim(), item.slice(at + 1).trim()]
    }),
  )

/** For commander: a whole number of 0 or more. */
export const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number of 0 or more is wanted.')
  return Number(text)
}
