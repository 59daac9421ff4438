import { copyFileSync, existsSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { CATALOGUE, type CatalogueEntry, fromCatalogue, sourceOf } from '../../config/catalogue.ts'
import type { SourceConfig } from '../../config/schema.ts'
import { KnownError } from '../../core/errors.ts'
import { storageFailure } from '../../core/storage-failure.ts'
import { makeFolder } from '../../io/make-folder.ts'
import { SHIPPED } from '../../config/load.ts'
import { CONFIG_NAME, shippedFile } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { print, tableLines, type Terminal } from '../terminal.ts'

const SCHEMA_NAME = 'parsers.config.schema.json'

export interface InitCommandOptions {
  /** Names of the catalogue. */
  readonly sources?: readonly string[]
  readonly list?: boolean
  readonly json?: boolean
}

/** Two sources people start with; the rest of the file they write themselves, helped by the schema. */
const STARTER: readonly SourceConfig[] = [
  {
    name: 'mondo',
    type: 'obo',
    entityClass: 'disease',
    path: 'data/sources/mondo.obo',
    url: 'http://purl.obolibrary.org/obo/mondo.obo',
    idPrefixes: ['MONDO'],
    license: 'CC-BY-4.0',
  },
  {
    name: 'cl',
    type: 'obographs',
    entityClass: 'cell_type',
    path: 'data/sources/cl-basic.json',
    url: 'http://purl.obolibrary.org/obo/cl/cl-basic.json',
    idPrefixes: ['CL'],
    license: 'CC-BY-4.0',
  },
]

/** `ontoground init`: never overwrites a configuration. */
export const init = async (dir: string, options: InitCommandOptions, terminal: Terminal): Promise<number> => {
  if (options.list === true) return listCatalogue(options.json === true, terminal)
  const chosen = options.sources === undefined ? undefined : fromCatalogue(options.sources)
  if (chosen?.length === 0)
    throw new KnownError('USAGE', '--sources names none', 'Name some; ontoground init --list shows them.')
  const folder = resolve(terminal.cwd, dir)
  const config = join(folder, CONFIG_NAME)
  if (existsSync(config)) {
    throw new KnownError(
      'USAGE',
      'a configuration stands here already',
      'Edit it, or choose another folder.',
      { place: { file: config } },
    )
  }
  write(folder, config, chosen?.map(sourceOf) ?? STARTER)
  const wrote = `Wrote ${relative(terminal.cwd, config)} and its schema.`
  const inside = relative(terminal.cwd, folder)
  const enter = inside === '' ? [] : [`cd ${/\s/.test(inside) ? `'${inside}'` : inside}`]
  const steps = [...enter, 'ontoground download', 'ontoground build', 'ontoground link "heart attack"']
  const next = `${wrote} Next:\n\n${steps.map((step) => `  ${step}\n`).join('')}`
  await print(terminal.stdout, `${chosen === undefined ? '' : whatWasChosen(chosen)}${next}`)
  return EXIT.done
}

const write = (folder: string, config: string, sources: readonly SourceConfig[]): void => {
  const content = { $schema: `./${SCHEMA_NAME}`, kb: 'kb', encoder: { model: SHIPPED }, sources }
  try {
    makeFolder(join(folder, 'data/sources'))
    writeFileSync(config, `${JSON.stringify(content, null, 2)}\n`)
    copyFileSync(shippedFile(SCHEMA_NAME), join(folder, SCHEMA_NAME))
  } catch (error) {
    throw storageFailure(folder, error) ?? error
  }
}

/** The sources with their licences, and what cannot be downloaded. */
const whatWasChosen = (entries: readonly CatalogueEntry[]): string => {
  const byHand = entries.flatMap(({ name, obtain }) => (obtain === undefined ? [] : [`${name}: ${obtain}`]))
  return [...catalogueTable(entries), '', ...byHand, ...(byHand.length > 0 ? [''] : []), ''].join('\n')
}

const listCatalogue = async (asJson: boolean, terminal: Terminal): Promise<number> => {
  const more =
    'More in each line with --json. "go" stands for the three of GO, "mesh" for both of MeSH.\n' +
    'What has no url needs a licence: init says how to come by it.'
  const text = asJson ? JSON.stringify(CATALOGUE) : [...catalogueTable(CATALOGUE), '', more].join('\n')
  await print(terminal.stdout, `${text}\n`)
  return EXIT.done
}

const catalogueTable = (entries: readonly CatalogueEntry[]): string[] =>
  tableLines(
    [{ title: 'source' }, { title: 'class' }, { title: 'licence' }, { title: 'what it is' }],
    entries.map(({ name, entityClass, license, title, url }) => [
      name,
      entityClass,
      license,
      url === undefined ? `${title} (no url)` : title,
    ]),
  )
