import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { digestText } from '../io/digest.ts'

const packageFile = new URL('../../package.json', import.meta.url)

/** Version of this package. */
export const TOOL_VERSION: string = (JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string })
  .version

/** What decides the content of a build. */
const BUILDING_CODE = ['core', 'io', 'config', 'parsers', 'vocab', 'index', 'curation', 'pipeline']

/** SHA-256 of the code that builds: a changed parser must not pass for an unchanged one. A few milliseconds. */
export const codeDigest = (): string => {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const files = BUILDING_CODE.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  const code = files.filter((name) => /(?<!\.d)\.[jt]s$/.test(name)).sort()
  return digestText(code.map((name) => `${name}\n${readFileSync(join(root, name), 'utf8')}`).join('\n'))
}
