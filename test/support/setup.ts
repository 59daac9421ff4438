import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, loadConfig } from '../../src/config/load.ts'
import { newFolder } from './scratch.ts'

/** A source of a made-up configuration: the keys of the configuration, and what its file holds. */
export interface SetupSource {
  readonly name: string
  readonly content: string | Uint8Array
  /** Default `obo`. */
  readonly type?: string
  /** Default `disease`. */
  readonly entityClass?: string
  /** Default: the name with the ending `.obo`. */
  readonly path?: string
  readonly more?: Readonly<Record<string, unknown>>
}

export interface Setup {
  readonly folder: string
  readonly configFile: string
  readonly config: Config
}

/** Writes sources and a configuration that names them into a new folder; the knowledge base is to be in `kb`. */
export const writeSetup = (scratch: string, sources: readonly SetupSource[]): Setup => {
  const folder = newFolder(scratch)
  const entries = sources.map(({ name, content, type = 'obo', entityClass = 'disease', more, ...source }) => {
    const path = source.path ?? `${name}.obo`
    writeFileSync(join(folder, path), content)
    return { name, type, entityClass, path, ...more }
  })
  const configFile = join(folder, 'parsers.config.json')
  writeFileSync(configFile, JSON.stringify({ sources: entries }))
  return { folder, configFile, config: loadConfig(configFile) }
}
