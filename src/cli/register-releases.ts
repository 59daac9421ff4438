import type { ReleasesCommandOptions } from './commands/releases.ts'
import type { UpdateCommandOptions } from './commands/update.ts'
import { common, examples, type Register } from './registration.ts'

export const registerReleases: Register = (program, terminal, done) => {
  common(program.command('releases'))
    .description('list the builds that are kept, the one in use since last first')
    .option('--json', 'as JSON')
    .action(async (options: ReleasesCommandOptions) => {
      done(await (await import('./commands/releases.ts')).releases(options, terminal))
    })
  common(program.command('rollback [build]'))
    .description('put an earlier build into use: the one before, or the one named')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('rollback', 'rollback 1f0c93a2'))
    .action(async (build: string | undefined, options: ReleasesCommandOptions) => {
      done(await (await import('./commands/releases.ts')).rollback(build, options, terminal))
    })
  common(program.command('update'))
    .description('fetch what changed at the sources, build it, and say what changed')
    .option('--strict', 'stop at the first flaw in a source')
    .option('--no-vectors', 'leave the vectors out')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `\nExit codes: 0 another build is in use now; 4 nothing changed; 3 some source could not be fetched, or some\ncontent was left out.${examples('update --quiet && systemctl reload my-service')}`,
    )
    .action(async (options: UpdateCommandOptions) => {
      done(await (await import('./commands/update.ts')).update(options, terminal))
    })
}
