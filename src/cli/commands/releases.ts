import { listReleases, type Release, rollBack } from '../../pipeline/releases.ts'
import { type CommonOptions, kbFolder } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { megabytes } from '../size.ts'
import { print, tableLines, type Terminal, thousands } from '../terminal.ts'

export interface ReleasesCommandOptions extends CommonOptions {
  readonly json?: boolean
}

/** `ontoground releases` */
export const releases = async (options: ReleasesCommandOptions, terminal: Terminal): Promise<number> => {
  const all = await listReleases(kbFolder(options, terminal))
  const text = options.json === true ? JSON.stringify(all) : table(all).join('\n')
  await print(terminal.stdout, `${text}\n`)
  return EXIT.done
}

const table = (all: readonly Release[]): readonly string[] => {
  if (all.length === 0) return ['No builds here: ontoground build.']
  const columns = [
    { title: '' },
    { title: 'build' },
    { title: 'in use since (UTC)' },
    { title: 'by' },
    { title: 'size', align: 'right' },
    { title: 'readers', align: 'right' },
    { title: 'sources' },
  ] as const
  const rows = all.map(({ build, current, since, by, bytes, readers, sources, problem }) => [
    current ? '→' : '',
    build,
    since === null ? '–' : since.slice(0, 19).replace('T', ' '),
    by ?? '–',
    megabytes(bytes),
    thousands(readers),
    problem ??
      sources.map(({ name, release }) => (release === null ? name : `${name} ${release}`)).join(', '),
  ])
  return tableLines(columns, rows)
}

/** `ontoground rollback` */
export const rollback = async (
  build: string | undefined,
  options: ReleasesCommandOptions,
  terminal: Terminal,
): Promise<number> => {
  const { from, to } = await rollBack(kbFolder(options, terminal), build)
  const text =
    options.json === true
      ? JSON.stringify({ from, to })
      : from === to
        ? `Build ${to} is in use already.`
        : `Build ${to} is in use again${from === null ? '' : `, ${from} is kept`}. What changed: ontoground diff ${from ?? to} ${to}`
  await print(terminal.stdout, `${text}\n`)
  return EXIT.done
}
