import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textReader } from '../../src/documents/text.ts'
import { textOf } from './generated.ts'
import { readInput, readText } from './reading.ts'
import { scratchFolder } from '../support/scratch.ts'

describe('reading plain text', () => {
  it('takes the text as it is', async () => {
    await fc.assert(
      fc.asyncProperty(textOf({ lineBreaks: true, tabs: true }), async (text) => {
        fc.pre(!text.startsWith('\ufeff'))
        const { documents } = await readText(textReader, text, { name: 'folder/PMC1.v2.txt.gz' })
        expect(documents).toEqual([{ id: 'PMC1.v2', text, sections: [], mentions: [] }])
      }),
    )
  })

  it('reads files, gzip by its bytes, and what is piped in', async () => {
    const folder = scratchFolder()
    writeFileSync(join(folder, 'a.txt'), '\ufeffİ')
    writeFileSync(join(folder, 'b.txt'), gzipSync('b'))
    writeFileSync(join(folder, 'empty.txt'), '')
    const texts = []
    for (const name of ['a.txt', 'b.txt', 'empty.txt'])
      texts.push(
        ...(await readInput(textReader, join(folder, name))).documents.map(({ id, text }) => [id, text]),
      )
    expect(texts).toEqual([
      ['a', 'İ'],
      ['b', 'b'],
      ['empty', ''],
    ])
    const piped = Readable.from([gzipSync('piped')])
    expect((await readInput(textReader, { name: '-', stream: piped })).documents[0]?.text).toBe('piped')
  })

  it('refuses what is no text', async () => {
    const bytes = (text: string) => ({ name: 'x', stream: Readable.from([Buffer.from(text, 'latin1')]) })
    await expect(readInput(textReader, bytes('a\0'))).rejects.toMatchObject({ code: 'SOURCE_NOT_TEXT' })
    await expect(readInput(textReader, bytes('caf\xe9'))).rejects.toMatchObject({ code: 'SOURCE_ENCODING' })
    await expect(readInput(textReader, bytes('\xff\xfea'))).rejects.toMatchObject({ code: 'SOURCE_ENCODING' })
    await expect(readInput(textReader, bytes('PK\x03\x04'))).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
    })
    await expect(readInput(textReader, 'nowhere.txt')).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' })
  })
})
