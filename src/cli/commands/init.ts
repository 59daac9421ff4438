import { copyFileSync, existsSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { KnownError } from '../../core/errors.ts'
import { storageFailure } from '../../core/storage-failure.ts'
import { makeFolder } from '../../io/make-folder.ts'
import { CONFIG_NAME, shippedFile } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { print, type Terminal } from '../terminal.ts'

const SCHEMA_NAME = 'parsers.config.schema.json'

/** Two sources people start with; the rest of the file they write themselves, helped by the schema. */
const STARTER = {
  $schema: `./${SCHEMA_NAME}`,
  kb: 'kb',
  sources: [
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
  ],
}

/** `ontoground init`: never overwrites a configuration. */
export const init = async (dir: string, terminal: Terminal): Promise<number> => {
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
  try {
    makeFolder(join(folder, 'data/sources'))
    writeFileSync(config, `${JSON.stringify(STARTER, null, 2)}\n`)
    copyFileSync(shippedFile(SCHEMA_NAME), join(folder, SCHEMA_NAME))
  } catch (error) {
    throw storageFailure(folder, error) ?? error
  }
  const inside = relative(terminal.cwd, folder)
  const enter = inside === '' ? [] : [`cd ${/\s/.test(inside) ? `'${inside}'` : inside}`]
  const downloads = STARTER.sources.map(({ path, url }) => `curl -L -o ${path} ${url}`)
  const steps = [...enter, ...downloads, 'ontoground build', 'ontoground link "heart attack"']
  await print(
    terminal.stdout,
    `Wrote ${relative(terminal.cwd, config)} and its schema. Next:\n\n${steps.map((step) => `  ${step}\n`).join('')}`,
  )
  return EXIT.done
}
