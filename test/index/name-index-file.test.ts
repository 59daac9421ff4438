import { readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { KnownError } from '../../src/core/errors.ts'
import { type IndexedConcept, NameIndexBuilder } from '../../src/index/name-index-builder.ts'
import { NAME_INDEX_MAGIC } from '../../src/index/name-index-format.ts'
import { openNameIndex } from '../../src/index/name-index.ts'
import { writeSectionFile } from '../../src/io/section-file.ts'
import { failureOf } from '../support/failure.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'

const scratch = scratchFolder()

const conceptOf = (row: number, more: Partial<IndexedConcept['concept']> = {}): IndexedConcept => ({
  concept: {
    ...{ row, id: `A:${String(row)}`, label: 'x', entityClass: 'disease', source: 'a', obsolete: false },
    ...more,
  },
  names: [{ text: 'x', scope: 0, type: null }],
})

const writeIndex = (concepts: Iterable<IndexedConcept>): string => {
  const file = newFile(scratch, 'names.bin')
  const builder = new NameIndexBuilder(['a'])
  for (const concept of concepts) builder.add(concept)
  builder.write(file)
  return file
}

let whole: Buffer = Buffer.alloc(0)
beforeAll(() => {
  whole = readFileSync(writeIndex([1, 2, 3].map((row) => conceptOf(row))))
})

const opening = (bytes: Uint8Array): Promise<KnownError> => {
  const file = newFile(scratch, 'names.bin')
  writeFileSync(file, bytes)
  return failureOf(() => openNameIndex(file))
}

const withHeader = (change: (header: string) => string): Buffer => {
  const length = whole.readUInt32LE(8)
  const header = Buffer.from(change(whole.toString('utf8', 12, 12 + length)))
  const bytes = Buffer.concat([whole.subarray(0, 12), header, whole.subarray(12 + length)])
  bytes.writeUInt32LE(header.length, 8)
  return bytes
}

describe('opening names.bin', () => {
  it('refuses a file of another format, with both formats and a repair', async () => {
    const other = Buffer.from(whole)
    other.write('OGNAMES9', 0, 'latin1')
    const failure = await opening(other)
    expect(failure.code).toBe('KB_SCHEMA')
    expect(failure.message).toContain('OGNAMES9')
    expect(failure.message).toContain(NAME_INDEX_MAGIC)
    expect(failure.repair).toContain('build --full')
  })

  it.each([
    { where: 'nowhere: it is empty', length: () => 0 },
    { where: 'inside the magic', length: () => 5 },
    { where: 'inside the length of the header', length: () => 10 },
    { where: 'inside the header', length: () => 40 },
    { where: 'after the header', length: () => 12 + whole.readUInt32LE(8) },
    { where: 'inside a section', length: () => 12 + whole.readUInt32LE(8) + 30 },
    { where: 'inside the last section', length: () => whole.length - 8 },
  ])('refuses a file that ends $where', async ({ length }) => {
    const failure = await opening(whole.subarray(0, length()))
    expect(failure.code).toBe('KB_DAMAGED')
    expect(failure.place?.file).toContain('names.bin')
  })

  it.each([
    { what: 'no JSON', change: (header: string) => header.replace('{', 'X') },
    { what: 'no object', change: () => 'null' },
    { what: 'without sections', change: (header: string) => header.replace('"sections"', '"sactions"') },
    {
      what: 'with a type of array nobody knows',
      change: (header: string) => header.replace('"u32"', '"u33"'),
    },
    { what: 'without a section', change: (header: string) => header.replace('"keyTags"', '"keyTugs"') },
    { what: 'with a section of another type', change: (header: string) => header.replace('"u16"', '"u8"') },
    {
      what: 'with a section at no multiple of its size',
      change: (header: string) => header.replace('"type":"u32","offset":8', '"type":"u32","offset":9'),
    },
  ])('refuses a header that is $what', async ({ change }) => {
    const bytes = withHeader(change)
    expect(bytes.equals(whole)).toBe(false)
    expect((await opening(bytes)).code).toBe('KB_DAMAGED')
  })

  it('refuses a file without what stands in its head beside the sections', async () => {
    const file = newFile(scratch, 'names.bin')
    writeSectionFile(file, NAME_INDEX_MAGIC, {}, {})
    expect((await failureOf(() => openNameIndex(file))).code).toBe('KB_DAMAGED')
  })

  it('refuses a file that is not there', async () => {
    const failure = await failureOf(() => openNameIndex(newFile(scratch, 'names.bin')))
    expect(failure.code).toBe('KB_DAMAGED')
  })
})

describe('building names.bin', () => {
  it('never writes over a file', () => {
    const file = writeIndex([])
    expect(() => {
      new NameIndexBuilder([]).write(file)
    }).toThrow(/EEXIST/)
  })

  it('of no concept at all gives an index that finds nothing', () => {
    const index = openNameIndex(writeIndex([]))
    expect([index.length, index.classes, index.sources]).toEqual([0, [], ['a']])
    expect([index.exact('x'), index.normalized('x'), index.prefix('x', 9), [...index.keyGroups()]]).toEqual([
      ...[[], [], [], []],
    ])
  })

  it('takes 255 entity classes and refuses one more', async () => {
    const classes = (count: number): IndexedConcept[] =>
      Array.from({ length: count }, (_, at) => conceptOf(at + 1, { entityClass: `class_${String(at)}` }))
    const index = openNameIndex(writeIndex(classes(255)))
    expect(index.normalized('x', { entityClass: 'class_254' }).map(({ id }) => id)).toEqual(['A:255'])
    expect((await failureOf(() => writeIndex(classes(256)))).code).toBe('CONFIG_INVALID')
  })

  it('takes 1,023 synonym types and refuses one more', async () => {
    const typed = (count: number): IndexedConcept => ({
      ...conceptOf(1),
      names: Array.from({ length: count }, (_, at) => ({
        ...{ text: `name ${String(at)}`, scope: 4, type: `type ${String(at)}` },
      })),
    })
    const index = openNameIndex(writeIndex([typed(1023)]))
    expect(index.exact('name 1022')[0]).toMatchObject({ type: 'type 1022', scope: 'related' })
    expect((await failureOf(() => writeIndex([typed(1024)]))).code).toBe('CONFIG_INVALID')
  })
})
