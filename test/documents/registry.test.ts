import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { idsIn } from '../../src/documents/corpus-ids.ts'
import { documentFormats, guessFormat } from '../../src/documents/registry.ts'

const DOCS = readFileSync(resolve(import.meta.dirname, '../../docs/documents.md'), 'utf8')

/** Cells of the rows of all tables, without their marks. */
const rows = DOCS.split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))

describe('formats', () => {
  it.each([
    ['a.txt', 'read', 'text'],
    ['A.JSONL.GZ', 'read', 'jsonl'],
    ['x.pubtator.txt', 'read', 'pubtator'],
    ['NCBItrainset_corpus.txt.gz', 'read', 'pubtator'],
    ['folder.json/x.xml', 'read', 'bioc-xml'],
    ['x.json', 'read', 'bioc-json'],
    ['standoff.tar.gz', 'read', 'brat'],
    ['train.tsv', 'read', 'conll'],
    ['train.tsv', 'write', 'tsv'],
    ['page.HTM', 'write', 'html'],
    ['page.html', 'read', undefined],
    ['x.txt', 'write', undefined],
    ['x', 'read', undefined],
  ] as const)('%s to be %s is %s', (name, use, format) => {
    expect(guessFormat(name, use)).toBe(format)
  })

  it('can be read or written, each', async () => {
    for (const [name, { reader, writer, filesWriter }] of Object.entries(documentFormats)) {
      if (reader) expect(await reader(), name).toHaveProperty('read')
      if (writer) expect(await writer({}), name).toHaveProperty('document')
      if (filesWriter) expect(await filesWriter({}), name).toHaveProperty('files')
      expect(reader ?? writer ?? filesWriter, name).toBeDefined()
    }
  })
})

describe('docs/documents.md', () => {
  it.each(Object.entries(documentFormats))(
    'says of %s what it is guessed from, and which way it goes',
    (name, format) => {
      const row = rows.find(([, first]) => first === `\`${name}\``)
      expect(row?.[2]).toBe(format.reader ? 'yes' : '–')
      expect(row?.[3]).toBe(format.writer ? 'yes' : format.filesWriter ? 'a folder' : '–')
      const endings = Array.from((row?.[4] ?? '').matchAll(/`…?([^`]+)`/g), (match) => match[1])
      expect(endings).toEqual(format.endings)
      expect(DOCS).toMatch(new RegExp(`^## .*\`${name}\``, 'm'))
    },
  )

  it.each([
    ['D009270', 'Disease', 'MESH:D009270'],
    ['OMIM:215600', 'Disease', 'OMIM:215600'],
    ['672', 'Gene', 'NCBIGene:672'],
    ['9606', 'Species', 'NCBITaxon:9606'],
    ['Taxonomy:9606', 'Species', 'NCBITaxon:9606'],
    ['CVCL_0030', 'CellLine', 'CELLOSAURUS:CVCL_0030'],
    ['C0027051', 'Disease', 'UMLS:C0027051'],
    ['rs113488022', 'SNP', 'DBSNP:rs113488022'],
    ['RS#:113488022', 'SNP', 'DBSNP:rs113488022'],
    ['c|SUB|T|920|G', 'DNAMutation', 'c|SUB|T|920|G'],
    ['672(Tax:9606)', 'Gene', 'NCBIGene:672'],
  ])('is right of %s, a %s', (field, label, id) => {
    expect(idsIn(field, label).ids).toEqual([id])
    const written = `\`${field.replaceAll('|', '\\|')}\``
    const row = rows.find(([, left = '']) => left.includes(written))
    expect(row?.[2]).toMatch(id === field && id.includes('|') ? /^kept as it is/ : new RegExp(`\`${id}\``))
  })
})
