import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

/** All in a folder: SHA-256 of each file, target of each link, folders. Two states are equal when nothing was touched. */
export const stateOf = (folder: string): Record<string, string> => {
  const state: Record<string, string> = {}
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
    const path = join(folder, name)
    const status = lstatSync(path)
    if (status.isSymbolicLink()) state[name] = `→ ${readlinkSync(path)}`
    else if (status.isDirectory()) state[name] = 'folder'
    else state[name] = createHash('sha256').update(readFileSync(path)).digest('hex')
  }
  return state
}

/** Names of the builds in a knowledge base, and of whatever else lies among them. */
export const buildsIn = (kb: string): string[] => {
  const builds = join(kb, 'builds')
  return existsSync(builds) ? readdirSync(builds).toSorted() : []
}
