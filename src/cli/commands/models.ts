import { relative, resolve } from 'node:path'
import { configuredModels, loadConfig } from '../../config/load.ts'
import { type FoundModel, findModels } from '../../pipeline/models.ts'
import { type CommonOptions, configFile, kbFolder, shippedFile } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { megabytes } from '../size.ts'
import { print, tableLines, type Terminal, thousands } from '../terminal.ts'

export interface ModelsCommandOptions extends CommonOptions {
  readonly json?: boolean
}

/** `ontoground models` */
export const models = async (
  folders: readonly string[],
  options: ModelsCommandOptions,
  terminal: Terminal,
): Promise<number> => {
  const places =
    folders.length > 0
      ? { named: folders.map((folder) => resolve(terminal.cwd, folder)) }
      : {
          configured: configuredModels(loadConfig(configFile(options, terminal))),
          kb: kbFolder(options, terminal),
          shipped: shippedFile('data/models'),
        }
  const found = await findModels(places)
  const lines =
    options.json === true ? found.map((model) => JSON.stringify(record(model))) : report(found, terminal)
  await print(terminal.stdout, lines.map((line) => `${line}\n`).join(''))
  return found.some(({ problem }) => problem !== undefined) ? EXIT.failed : EXIT.done
}

const record = ({ folder, name, places, details, licence, problem }: FoundModel): object => ({
  folder,
  name,
  places,
  ...details,
  ...(licence === undefined ? {} : { licence }),
  problem:
    problem === undefined
      ? null
      : { code: problem.code, message: problem.message, repair: problem.repair, ...problem.place },
})

const report = (found: readonly FoundModel[], terminal: Terminal): string[] => {
  if (found.length === 0)
    return ['No models: all that is lexical works without. docs/models.md says how to add one.']
  const shown = (path: string): string => relative(terminal.cwd, path) || '.'
  const problems = found.flatMap(({ folder, problem }) =>
    problem === undefined
      ? []
      : [
          `${shown(problem.place?.file ?? folder)}: ${problem.code} ${problem.message}`,
          `  ${problem.repair}`,
        ],
  )
  const table = tableLines(
    [
      { title: 'model' },
      { title: 'kind' },
      { title: 'dimensions or classes' },
      { title: 'size', align: 'right' },
      { title: 'licence' },
      { title: 'state' },
      { title: 'of' },
      { title: 'folder' },
    ],
    found.map((model) => {
      const { name, details, licence, places, folder } = model
      return [
        name,
        details?.kind ?? '–',
        details === undefined ? '–' : outcomeText(details),
        details === undefined ? '–' : megabytes(details.bytes),
        licence ?? '–',
        stateOf(model),
        places.join(', '),
        shown(folder),
      ]
    }),
  )
  return [...table, ...(problems.length > 0 ? ['', ...problems] : [])]
}

/** `384 (256, 128)` dimensions, or the classes that are found. */
const outcomeText = ({ dimensions, prefixes = [], classes = [] }: FoundModel['details'] & object): string => {
  if (dimensions === undefined) return classes.join(', ')
  return `${thousands(dimensions)}${prefixes.length === 0 ? '' : ` (${prefixes.join(', ')})`}`
}

const stateOf = ({ details, problem }: FoundModel): string => {
  if (problem !== undefined) return 'broken'
  return details?.verified === true ? 'verified' : 'works, no checksums'
}
