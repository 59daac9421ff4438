import { cpSync } from 'node:fs'
import { resolve } from 'node:path'
import { newFolder } from './scratch.ts'

/** A copy of the folder `test/fixtures/<name>`, to build a knowledge base in. */
export const copyFixture = (scratch: string, name: 'kb-small' | 'kb-flawed'): string => {
  const folder = newFolder(scratch)
  cpSync(resolve(import.meta.dirname, '../fixtures', name), folder, { recursive: true })
  return folder
}
