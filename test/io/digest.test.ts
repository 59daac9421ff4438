import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { digestFile, digestText } from '../../src/io/digest.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'

const scratch = scratchFolder()

describe('digests', () => {
  it('are SHA-256 in hex, with the size in bytes', async () => {
    const file = newFile(scratch)
    writeFileSync(file, 'abc')
    const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    expect(await digestFile(file)).toEqual({ sha256, bytes: 3 })
    expect(digestText('abc')).toBe(sha256)
  })

  it('of an empty file and a file of many chunks are right', async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(3_000_000, 'é')]) {
      const file = newFile(scratch)
      writeFileSync(file, bytes)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      expect(await digestFile(file)).toEqual({ sha256, bytes: bytes.length })
    }
  })

  it('of a text are those of its UTF-8 bytes', () => {
    expect(digestText('é')).toBe(createHash('sha256').update(Buffer.from('é')).digest('hex'))
  })

  it('of a missing file reject with the error of the system', async () => {
    await expect(digestFile(newFile(scratch))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
