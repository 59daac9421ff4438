import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSectionFile, type SectionArray, writeSectionFile } from '../../src/io/section-file.ts'
import { failureOf } from '../support/failure.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'

const scratch = scratchFolder()
const MAGIC = 'ogtest01'

const section = fc.oneof(
  fc.uint8Array({ maxLength: 20 }),
  fc.uint16Array({ maxLength: 20 }),
  fc.uint32Array({ maxLength: 20 }),
)

const written = (meta: unknown, sections: Readonly<Record<string, SectionArray>>): string => {
  const file = newFile(scratch, 'sections.bin')
  writeSectionFile(file, MAGIC, meta, sections)
  return file
}

const sample = (): string =>
  written(
    { names: 3 },
    {
      bytes: Uint8Array.of(1, 2, 3),
      shorts: Uint16Array.of(256, 65535),
      words: Uint32Array.of(7, 2 ** 32 - 1),
    },
  )

const readBack = (file: string, name: string, like: SectionArray): SectionArray => {
  const sections = readSectionFile(file, MAGIC)
  if (like instanceof Uint8Array) return sections.u8(name)
  return like instanceof Uint16Array ? sections.u16(name) : sections.u32(name)
}

describe('a file of sections', () => {
  it('gives back what was written, whatever the sizes', () => {
    const names = fc.stringMatching(/^[a-z]{1,6}$/)
    fc.assert(
      fc.property(fc.dictionary(names, section, { maxKeys: 5 }), fc.jsonValue(), (sections, meta) => {
        const file = written(meta, sections)
        expect(readSectionFile(file, MAGIC).meta).toEqual(JSON.parse(JSON.stringify(meta)))
        for (const [name, array] of Object.entries(sections))
          expect(readBack(file, name, array)).toEqual(array)
      }),
    )
  })

  it('takes a view of a larger buffer for what it shows', () => {
    const file = written({}, { part: new Uint16Array(Uint16Array.of(1, 2, 3, 4).buffer, 2, 2) })
    expect(readSectionFile(file, MAGIC).u16('part')).toEqual(Uint16Array.of(2, 3))
  })

  it('has the same bytes each time', () => {
    expect(readFileSync(sample())).toEqual(readFileSync(sample()))
  })

  it('is never written over another', () => {
    const file = sample()
    expect(() => {
      writeSectionFile(file, MAGIC, {}, {})
    }).toThrow(/EEXIST/)
    expect(readSectionFile(file, MAGIC).meta).toEqual({ names: 3 })
  })

  it('of another format is refused with both formats named', async () => {
    const error = await failureOf(() => readSectionFile(sample(), 'ogtest02'))
    expect(error.code).toBe('KB_SCHEMA')
    expect(error.message).toBe('the file is of format "ogtest01", not "ogtest02"')
  })

  it('has no sections but its own, each of its own type', async () => {
    const sections = readSectionFile(sample(), MAGIC)
    expect((await failureOf(() => sections.u8('none'))).code).toBe('KB_DAMAGED')
    expect((await failureOf(() => sections.u32('bytes'))).message).toContain('"bytes"')
  })

  it('is refused when it is cut, wherever that is', async () => {
    const whole = readFileSync(sample())
    const lastByte = whole.lastIndexOf(0xff)
    for (let at = 0; at < lastByte; at++) {
      const file = newFile(scratch)
      writeFileSync(file, whole.subarray(0, at))
      const error = await failureOf(() => readSectionFile(file, MAGIC))
      expect(['KB_SCHEMA', 'KB_DAMAGED']).toContain(error.code)
    }
  })

  it('with one byte changed is read or refused, never more', () => {
    const whole = readFileSync(sample())
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, to) => {
        const bytes = Buffer.from(whole)
        bytes[at] = to
        const file = newFile(scratch)
        writeFileSync(file, bytes)
        let problem: unknown
        try {
          readSectionFile(file, MAGIC)
        } catch (error) {
          problem = error
        }
        if (problem !== undefined) expect(problem).toHaveProperty('name', 'KnownError')
      }),
      { numRuns: 500 },
    )
  })
})
