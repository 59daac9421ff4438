import { Command, CommanderError, Option } from 'commander'
import { KnownError } from '../core/errors.ts'
import { READABLE_FORMATS, WRITABLE_FORMATS } from '../pipeline/documents.ts'
import { OVERLAPS } from '../pipeline/annotator.ts'
import { CANDIDATE_STAGES } from '../linker/contract.ts'
import { QUERY_MODES } from '../pipeline/query-modes.ts'
import { TOOL_VERSION } from '../pipeline/version.ts'
import type { AnnotateCommandOptions } from './commands/annotate.ts'
import type { DownloadCommandOptions } from './commands/download.ts'
import type { EvalCommandOptions } from './commands/eval.ts'
import type { EvalLinkOptions } from './commands/eval-link.ts'
import type { InitCommandOptions } from './commands/init.ts'
import type { CurateCommandOptions } from './commands/curate.ts'
import type { LinkCommandOptions } from './commands/link.ts'
import type { QueryCommandOptions } from './commands/query.ts'
import type { ModelsCommandOptions } from './commands/models.ts'
import { commaList, type CommonOptions, positiveInteger } from './command.ts'
import { withLinkScoring } from './eval-link-options.ts'
import { common, examples, type Register } from './registration.ts'
import { registerDiff } from './register-diff.ts'
import { registerReleases } from './register-releases.ts'
import { registerLearn } from './register-learn.ts'
import { scored, withClasses } from './eval-options.ts'
import { withFrontEnd } from './front-end.ts'
import { EXIT, exitCodeOf } from './exit-codes.ts'
import { sizeInBytes } from './size.ts'
import { styleOf, type Terminal } from './terminal.ts'

/** Runs the command line. @returns the exit code; never throws for what a user can cause */
export const main = async (argv: readonly string[], terminal: Terminal): Promise<number> => {
  let exitCode: number = EXIT.done
  const program = createProgram(terminal, (code) => {
    exitCode = code
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
    return reportFailure(error, terminal)
  }
}

const reportFailure = (error: unknown, terminal: Terminal): number => {
  const { red } = styleOf(terminal, terminal.stderr)
  if (error instanceof KnownError) {
    terminal.stderr.write(`${red('error')} ${error.code} ${error.toString()}\n`)
    return exitCodeOf(error.code)
  }
  if (terminal.signal.aborted && (error === terminal.signal.reason || isAbort(error))) {
    terminal.stderr.write('interrupted\n')
    return EXIT.interrupted
  }
  const shown = error instanceof Error ? (error.stack ?? error.message) : String(error)
  terminal.stderr.write(`${red('error')} unexpected, please report it:\n${shown}\n`)
  return EXIT.failed
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError'

/** What commander says of wrong usage (`error: unknown option '--jsn'`, `(Did you mean --json?)`), as other errors are said. */
const usageError = (text: string, head: string): string => {
  const [message = '', hint] = text.trim().split('\n')
  const repair = hint === undefined ? 'See ontoground --help, or --help of the command.' : hint.slice(1, -1)
  return `${head} USAGE ${message.replace(/^error: /, '')}\n  ${repair}\n`
}

const createProgram = (terminal: Terminal, done: (code: number) => void): Command => {
  const program = new Command('ontoground')
    .description(
      'Grounds biomedical text to ontologies: builds a knowledge base from ontology releases, looks names up and links mentions to concepts.',
    )
    .version(TOOL_VERSION)
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ helpWidth: Math.min(100, terminal.stdout.columns ?? 80) })
    .configureOutput({
      writeOut: (text) => {
        terminal.stdout.write(text)
      },
      writeErr: (text) => {
        terminal.stderr.write(text)
      },
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      outputError: (text, write) => {
        write(usageError(text, styleOf(terminal, terminal.stderr).red('error')))
      },
    })
    .addHelpText('after', examples('build', 'query "heart attack"', 'link "heart attack" MCF7 --explain'))
    .addHelpText(
      'after',
      '\nExit codes: 0 done; 1 failed; 2 wrong usage or configuration; 3 done, but some input was refused; 4 nothing changed (update); 130 interrupted.',
    )
  for (const register of [
    registerSources,
    registerBuild,
    registerReleases,
    registerDiff,
    registerCurate,
    registerLearn,
    registerModels,
    registerQuestions,
    registerLink,
    registerAnnotate,
    registerEval,
  ])
    register(program, terminal, done)
  return program
}

const registerSources: Register = (program, terminal, done) => {
  program
    .command('init [dir]')
    .description('write a configuration to start from, and its schema')
    .option('--sources <names>', 'with these well-known sources (comma-separated)', commaList)
    .option('--list', 'only list the well-known sources, their classes and licences')
    .option('--json', 'with --list: as JSON, with all that is known of them')
    .addHelpText('after', examples('init', 'init my-kb --sources mondo,hp,chebi,hgnc', 'init --list'))
    .action(async (dir: string | undefined, options: InitCommandOptions) => {
      done(await (await import('./commands/init.ts')).init(dir ?? '.', options, terminal))
    })
  common(program.command('download [source...]'))
    .description('fetch the published files of the sources (all with a url, or those named)')
    .option('--force', 'fetch even what is as published, and from the first byte')
    .option('--max-size <size>', 'refuse larger files, e.g. 500MB (default 20GB)', sizeInBytes)
    .option('--timeout <seconds>', 'give up a file that takes longer', positiveInteger)
    .option('--json', 'print what became of each source as JSON')
    .addHelpText(
      'after',
      examples('download', 'download mondo hp', 'download chebi --force --max-size 2GB --timeout 600'),
    )
    .action(async (names: string[], options: DownloadCommandOptions) => {
      done(await (await import('./commands/download.ts')).download(names, options, terminal))
    })
}

const registerBuild: Register = (program, terminal, done) => {
  common(program.command('build'))
    .description('build the knowledge base from its sources; nothing happens when nothing changed')
    .option('--full', 'build even when nothing changed')
    .option('--only <names>', 'a knowledge base of only these sources (names, comma-separated)', commaList)
    .option('--no-vectors', 'leave the encoder out: names of like meaning will not be found')
    .option('--strict', 'stop at the first flaw in a source')
    .option('--json', 'print the manifest as JSON')
    .addHelpText(
      'after',
      examples(
        'build',
        'build --config my/parsers.config.json --strict',
        'build --only mondo,hp --kb /tmp/kb',
      ),
    )
    .action(
      async (
        options: CommonOptions & { full?: boolean; only?: string[]; strict?: boolean; json?: boolean },
      ) => {
        done(await (await import('./commands/build.ts')).build(options, terminal))
      },
    )
  common(program.command('info'))
    .description('what is in the knowledge base')
    .option('--issues [source]', 'list the flaws found in the sources, or in one')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('info', 'info --issues hp', 'info --json'))
    .action(async (options: CommonOptions & { issues?: string | true; json?: boolean }) => {
      done(await (await import('./commands/info.ts')).info(options, terminal))
    })
  common(program.command('verify'))
    .description('check every byte of the knowledge base')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('verify', 'verify --kb /data/kb'))
    .action(async (options: CommonOptions & { json?: boolean }) => {
      done(await (await import('./commands/verify.ts')).verify(options, terminal))
    })
}

const registerCurate: Register = (program, terminal, done) => {
  common(program.command('curate [source...]'))
    .description('propose curations of names, and compare them with the curations files')
    .option('--write', 'write the files: lines of people stay, the generated ones are made anew')
    .option('--json', 'as JSON, with every line')
    .addHelpText('after', examples('curate', 'curate mondo hp', 'curate mondo --write'))
    .action(async (sources: string[], options: CurateCommandOptions) => {
      done(await (await import('./commands/curate.ts')).curate(sources, options, terminal))
    })
}

const registerModels: Register = (program, terminal, done) => {
  common(program.command('models [folder...]'))
    .description(
      'list the models: of the configuration, the knowledge base and the package, or in these folders; each is tried',
    )
    .option('--json', 'as JSON Lines')
    .addHelpText('after', examples('models', 'models my/sapbert', 'models --kb /data/kb --json'))
    .action(async (folders: string[], options: ModelsCommandOptions) => {
      done(await (await import('./commands/models.ts')).models(folders, options, terminal))
    })
}

const registerQuestions: Register = (program, terminal, done) => {
  common(program.command('query <text>'))
    .description('look a name up among all synonyms')
    .addOption(
      new Option(
        '--mode <modes>',
        `${QUERY_MODES.join(', ')}, comma-separated (default: all, in this order of trust)`,
      ).argParser(commaList),
    )
    .option('--class <name>', 'only concepts of this entity class')
    .option('--source <name>', 'only concepts of this source')
    .option('--limit <n>', 'at most this many hits (default 20)', positiveInteger)
    .option('--json', 'as JSON Lines')
    .addHelpText(
      'after',
      examples(
        'query "heart attack"',
        'query --mode prefix "type 2 diab" --limit 5',
        'query --mode exact,normalized TNF-α --class gene',
      ),
    )
    .action(async (text: string, options: QueryCommandOptions) => {
      done(await (await import('./commands/query.ts')).query(text, options, terminal))
    })
  common(program.command('term <curie>'))
    .description('all that is known of one concept')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('term DOID:5844', 'term hp_0001945 --json'))
    .action(async (curie: string, options: CommonOptions & { json?: boolean }) => {
      done(await (await import('./commands/term.ts')).term(curie, options, terminal))
    })
}

const registerLink: Register = (program, terminal, done) => {
  common(program.command('link [mention...]'))
    .description('ground mentions: which concept does each mean?')
    .option(
      '--in <file>',
      'mentions as JSON Lines ({"mention", "id"?, "class"?, "context"?, "doc"?} …), plain or .gz; "-" for standard input',
    )
    .option('--class <name>', 'only concepts of this entity class')
    .option('--context <text>', 'the text around it: what that says of abbreviations counts')
    .option(
      '--limit <n>',
      'at most this many candidates (default 10; 3 in the table for mentions given as arguments)',
      positiveInteger,
    )
    .addOption(
      new Option(
        '--stages <stages>',
        `where candidates come from: ${CANDIDATE_STAGES.join(', ')}, comma-separated (default: all there are)`,
      ).argParser(commaList),
    )
    .option('--to-source <name>', 'answer in concepts of this source, by declared correspondences')
    .option('--explain', 'give the reasons of each score, and what was dropped')
    .option('--why-not <curie>', 'say where this concept was lost, or what speaks for another one')
    .option('--json', 'as JSON Lines; with --in always')
    .addHelpText(
      'after',
      examples(
        'link "heart attack" MCF7',
        'link --class gene PD-L1 --explain',
        'link "heart attack" --why-not DOID:114',
        'link --context "Wilson disease (WD) is rare." WD',
        'link --in mentions.jsonl > links.jsonl',
        'link --in mentions.jsonl --stages exact,fuzzy > links.jsonl',
        'link --in - < mentions.txt',
      ),
    )
    .action(async (mentions: string[], options: LinkCommandOptions) => {
      done(await (await import('./commands/link.ts')).link(mentions, options, terminal))
    })
}

const registerAnnotate: Register = (program, terminal, done) => {
  withFrontEnd(common(program.command('annotate [file...]')))
    .description('find and ground the mentions in documents; without a file, in what is piped in')
    .option(
      '--from <format>',
      `${READABLE_FORMATS.join(', ')} (default: by the file's name; text when piped in)`,
    )
    .option(
      '--to <format>',
      `table, ${WRITABLE_FORMATS.join(', ')} (default: by --out; table on a terminal, else jsonl)`,
    )
    .option('--out <path>', 'write to this file (.gz is packed), or folder for brat')
    .option('--class <names>', 'only mentions of these entity classes (comma-separated)', commaList)
    .addOption(
      new Option(
        '--overlaps <which>',
        'of mentions that share text: all; longest: none within another; flat: none that overlap',
      )
        .choices(OVERLAPS)
        .default('longest'),
    )
    .addOption(
      new Option('--offsets <unit>', 'unit of offsets in jsonl and tsv').choices(['utf16', 'codepoint']),
    )
    .option('--limit <n>', 'at most this many candidates a mention (default 5)', positiveInteger)
    .option('--explain', 'give the reasons of each mention and score, and what was no mention and why')
    .addHelpText(
      'after',
      examples(
        'annotate abstracts.jsonl --out mentions.jsonl.gz',
        'annotate notes.txt --to html --out notes.html',
        'annotate corpus.pubtator --to pubtator --class disease --overlaps flat',
      ),
    )
    .action(async (files: string[], options: AnnotateCommandOptions) => {
      done(await (await import('./commands/annotate.ts')).annotate(files, options, terminal))
    })
}

const registerEval: Register = (program, terminal, done) => {
  const evaluation = program
    .command('eval')
    .description('score what is found against gold documents: precision, recall, F1, the worst errors')
    .addHelpText('after', examples('eval ner --gold dev.pubtator', 'eval e2e --gold dev.pubtator --json'))
  withFrontEnd(withClasses(scored(common(evaluation.command('ner')))))
    .description('mentions: spans and class')
    .option('--seen <file>', 'training data: tell strings that are mentions there from those that are not')
    .option('--seen-from <format>', 'format of --seen (default: --from, or by its name)')
    .addHelpText(
      'after',
      examples(
        'eval ner --gold dev.pubtator --classes disease',
        'eval ner --gold dev.iob --pred tagged.iob --map entity=gene --seen train.iob',
      ),
    )
    .action(async (options: EvalCommandOptions) => {
      done(await (await import('./commands/eval.ts')).evalNer(options, terminal))
    })
  withLinkScoring(common(evaluation.command('link')))
    .description('links of mentions that are given: acc@1, recall, calibration, NIL')
    .addHelpText(
      'after',
      examples(
        'eval link --gold dev.jsonl --html errors.html',
        'eval link --gold dev.jsonl --stages exact --no-abbreviations --seen train.jsonl.gz',
        'eval link --gold dev.jsonl --pred links.jsonl --against other.jsonl --json',
      ),
    )
    .action(async (options: EvalLinkOptions) => {
      done(await (await import('./commands/eval-link.ts')).evalLink(options, terminal))
    })
  withFrontEnd(withClasses(scored(common(evaluation.command('e2e')))))
    .description('mentions with their ids, and the ids of each document')
    .option('--limit <n>', 'at most this many candidates a mention (default 5)', positiveInteger)
    .addHelpText(
      'after',
      examples('eval e2e --gold dev.pubtator', 'eval e2e --gold dev.xml --pred mentions.jsonl --json'),
    )
    .action(async (options: EvalCommandOptions) => {
      done(await (await import('./commands/eval.ts')).evalE2e(options, terminal))
    })
  scored(common(evaluation.command('abbrev')))
    .description('what documents say their abbreviations mean')
    .addHelpText(
      'after',
      examples('eval abbrev --gold gold.jsonl', 'eval abbrev --gold gold.jsonl --errors 100'),
    )
    .action(async (options: EvalCommandOptions) => {
      done(await (await import('./commands/eval.ts')).evalAbbreviations(options, terminal))
    })
}
