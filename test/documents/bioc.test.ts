import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TextDocument } from '../../src/core/document.ts'
import { biocJsonReader, biocJsonWriter } from '../../src/documents/bioc-json.ts'
import { biocXmlReader, biocXmlWriter } from '../../src/documents/bioc-xml.ts'
import { documents } from './generated.ts'
import { collected, readText, writeAll } from './reading.ts'

const FORMATS = {
  xml: { reader: biocXmlReader, writer: biocXmlWriter },
  json: { reader: biocJsonReader, writer: biocJsonWriter },
}

const SAMPLE = `<?xml version="1.0"?><!DOCTYPE collection SYSTEM "BioC.dtd">
<collection><source>PubTator</source><date/><key>a.key</key><infon key="x">y</infon>
<document><id>1</id><infon key="journal">J</infon>
<passage><infon key="type">title</infon><infon key="section_type">TITLE</infon><offset>0</offset><text>😀 lung &amp; breast cancer</text>
<annotation id="0"><infon key="type">Disease</infon><infon key="MESH">D001|D002</infon><infon key="note">n</infon>
<location offset="2" length="4"/><location offset="16" length="6"/><text>lung cancer</text></annotation></passage>
<passage><offset>25</offset>
<sentence><offset>25</offset><text>One.</text><annotation id="1"><infon key="type">Gene</infon><infon key="NCBI Gene">672</infon><location offset="25" length="3"/><text>One</text></annotation></sentence>
<sentence><offset>30</offset><text>Two.</text></sentence></passage>
<relation id="R0"><infon key="relation">CID</infon><infon key="Chemical">D01</infon><node refid="0" role="a"/></relation>
</document></collection>`

const EXPECTED: TextDocument = {
  id: '1',
  text: '😀 lung & breast cancer\n  One. Two.',
  sections: [
    { name: 'title', start: 0, end: 23, metadata: { section_type: 'TITLE' } },
    { name: '', start: 26, end: 35 },
  ],
  mentions: [
    {
      spans: [
        [3, 7],
        [17, 23],
      ],
      text: 'lung cancer',
      class: 'Disease',
      ids: ['MESH:D001', 'MESH:D002'],
      composite: true,
      key: '0',
      metadata: { note: 'n' },
    },
    { spans: [[26, 29]], text: 'One', class: 'Gene', ids: ['NCBIGene:672'], key: '1' },
  ],
  relations: [
    { key: 'R0', type: 'CID', arguments: [{ role: 'a', ref: '0' }], metadata: { Chemical: 'D01' } },
  ],
  metadata: { 'collection.source': 'PubTator', 'collection.key': 'a.key', 'collection.x': 'y', journal: 'J' },
}

/** As a document comes back: annotations named, text between sections a section, a bare section none. */
const asReadBack = ({ mentions, ...rest }: TextDocument) => ({
  ...rest,
  mentions: mentions.map(({ key: _, ...mention }) => mention),
})

describe('reading BioC', () => {
  it('takes passages, sentences, several locations, relations, infons', async () => {
    expect(await readText(biocXmlReader, SAMPLE)).toEqual({ documents: [EXPECTED], problems: [] })
  })

  it('takes all that wraps documents in JSON', async () => {
    const json = writeAll(biocJsonWriter({}), [EXPECTED])
    expect(await readText(biocJsonReader, json)).toEqual({ documents: [EXPECTED], problems: [] })
    const { documents: list } = JSON.parse(json) as { documents: object[] }
    for (const wrapped of [{ PubTator3: list }, [{ documents: list }], list[0]])
      expect(
        (await readText(biocJsonReader, JSON.stringify(wrapped))).documents,
        JSON.stringify(wrapped).slice(0, 30),
      ).toEqual([EXPECTED])
  })

  it('moves passages that overlap, with their annotations, and says so', async () => {
    const passage = (text: string) =>
      `<passage><offset>0</offset><text>${text}</text><annotation><location offset="1" length="1"/></annotation></passage>`
    const xml = `<collection><document><id>1</id>${passage('abc')}${passage('def')}</document></collection>`
    const { documents: found, problems } = await readText(biocXmlReader, xml)
    expect(found[0]?.text).toBe('abc\ndef')
    expect(found[0]?.mentions.map(({ text }) => text)).toEqual(['b', 'e'])
    expect(problems).toHaveLength(1)
  })

  it('reports annotations that cannot be, with their line, and reads on', async () => {
    const annotation = (inner: string) => `\n<annotation id="1">${inner}</annotation>`
    const xml = `<collection><document><id>1</id><passage><offset>0</offset><text>abc</text>${[
      annotation('<location offset="2" length="2"/>'),
      annotation('<location offset="x" length="2"/>'),
      annotation(''),
      annotation('<location offset="0" length="1"/><text>z</text>'),
      annotation('<location offset="1" length="1"/>'),
    ].join('')}</passage></document><document><id>2</id></document></collection>`
    const { documents: found, problems } = await readText(biocXmlReader, xml)
    expect(found.map(({ id, mentions }) => [id, mentions.length])).toEqual([
      ['1', 2],
      ['2', 0],
    ])
    expect(problems.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6])
  })

  it('refuses other XML and JSON', async () => {
    await expect(readText(biocXmlReader, '<html></html>')).rejects.toMatchObject({ code: 'SOURCE_SYNTAX' })
    await expect(readText(biocXmlReader, '<collection><document>')).rejects.toMatchObject({
      code: 'SOURCE_TRUNCATED',
    })
    await expect(readText(biocJsonReader, '{"documents": [')).rejects.toMatchObject({
      code: 'SOURCE_TRUNCATED',
    })
  })
})

describe.each(Object.entries(FORMATS))('writing BioC %s', (name, { reader, writer }) => {
  it('is read back as it was', async () => {
    const outcome = await readText(reader, writeAll(writer({}), [EXPECTED, EXPECTED]))
    expect(outcome).toEqual({ documents: [EXPECTED, EXPECTED], problems: [] })
    const scored = {
      ...EXPECTED,
      mentions: EXPECTED.mentions.map((mention) => ({ ...mention, score: 0.25, by: ['a', 'b'] })),
    }
    expect(await readText(reader, writeAll(writer({}), [scored]))).toEqual({
      documents: [scored],
      problems: [],
    })
  })

  it('is read back as it was, whatever the text', async () => {
    const traits = { lineBreaks: true, tabs: true, wild: name === 'json' }
    await fc.assert(
      fc.asyncProperty(fc.array(documents(traits), { minLength: 1, maxLength: 3 }), async (given) => {
        const { losses, options } = collected()
        const { documents: found, problems } = await readText(reader, writeAll(writer(options), given))
        expect(problems).toEqual([])
        expect(found.map(({ text }) => text)).toEqual(given.map(({ text }) => text))
        const mentionsOf = (list: readonly TextDocument[]) =>
          list.map((document) => asReadBack(document).mentions)
        expect(mentionsOf(found)).toEqual(mentionsOf(given))
        const isBare = (document: TextDocument) =>
          document.sections.length === 1 && document.sections[0]?.name === ''
        if (losses.length === 0 && !given.some(isBare)) expect(found.map(asReadBack)).toEqual(given)
      }),
    )
  })

  it('keeps offsets where characters are lost', async () => {
    await fc.assert(
      fc.asyncProperty(documents({ lineBreaks: true, wild: true }), async (given) => {
        const { losses, options } = collected()
        const { documents: found } = await readText(reader, writeAll(writer(options), [given]))
        expect(found[0]?.mentions.map(({ spans }) => spans)).toEqual(given.mentions.map(({ spans }) => spans))
        expect(found[0]?.text.length).toBe(given.text.length)
        if (found[0]?.text !== given.text) expect(losses).not.toEqual([])
      }),
    )
  })
})
