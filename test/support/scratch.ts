import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** A folder outside the repository, gone when the tests of the file (or of the `describe` it is called in) are over. */
export const scratchFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'ontoground-test-'))
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** A new empty folder inside `parent`. */
export const newFolder = (parent: string): string => mkdtempSync(join(parent, 'case-'))

let files = 0

/** The path of a file in `parent` that is not there yet. */
export const newFile = (parent: string, name = 'file'): string => join(parent, `${String(files++)}-${name}`)
