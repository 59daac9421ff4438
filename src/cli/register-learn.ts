import { READABLE_FORMATS } from '../pipeline/documents.ts'
import { commaList, positiveInteger } from './command.ts'
import type { LearnCommandOptions } from './commands/learn.ts'
import { common, examples, type Register } from './registration.ts'

export const registerLearn: Register = (program, terminal, done) => {
  common(program.command('learn [gold...]'))
    .description('add the names of gold mentions to the curations of their concepts, or take them out again')
    .option(
      '--from <format>',
      `format of the gold: ${READABLE_FORMATS.join(', ')} (default: by its name); jsonl may have a mention a line`,
    )
    .option(
      '--class, --classes <names>',
      'only mentions of these entity classes (comma-separated)',
      commaList,
    )
    .option('--source <name>', 'only names of the concepts of this source')
    .option(
      '--to <file>',
      'the curations file (default: the one that the configuration names for the source)',
    )
    .option('--min-count <n>', 'only names that mean a concept so many times (default 1)', positiveInteger)
    .option('--undo', 'take out what was learned: from this gold, or without any all of it')
    .option('--dry-run', 'only say what would change')
    .option('--json', 'as JSON, with every line')
    .addHelpText(
      'after',
      examples(
        'learn train.pubtator',
        'learn train.jsonl.gz --class disease --source mondo --dry-run',
        'learn --undo train.pubtator',
      ),
    )
    .action(async (gold: string[], options: LearnCommandOptions) => {
      done(await (await import('./commands/learn.ts')).learn(gold, options, terminal))
    })
}
