import { type Command, InvalidArgumentError, Option } from 'commander'
import { CANDIDATE_STAGES } from '../linker/contract.ts'
import { commaList } from './command.ts'
import { wholeNumber } from './eval-options.ts'

/** Ways to part the mentions. */
export const LINK_PARTS = ['class', 'ambiguity', 'seen', 'method'] as const
export type LinkPart = (typeof LINK_PARTS)[number]

/** What `eval link` takes. */
export const withLinkScoring = (command: Command): Command =>
  command
    .requiredOption(
      '--gold <file>',
      'mentions with the ids that are right, as JSON Lines ({"mention", "ids", "class"?, "context"?, "doc"?, "composite"?} …), plain or .gz',
    )
    .option(
      '--pred <file>',
      'answers made elsewhere, in the shape of link --in (default: link now, as link --in does)',
    )
    .option('--against <file>', 'answers of another run: how sure is the difference?')
    .option('--seen <file>', 'gold trained on: tell strings and concepts in it from all others')
    .option('--at <ks>', 'is a right one among the first k? (default 1,5,20)', ranks)
    .addOption(
      new Option(
        '--stages <stages>',
        `where candidates come from: ${CANDIDATE_STAGES.join(', ')}, comma-separated (default: all there are)`,
      ).argParser(commaList),
    )
    .option('--no-abbreviations', 'do not let mentions follow what the text says its abbreviations mean')
    .option('--class, --classes <names>', 'only mentions of these entity classes, comma-separated', commaList)
    .addOption(
      new Option(
        '--by <parts>',
        `tables by ${LINK_PARTS.join(', ')}, comma-separated (default: all but method); JSON has all`,
      ).argParser(commaList),
    )
    .option('--errors <n>', 'list at most this many of the worst errors (default 20)', wholeNumber)
    .option('--html <file>', 'write a page to look through all wrong answers, with the reasons of scores')
    .option('--json', 'all figures as JSON')

/** For commander: whole numbers of 1 or more, ascending, each once. */
const ranks = (text: string): number[] => {
  const items = commaList(text)
  if (items.length === 0 || !items.every((item) => /^[1-9]\d{0,3}$/.test(item)))
    throw new InvalidArgumentError('whole numbers of 1 to 9999 are wanted, as 1,5,20.')
  return [...new Set(items.map(Number))].sort((a, b) => a - b)
}
