import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TextDocument } from '../../src/core/document.ts'
import { bratReader, bratWriter } from '../../src/documents/brat.ts'
import { tarOf } from '../support/tar.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { documents } from './generated.ts'
import { collected, type Outcome, readInput } from './reading.ts'

const readTarOf = (files: Readonly<Record<string, string | Buffer>>): Promise<Outcome> =>
  readInput(bratReader, { name: 'x.tar', stream: Readable.from([tarOf(files)]) })

const TEXT = '😀 lung and breast\r\ncancer in mice'
const ANN = [
  'N1\tReference T1 MESH:D001\tlung cancer',
  'T1\tDisease 2 6;19 25\tlung cancer',
  'T2\tSpecies 29 33\tmice',
  'N2\tReference T2 Taxonomy:10090\t',
  'R1\tIn Arg1:T1 Arg2:T2',
  'E1\tGrowth:T1 Theme:T2',
  '*\tEquiv T1 T2',
  'A1\tNegation E1',
  'A2\tLevel T1 High',
  '#1\tAnnotatorNotes T1\tsee also',
  '',
].join('\n')

const EXPECTED: TextDocument = {
  id: 'a',
  text: TEXT,
  sections: [],
  mentions: [
    {
      spans: [
        [3, 7],
        [20, 26],
      ],
      text: 'lung cancer',
      class: 'Disease',
      ids: ['MESH:D001'],
      key: 'T1',
      metadata: { 'name of MESH:D001': 'lung cancer' },
    },
    { spans: [[30, 34]], text: 'mice', class: 'Species', ids: ['NCBITaxon:10090'], key: 'T2' },
  ],
  relations: [
    {
      key: 'R1',
      type: 'In',
      arguments: [
        { role: 'Arg1', ref: 'T1' },
        { role: 'Arg2', ref: 'T2' },
      ],
    },
    {
      key: 'E1',
      type: 'Growth',
      arguments: [
        { role: 'Growth', ref: 'T1' },
        { role: 'Theme', ref: 'T2' },
      ],
    },
    {
      type: 'Equiv',
      arguments: [
        { role: '', ref: 'T1' },
        { role: '', ref: 'T2' },
      ],
    },
    { key: 'A1', type: 'Negation', arguments: [{ role: '', ref: 'E1' }] },
    {
      key: 'A2',
      type: 'Level',
      arguments: [
        { role: '', ref: 'T1' },
        { role: '', ref: 'High' },
      ],
    },
    {
      key: '#1',
      type: 'AnnotatorNotes',
      arguments: [
        { role: '', ref: 'T1' },
        { role: 'note', ref: 'see also' },
      ],
    },
  ],
}

const scratch = scratchFolder()

const folderOf = (files: Readonly<Record<string, string | Buffer>>): string => {
  const folder = newFolder(scratch)
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

describe('reading brat', () => {
  const files = { 'x/a.txt': TEXT, 'x/a.ann': ANN, 'b.txt': 'no annotations', 'readme.md': 'no document' }
  const bare: TextDocument = { id: 'b', text: 'no annotations', sections: [], mentions: [] }

  it('takes a folder, either file of a pair, a tar archive', async () => {
    const folder = folderOf(files)
    expect(await readInput(bratReader, folder)).toEqual({ documents: [bare, EXPECTED], problems: [] })
    for (const name of ['x/a.txt', 'x/a.ann'])
      expect(await readInput(bratReader, join(folder, name))).toEqual({ documents: [EXPECTED], problems: [] })
    const archive = join(folder, 'all.tar.gz')
    writeFileSync(archive, gzipSync(tarOf(files)))
    expect(await readInput(bratReader, archive)).toEqual({ documents: [EXPECTED, bare], problems: [] })
    expect(await readTarOf(files)).toEqual({ documents: [EXPECTED, bare], problems: [] })
  })

  it('reports flaws with their line, and reads on', async () => {
    const ann = [
      'T1\tGene 0 4\tabc',
      'T2\tGene 0 x\tabc',
      'T3\tGene 0 3\txyz',
      'T3\tGene 0 1\ta',
      'N1\tReference T9 X:1\t',
      'R1',
      'T4\tGene 1 2\tb',
    ].join('\n')
    const { documents: found, problems } = await readTarOf({
      'a.txt': 'abc',
      'a.ann': ann,
      'c.ann': '',
      'd.txt': 'd',
    })
    expect(found.map(({ id, mentions }) => [id, mentions.length])).toEqual([
      ['a', 2],
      ['d', 0],
    ])
    expect(problems.map(({ line, id }) => `${id ?? ''} ${String(line)}`)).toEqual([
      'a 1',
      'a 2',
      'a 3',
      'a 4',
      'a 6',
      'a 5',
      'c 0',
    ])
  })

  it('leaves out a document that is no text, not the others', async () => {
    const folder = folderOf({ 'a.txt': Buffer.from([0xff, 0x20]), 'b.txt': 'b', 'c.txt': 'a\0' })
    const { documents: found, problems } = await readInput(bratReader, folder)
    expect(found.map(({ id }) => id)).toEqual(['b'])
    expect(problems.map(({ id }) => id)).toEqual(['a', 'c'])
  })

  it('refuses what holds no documents', async () => {
    await expect(readInput(bratReader, folderOf({ 'x.md': '' }))).rejects.toMatchObject({
      code: 'SOURCE_NOT_FOUND',
    })
    await expect(readInput(bratReader, join(scratch, 'nowhere.ann'))).rejects.toMatchObject({
      code: 'SOURCE_NOT_FOUND',
    })
    const piped = { name: '-', stream: Readable.from([Buffer.alloc(2000, 'a')]) }
    await expect(readInput(bratReader, piped)).rejects.toMatchObject({ code: 'SOURCE_SYNTAX' })
  })
})

describe('writing brat', () => {
  const roundTrip = async (given: readonly TextDocument[]) => {
    const { losses, options } = collected()
    const writer = bratWriter(options)
    const files = given
      .flatMap((document) => writer.files(document))
      .map(({ name, content }) => [name, content] as const)
    expect(new Set(files.map(([name]) => name.toLowerCase())).size).toBe(given.length * 2)
    return { losses, ...(await readTarOf(Object.fromEntries(files))) }
  }

  it('is read back as it was', async () => {
    expect(await roundTrip([EXPECTED])).toEqual({ documents: [EXPECTED], problems: [], losses: [] })
  })

  it('is read back as it was, whatever the text', async () => {
    const traits = { lineBreaks: true, tabs: true, wild: true }
    await fc.assert(
      fc.asyncProperty(fc.array(documents(traits), { minLength: 1, maxLength: 3 }), async (given) => {
        const { losses, documents: found, problems } = await roundTrip(given)
        expect(problems).toEqual([])
        expect(found.map(({ mentions }) => mentions.map(({ spans, ids }) => ({ spans, ids })))).toEqual(
          given.map(({ mentions }) => mentions.map(({ spans, ids }) => ({ spans, ids }))),
        )
        if (losses.length === 0)
          expect(found.map(({ id, text }) => ({ id, text }))).toEqual(
            given.map(({ id, text }) => ({ id, text })),
          )
      }),
    )
  })

  it('names files so that any system takes them', async () => {
    const ids = ['a/../b', 'A', 'a', '.', 'CON', 'x'.repeat(500), '', 'a:b*c', '😀']
    const { losses, documents: found } = await roundTrip(
      ids.map((id) => ({ id, text: id, sections: [], mentions: [] })),
    )
    expect(found).toHaveLength(ids.length)
    expect(losses).toHaveLength(8)
  })
})
