import { writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  codesOf,
  concept,
  descriptor,
  DESCRIPTORS,
  idsOf,
  MeshBench,
  only,
  parentsOf,
  setOf,
  supplementary,
  tree,
} from '../fixtures/mesh.ts'
import { requireSound } from '../../src/testing/sound-records.ts'
import { failureOf } from '../support/failure.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'

const scratch = scratchFolder()
const bench = new MeshBench('mesh-xml', scratch, 'source.xml')

describe('flawed MeSH XML', () => {
  it('loses no record silently', async () => {
    const parsed = await bench.parse(setOf(descriptor('', '', 'lost'), descriptor('lower'), descriptor('D1')))
    expect(idsOf(parsed)).toEqual(['MESH:D1'])
    expect(parsed.issues.map(({ message }) => message)).toEqual([
      'the record "lost" without a unique identifier was left out',
      'the record "name of lower" was left out: "lower" is no identifier of MeSH',
    ])
  })

  it('tells of unknown elements once, and passes over what is in them', async () => {
    const odd = '<Odd><DescriptorUI>D9</DescriptorUI>text</Odd>'
    const parsed = await bench.parse(
      setOf('<Strange><Odd/></Strange>', descriptor('D1', odd), descriptor('D2', odd)),
    )
    expect(idsOf(parsed)).toEqual(['MESH:D1', 'MESH:D2'])
    expect(parsed.issues.map(({ code, line }) => [code, line])).toEqual([
      ['unknown-tag', 2],
      ['unknown-tag', 3],
    ])
  })

  it('keeps the first of two identifiers and names', async () => {
    const twice = '<DescriptorUI>D2</DescriptorUI><DescriptorName><String>other</String></DescriptorName>'
    const parsed = await bench.parse(setOf(descriptor('D1', twice, 'one')))
    expect(only(parsed)).toMatchObject({ id: 'MESH:D1', label: 'one' })
    expect(codesOf(parsed)).toEqual(['repeated-tag', 'repeated-tag'])
  })

  it('gives a tree number to the first who has it', async () => {
    const parsed = await bench.parse(
      setOf(descriptor('D1', tree('C01')), descriptor('D2', tree('C01')), descriptor('D3', tree('C01.100'))),
    )
    expect(parentsOf(parsed)).toMatchObject({ 'MESH:D3': ['MESH:D1'] })
    expect(codesOf(parsed)).toEqual(['duplicate-id'])
  })

  it('tells of parents that are not there, and leaves circles to the store', async () => {
    const parsed = await bench.parse(
      setOf(
        descriptor('D1', tree('C01', 'C02.100')),
        descriptor('D2', tree('C02', 'C01.100')),
        descriptor('D3', tree('C09.100')),
      ),
    )
    expect(parentsOf(parsed)).toEqual({
      'MESH:D1': ['MESH:D2'],
      'MESH:D2': ['MESH:D1'],
      'MESH:D3': [],
    })
    expect(parsed.issues).toMatchObject([{ code: 'unknown-parent', line: 6 }])
  })

  it('tells of headings that cannot be mapped to', async () => {
    const parsed = await bench.parse(
      `<SupplementalRecordSet>${supplementary('C1', 1, '', '*', 'D1')}</SupplementalRecordSet>`,
    )
    expect(only(parsed).relations).toEqual([{ predicate: 'mapped_to', object: 'MESH:D1' }])
    expect(codesOf(parsed)).toEqual(['malformed-line', 'malformed-line'])
  })

  it('may have a text in several pieces', async () => {
    const parsed = await bench.parse(setOf(descriptor('D<!-- -->1', '', 'a <![CDATA[<b>]]> &amp; c')))
    expect(only(parsed)).toMatchObject({ id: 'MESH:D1', label: 'a <b> & c' })
  })

  it.each([
    ['another XML', '<rdf:RDF xmlns:rdf="r"><x/></rdf:RDF>', 'SOURCE_SYNTAX'],
    ['no XML', 'id\tname\n', 'SOURCE_SYNTAX'],
    ['a file that was cut', DESCRIPTORS.slice(0, 4000), 'SOURCE_TRUNCATED'],
    ['a NUL', DESCRIPTORS.replace('Eye', 'E\0e'), 'SOURCE_NOT_TEXT'],
    ['elements a thousand deep', setOf('<Odd>'.repeat(2000)), 'SOURCE_LIMIT'],
    [
      'entities of entities',
      `<!DOCTYPE x [${Array.from({ length: 30 }, (_, at) => `<!ENTITY e${String(at)} "${at === 0 ? 'lol' : `&e${String(at - 1)};`.repeat(10)}">`).join('')}]>${setOf(descriptor('D1', '', '&e29;'))}`,
      'SOURCE_LIMIT',
    ],
  ])('is refused when it is %s', async (_what, text, code) => {
    expect((await failureOf(() => bench.parse(text))).code).toBe(code)
  })

  it('reports what is not UTF-8', async () => {
    const file = newFile(scratch, 'latin.xml')
    writeFileSync(file, Buffer.from(setOf(descriptor('D1', '', 'caf\u00e9')), 'latin1'))
    const parsed = await bench.parsePath(file)
    expect(codesOf(parsed)).toEqual(['invalid-utf8'])
    expect(only(parsed).label).toBe('caf\ufffd')
  })

  it('bears an identifier and a name of a megabyte', async () => {
    const long = 'x'.repeat(1_000_000)
    const parsed = await bench.parse(setOf(descriptor(long), descriptor('D1', tree(long), long)))
    expect(only(parsed).label).toHaveLength(1_000_000)
    for (const { message } of parsed.issues) expect(message.length).toBeLessThan(300)
    expect(codesOf(parsed)).toEqual(['missing-id', 'malformed-line'])
  })

  it('ends in a known error or sound records, however elements that it knows are nested', async () => {
    const names = [
      'DescriptorRecord SupplementalRecord DescriptorUI SupplementalRecordUI DescriptorName String TreeNumberList TreeNumber',
      'ConceptList Concept ConceptUI ConceptName TermList Term ConceptRelationList ConceptRelation Concept1UI Concept2UI',
      'HeadingMappedToList HeadingMappedTo DescriptorReferredTo PharmacologicalActionList PharmacologicalAction Substance',
      'RecordUI RegistryNumber ScopeNote Unheard',
    ].flatMap((line) => line.split(' '))
    const text = fc.constantFrom(
      '',
      ' ',
      'D1',
      'C1',
      '*D1',
      'M1',
      'C01',
      'C01.100',
      'a name',
      '50-78-2',
      '0',
      'x:y',
    )
    const { node } = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'large', withCrossShrink: true },
        text,
        fc
          .tuple(fc.constantFrom(...names), fc.array(tie('node'), { maxLength: 5 }))
          .map(
            ([name, inner]) =>
              `<${name} PreferredConceptYN="Y" RelationName="NRW" LexicalTag="ABB">${inner.join('')}</${name}>`,
          ),
      ),
    }))
    const wrapped = fc.array(node, { maxLength: 6 }).map((inner) => inner.join(''))
    await fc.assert(
      fc.asyncProperty(wrapped, wrapped, wrapped, async (inRecord, inConcept, besides) => {
        const parts = `${tree('C01')}${inRecord}<ConceptList>${concept('M1', true, inConcept)}</ConceptList>`
        const source = setOf(descriptor('D1', parts), besides)
        const parsed = await bench.parse(source)
        expect(idsOf(parsed)[0]).toBe('MESH:D1')
        requireSound(parsed, source)
      }),
      { numRuns: 200 },
    )
  })
})
