import { relative } from 'node:path'
import { loadConfig } from '../../config/load.ts'
import { RUNGS } from '../../core/text/ladder.ts'
import { buildKnowledgeBase } from '../../pipeline/build.ts'
import { DIFF_FILE } from '../../pipeline/build-diff.ts'
import { type DiffReport, headlines } from '../../pipeline/diff.ts'
import { FILES, type Manifest } from '../../pipeline/manifest.ts'
import { buildProgress } from '../build-progress.ts'
import { type CommonOptions, configFile, kbFolder, withoutVectors } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { sourceTable } from '../source-table.ts'
import { print, type Terminal, thousands } from '../terminal.ts'

export interface BuildCommandOptions extends CommonOptions {
  readonly full?: boolean
  readonly only?: readonly string[]
  readonly strict?: boolean
  /** `false` with --no-vectors. */
  readonly vectors?: boolean
  readonly json?: boolean
}

/** `ontoground build` */
export const build = async (options: BuildCommandOptions, terminal: Terminal): Promise<number> => {
  const loaded = loadConfig(configFile(options, terminal))
  const config = { ...loaded, kb: kbFolder(options, terminal) }
  const { manifest, upToDate, refused, encoderProblem, diff } = await buildKnowledgeBase(config, {
    full: options.full === true,
    strict: options.strict === true,
    vectors: options.vectors !== false,
    ...(options.only === undefined ? {} : { only: options.only }),
    ...(options.quiet === true ? {} : { onEvent: buildProgress(terminal) }),
    signal: terminal.signal,
  })
  if (options.json === true) await print(terminal.stdout, `${JSON.stringify(manifest)}\n`)
  else {
    const text = report(manifest, relative(terminal.cwd, config.kb) || '.', upToDate)
    await print(terminal.stdout, `${[text, ...changeLines(diff)].join('\n')}\n`)
  }
  const absent = loaded.sources
    .filter(({ name }) => options.only?.includes(name) === false)
    .map(({ name }) => name)
  if (absent.length > 0)
    terminal.stderr.write(`The knowledge base holds only what was named; it lacks ${absent.join(', ')}.\n`)
  if (encoderProblem !== undefined && upToDate && options.quiet !== true)
    terminal.stderr.write(withoutVectors(encoderProblem))
  if (refused > 0 && options.quiet !== true) {
    terminal.stderr.write(
      `${thousands(refused)} ${refused === 1 ? 'flaw' : 'flaws'} for which content was left out: ontoground info --issues\n`,
    )
  }
  return refused > 0 || encoderProblem !== undefined ? EXIT.partly : EXIT.done
}

const report = (manifest: Manifest, kb: string, upToDate: boolean): string => {
  const head = upToDate
    ? `Nothing changed: build ${manifest.id} in ${kb} is up to date, and in use.`
    : `Built ${manifest.id} in ${kb}.`
  return [
    ...sourceTable(manifest.sources),
    '',
    `${head} ${thousands(manifest.names)} names.`,
    ...collisionLines(manifest),
  ].join('\n')
}

/** What changed since the build before, in short. */
const changeLines = (diff: DiffReport | undefined): string[] => {
  if (diff === undefined) return []
  const lines = headlines(diff)
  if (lines.length === 0) return [`Since build ${diff.old.name} no source changed.`]
  return [`Since build ${diff.old.name} (current/${DIFF_FILE}):`, ...lines.map((line) => `  ${line}`)]
}

const collisionLines = ({ collisions }: Manifest): string[] => {
  const counts = RUNGS.filter((rung) => (collisions[rung] ?? 0) > 0).map(
    (rung) => `${rung} ${thousands(collisions[rung] ?? 0)}`,
  )
  return counts.length === 0
    ? []
    : [
        `Concepts of one source that share a name, by rung: ${counts.join(', ')} (current/${FILES.collisions}).`,
      ]
}
