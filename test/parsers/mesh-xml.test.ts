import { describe, expect, it } from 'vitest'
import { parserSuite } from '../contract/parser-suite.ts'
import {
  codesOf,
  concept,
  descriptor,
  DESCRIPTORS,
  MeshBench,
  only,
  parentsOf,
  relation,
  setOf,
  SUPPLEMENTARY,
  termOf,
  tree,
} from '../fixtures/mesh.ts'
import { scratchFolder } from '../support/scratch.ts'
import { joined } from '../../src/testing/parsed.ts'

const scratch = scratchFolder()
const bench = new MeshBench('mesh-xml', scratch, 'source.xml')

parserSuite('mesh-xml', {
  load: () => bench.load(),
  fileName: 'desc-sample.xml',
  sample: DESCRIPTORS,
  flawed: setOf(
    descriptor('', tree('C01')),
    descriptor('D01 1'),
    descriptor('D000002', tree('C02.100', 'no tree number')),
    descriptor(
      'D000003',
      '<ConceptList><Concept PreferredConceptYN="Y"><TermList><Term/></TermList></Concept></ConceptList>',
    ),
    descriptor('D000004', '<Unheard><TreeNumberList/></Unheard><DescriptorUI>D000005</DescriptorUI>'),
    descriptor('D000006', tree('C02.200')),
    descriptor('D000007', tree('C02.200')),
    descriptor(
      'D000008',
      '<ConceptList><Concept PreferredConceptYN="Y"><RegistryNumber>what: ever</RegistryNumber></Concept></ConceptList>',
    ),
  ),
  repeated: setOf(descriptor('D000001'), descriptor('D000002'), descriptor('D000001')),
  many: (count) => setOf(...Array.from({ length: count }, (_, at) => descriptor(`D${String(at)}`))),
})

describe('a MeSH descriptor', () => {
  it('has the names of its preferred concept as exact ones, those of others in the scope of their relation', async () => {
    const calcimycin = joined(await bench.parse(DESCRIPTORS)).get('MESH:D000001')
    expect(calcimycin?.label).toBe('Calcimycin')
    expect(calcimycin?.synonyms).toEqual([
      expect.objectContaining({ scope: 'exact', type: 'systematic_name' }),
      { text: 'A-23187', scope: 'narrow', type: 'laboratory_number' },
      { text: 'A 23187', scope: 'narrow', type: 'permuted' },
      { text: 'Antibiotic A23187', scope: 'narrow' },
      { text: 'A23187, Antibiotic', scope: 'narrow', type: 'permuted' },
      { text: 'A23187', scope: 'narrow', type: 'laboratory_number' },
    ])
    expect(calcimycin?.definition).toMatch(/^An ionophorous.*biological systems\.$/)
    expect(calcimycin?.relations).toEqual([
      { predicate: 'pharmacological_action', object: 'MESH:D000900' },
      { predicate: 'pharmacological_action', object: 'MESH:D061207' },
    ])
    expect(calcimycin?.xrefs).toEqual([
      { predicate: 'oboInOwl:hasDbXref', object: 'UNII:37H9VM9WZL' },
      { predicate: 'skos:relatedMatch', object: 'CAS:52665-69-7' },
    ])
  })

  it('has as parents the descriptors one tree number up, wherever in the file they stand', async () => {
    expect(parentsOf(await bench.parse(DESCRIPTORS))).toEqual({
      'MESH:D000001': [],
      'MESH:D001829': [],
      'MESH:D005123': ['MESH:D005145', 'MESH:D012679'],
      'MESH:D005145': ['MESH:D006257'],
      'MESH:D006257': ['MESH:D001829'],
      'MESH:D012679': [],
    })
  })

  it('refers to others', async () => {
    const eye = joined(await bench.parse(DESCRIPTORS)).get('MESH:D005123')
    expect(eye?.relations).toContainEqual({ predicate: 'see_also', object: 'MESH:D005132' })
  })

  it('takes the relation from either side, and is related where there is none', async () => {
    const names = (ui: string): string => `<TermList>${termOf(`term of ${ui}`)}</TermList>`
    const relations = [
      relation('NRW', 'M1', 'M2'),
      relation('BRD', 'M1', 'M3'),
      relation('NRW', 'M4', 'M1'),
      relation('BRD', 'M5', 'M1'),
      relation('REL', 'M1', 'M6'),
      relation('NRW', 'M2', 'M7'),
    ].join('')
    const others = ['M2', 'M3', 'M4', 'M5', 'M6', 'M7'].map((ui) => concept(ui, false, names(ui))).join('')
    const { synonyms } = only(
      await bench.parse(
        setOf(
          descriptor(
            'D1',
            `<ConceptList>${others}${concept('M1', true, `<ConceptRelationList>${relations}</ConceptRelationList>${names('M1')}`)}</ConceptList>`,
          ),
        ),
      ),
    )
    expect(synonyms.map(({ text, scope }) => `${text.slice(8)} ${scope}`)).toEqual([
      'M2 narrow',
      'M3 broad',
      'M4 broad',
      'M5 narrow',
      'M6 related',
      'M7 related',
      'M1 exact',
    ])
  })

  it('marks the kinds of terms', async () => {
    const tags = ['ABB', 'ABX', 'ACR', 'ACX', 'EPO', 'LAB', 'NAM', 'NON', 'TRD', 'constructor']
    const terms = tags.map((tag) => termOf(tag, `LexicalTag="${tag}" IsPermutedTermYN="N"`))
    const list = `<TermList>${terms.join('')}${termOf('turned', 'LexicalTag="ABB" IsPermutedTermYN="Y"')}</TermList>`
    const { synonyms } = only(
      await bench.parse(setOf(descriptor('D1', `<ConceptList>${concept('M1', true, list)}</ConceptList>`))),
    )
    expect(Object.fromEntries(synonyms.map(({ text, type }) => [text, type]))).toEqual({
      ABB: 'abbreviation',
      ABX: 'contains_abbreviation',
      ACR: 'acronym',
      ACX: 'contains_acronym',
      EPO: 'eponym',
      LAB: 'laboratory_number',
      NAM: 'proper_name',
      NON: undefined,
      TRD: 'trade_name',
      constructor: undefined,
      turned: 'permuted',
    })
  })

  it('keeps registry numbers of all kinds, of a list too, and says of other concepts how they match', async () => {
    const own =
      '<RegistryNumberList><RegistryNumber>EC 3.4.21.-</RegistryNumber><RegistryNumber>txid9606</RegistryNumber></RegistryNumberList>'
    const other = `<RegistryNumber>50-78-2</RegistryNumber><ConceptUMLSUI>C0004057</ConceptUMLSUI>`
    const relations = `<ConceptRelationList>${relation('NRW', 'M1', 'M2')}</ConceptRelationList>`
    const parsed = await bench.parse(
      setOf(
        descriptor(
          'D1',
          `<ConceptList>${concept('M1', true, own + relations)}${concept('M2', false, other)}${concept('M3', false, '<RegistryNumber>0</RegistryNumber><RegistryNumber>odd 1</RegistryNumber>')}</ConceptList>`,
        ),
      ),
    )
    expect(only(parsed).xrefs).toEqual([
      { predicate: 'oboInOwl:hasDbXref', object: 'EC:3.4.21.-' },
      { predicate: 'oboInOwl:hasDbXref', object: 'NCBITaxon:9606' },
      { predicate: 'skos:narrowMatch', object: 'CAS:50-78-2' },
      { predicate: 'skos:narrowMatch', object: 'UMLS:C0004057' },
      { predicate: 'skos:relatedMatch', object: 'odd 1' },
    ])
    expect(codesOf(parsed)).toEqual(['malformed-xref'])
  })

  it('says which are no topics', async () => {
    const record = (number: number): string =>
      descriptor(`D${String(number)}`).replace(
        '<DescriptorRecord',
        `<DescriptorRecord DescriptorClass = "${String(number)}"`,
      )
    const { terms } = await bench.parse(setOf(...[1, 2, 3, 4, 5].map(record)))
    expect(terms.map(({ subsets }) => subsets)).toEqual([
      [],
      ['publication_type'],
      ['check_tag'],
      ['geographic'],
      [],
    ])
  })

  it('has a language where the file is a translation', async () => {
    const text = setOf(
      descriptor(
        'D1',
        `<ConceptList>${concept('M1', true, `<TermList>${termOf('Augen')}</TermList>`)}</ConceptList>`,
        'Auge',
      ),
    )
    const german = await bench.parse(text.replace('Set>', 'Set LanguageCode = "ger">'))
    expect(only(german).synonyms).toEqual([{ text: 'Augen', scope: 'exact', language: 'de' }])
    expect(only(await bench.parse(text.replace('Set>', 'Set LanguageCode = "eng">'))).synonyms).toEqual([
      { text: 'Augen', scope: 'exact' },
    ])
  })

  it('names a concept that lists no terms by its name', async () => {
    const named = concept('M2', false, '<ConceptName><String>other</String></ConceptName>')
    expect(
      only(await bench.parse(setOf(descriptor('D1', `<ConceptList>${named}</ConceptList>`)))).synonyms,
    ).toEqual([{ text: 'other', scope: 'related' }])
  })
})

describe('a MeSH supplementary record', () => {
  it('is mapped to headings, with those with a star at heading or qualifier as main ones', async () => {
    const terms = joined(await bench.parse(SUPPLEMENTARY))
    expect(terms.get('MESH:C537647')).toMatchObject({
      label: 'Chromosome 5, monosomy 5q35',
      subsets: ['supplementary_disease'],
      synonyms: [
        { text: 'Monosomy 5q35', scope: 'exact' },
        { text: 'Deletion 5q35', scope: 'exact' },
      ],
      relations: [
        { predicate: 'mapped_to', object: 'MESH:D002895' },
        { predicate: 'preferred_mapped_to', object: 'MESH:D003410' },
        { predicate: 'preferred_mapped_to', object: 'MESH:D014314' },
      ],
    })
    const ubenimex = terms.get('MESH:C012211')
    expect(ubenimex?.relations[0]).toEqual({ predicate: 'preferred_mapped_to', object: 'MESH:D007930' })
    expect(ubenimex?.relations).toHaveLength(7)
    expect(ubenimex?.definition).toMatch(/^growth inhibitor; .*; structure$/)
    expect(ubenimex?.subsets).toEqual(['supplementary_chemical'])
  })

  it('names its relations', async () => {
    const { relations } = await bench.parse(SUPPLEMENTARY)
    expect(relations.map(({ id }) => id)).toEqual([
      'preferred_mapped_to',
      'mapped_to',
      'pharmacological_action',
      'see_also',
    ])
  })
})

describe('a MeSH qualifier', () => {
  it('has its own hierarchy', async () => {
    const qualifier = (ui: string, number: string): string =>
      `<QualifierRecord><QualifierUI>${ui}</QualifierUI><QualifierName><String>q</String></QualifierName>${tree(number)}<TreeNodeAllowedList><TreeNodeAllowed>A01</TreeNodeAllowed></TreeNodeAllowedList></QualifierRecord>`
    const parsed = await bench.parse(
      `<QualifierRecordSet>${qualifier('Q000008', 'Y07.010')}${qualifier('Q000627', 'Y07')}</QualifierRecordSet>`,
    )
    expect(parsed.issues).toEqual([])
    expect(parentsOf(parsed)).toEqual({ 'MESH:Q000008': ['MESH:Q000627'], 'MESH:Q000627': [] })
  })
})
