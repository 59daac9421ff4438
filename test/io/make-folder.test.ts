import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeFolder } from '../../src/io/make-folder.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'

const scratch = scratchFolder()

describe('making a folder', () => {
  it('makes those above it, and is content when it is there', () => {
    const folder = join(newFolder(scratch), 'a/b/c')
    makeFolder(folder)
    makeFolder(folder)
    expect(existsSync(folder)).toBe(true)
  })

  it('fails where a file stands in the way', () => {
    const file = join(newFolder(scratch), 'file')
    writeFileSync(file, '')
    for (const folder of [file, join(file, 'below')])
      expect(() => {
        makeFolder(folder)
      }).toThrow()
  })

  it.skipIf(!existsSync('/proc/self'))('fails where nothing can be made, rather than try for ever', () => {
    expect(() => {
      makeFolder('/proc/ontoground/builds')
    }).toThrow()
  })
})
