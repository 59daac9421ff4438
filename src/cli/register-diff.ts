import { commaList, positiveInteger } from './command.ts'
import type { DiffCommandOptions } from './commands/diff.ts'
import { common, examples, type Register } from './registration.ts'

export const registerDiff: Register = (program, terminal, done) => {
  common(program.command('diff <old> <new>'))
    .description('what changed between two builds or two ontology files, concept by concept')
    .option('--source <name>', 'only this source; read files as this source of the configuration')
    .option('--type <parser>', 'of files: the parser (default: by content, else by name)')
    .option('--prefixes <list>', 'of files: only ids with these prefixes (comma-separated)', commaList)
    .option('--curations <file>', 'curations of the source (default: those of the configuration)')
    .option(
      '--impact <file>',
      'which of these links change: what link, annotate or eval read or write as JSON Lines',
    )
    .option('--limit <n>', 'at most this many of a kind (default 10; 100 in Markdown)', positiveInteger)
    .option('--json', 'as JSON, with every change')
    .option('--markdown', 'as Markdown (default unless on a terminal)')
    .option('--html <file>', 'write a page that needs nothing else, with every change')
    .addHelpText(
      'after',
      examples(
        'diff hp-2016.obo hp-2017.obo',
        'diff 1f0c93a2 current --source hp --impact links.jsonl',
        'diff mondo-old.obo.gz mondo.obo.gz --prefixes MONDO --html changes.html',
      ),
    )
    .action(async (old: string, current: string, options: DiffCommandOptions) => {
      done(await (await import('./commands/diff.ts')).diff(old, current, options, terminal))
    })
}
