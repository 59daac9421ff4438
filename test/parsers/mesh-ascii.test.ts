import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parserSuite } from '../contract/parser-suite.ts'
import { classesOf, codesOf, idsOf, MeshBench, only, parentsOf } from '../fixtures/mesh.ts'
import { failureOf } from '../support/failure.ts'
import { scratchFolder } from '../support/scratch.ts'
import { joined } from '../../src/testing/parsed.ts'

const bench = new MeshBench('mesh-ascii', scratchFolder(), 'source.bin')
const SAMPLE = readFileSync(resolve(import.meta.dirname, '../fixtures/mesh-ascii-sample.bin'), 'utf8')
// The tree of an extract has holes; without tree numbers it has none.
const TREELESS = SAMPLE.replace(/^MN = .*\n/gm, '')

const record = (...fields: string[]): string => `*NEWRECORD\n${fields.join('\n')}\n\n`
const descriptor = (ui: string, name: string, ...fields: string[]): string =>
  record('RECTYPE = D', `MH = ${name}`, ...fields, `UI = ${ui}`)
const supplementary = (ui: string, name: string, ...fields: string[]): string =>
  record('RECTYPE = C', `NM = ${name}`, ...fields, `UI = ${ui}`)

parserSuite('mesh-ascii', {
  load: () => bench.load(),
  fileName: 'd.bin',
  sample: TREELESS,
  flawed: [
    'before the first\n',
    descriptor('D1', 'one', 'MN = C01', 'MN = nowhere', 'no field', 'XX = unheard of', 'MH = other'),
    record('RECTYPE = D', 'MH = without identifier'),
    descriptor('D 2', 'not so named'),
    descriptor('D3', 'three', 'ENTRY = ', 'ENTRY = |T109|NON|EQV', 'PA = nobody', 'RN = some thing'),
    descriptor('D4', 'four', 'MN = C01', 'MN = C09.100'),
  ].join(''),
  repeated: descriptor('D1', 'one') + descriptor('D2', 'two') + descriptor('D1', 'one again'),
  many: (count) =>
    Array.from({ length: count }, (_, at) => descriptor(`D${String(at)}`, `name ${String(at)}`)).join(''),
})

describe('a MeSH ASCII descriptor', () => {
  it('says what the same record says in XML', async () => {
    const calcimycin = only(await bench.parse(TREELESS))
    expect(calcimycin).toMatchObject({
      id: 'MESH:D000001',
      label: 'Calcimycin',
      definition: 'An ionophorous, polyether antibiotic from Streptomyces chartreusensis.',
      relations: [{ predicate: 'pharmacological_action', object: 'MESH:D000900' }],
      xrefs: [
        { predicate: 'oboInOwl:hasDbXref', object: 'UNII:37H9VM9WZL' },
        { predicate: 'skos:relatedMatch', object: 'CAS:52665-69-7' },
      ],
      line: 1,
    })
    expect(calcimycin.synonyms).toEqual([
      expect.objectContaining({ scope: 'exact', type: 'systematic_name' }),
      { text: 'A-23187', scope: 'narrow', type: 'laboratory_number' },
      { text: 'A23187', scope: 'narrow', type: 'laboratory_number' },
      { text: 'Antibiotic A23187', scope: 'narrow' },
      { text: 'A 23187', scope: 'narrow', type: 'permuted' },
      { text: 'A23187, Antibiotic', scope: 'narrow', type: 'permuted' },
    ])
  })

  it('gives permuted entries the scope of the term they were turned from', async () => {
    const { synonyms } = only(
      await bench.parse(
        descriptor(
          'D1',
          'Gene Library',
          'PRINT ENTRY = DNA Library|T028|ACX|EQV|NLM (1998)|961031|abcdef',
          'ENTRY = Virus Disease|T028|NON|BRD|NLM (1998)|BAN (19XX)|961031|abcdeef',
          'ENTRY = Libraries, DNA',
          'ENTRY = Gene Libraries',
          'ENTRY = Diseases, Virus',
          'ENTRY = something else',
        ),
      ),
    )
    expect(synonyms.map(({ text, scope, type }) => [text, scope, type])).toEqual([
      ['DNA Library', 'exact', 'contains_acronym'],
      ['Libraries, DNA', 'exact', 'permuted'],
      ['Gene Libraries', 'exact', 'permuted'],
      ['Virus Disease', 'broad', undefined],
      ['Diseases, Virus', 'broad', 'permuted'],
      ['something else', 'related', 'permuted'],
    ])
  })

  it('takes entries as exact where a reduced file has no flags', async () => {
    const text = record(
      'MH = Abdomen, Acute',
      'ENTRY = Abdomen, Acute',
      'ENTRY = Acute Abdomen',
      'UI = D000006',
    )
    expect(only(await bench.parse(text)).synonyms).toEqual([{ text: 'Acute Abdomen', scope: 'exact' }])
  })

  it('has parents by its tree numbers', async () => {
    const text =
      descriptor('D3', 'child', 'MN = C01.100', 'MN = F03.100') +
      descriptor('D1', 'one', 'MN = C01') +
      descriptor('D2', 'two', 'MN = F03')
    expect(parentsOf(await bench.parse(text))).toEqual({
      'MESH:D3': ['MESH:D1', 'MESH:D2'],
      'MESH:D1': [],
      'MESH:D2': [],
    })
  })

  it('names others, before and after it', async () => {
    const text =
      descriptor('D1', 'one', 'FX = two', 'FX = nobody') + descriptor('D2', 'two', 'FX = one', 'PA = one')
    const parsed = await bench.parse(text)
    const terms = joined(parsed)
    expect(terms.get('MESH:D1')?.relations).toEqual([{ predicate: 'see_also', object: 'MESH:D2' }])
    expect(terms.get('MESH:D2')?.relations).toEqual([
      { predicate: 'pharmacological_action', object: 'MESH:D1' },
      { predicate: 'see_also', object: 'MESH:D1' },
    ])
    expect(parsed.issues).toMatchObject([{ code: 'fact-without-term', line: 1 }])
  })
})

describe('a MeSH ASCII qualifier', () => {
  it('has its cross-references as names', async () => {
    const text = record(
      'RECTYPE = Q',
      'SH = abnormalities',
      'QE = ABNORM',
      'QA = AB',
      'QT = 1',
      'MS = Used with organs.',
      'QX = agenesis|NRW',
      'QX = anomalies|EQV',
      'TN = A01',
      'UI = Q000002',
    )
    const parsed = await bench.parse(text)
    expect(parsed.issues).toEqual([])
    expect(only(parsed)).toMatchObject({
      id: 'MESH:Q000002',
      label: 'abnormalities',
      definition: 'Used with organs.',
      synonyms: [
        { text: 'anomalies', scope: 'exact' },
        { text: 'agenesis', scope: 'narrow' },
      ],
    })
  })
})

const HEADINGS =
  descriptor('D1', 'Camphor', 'MN = D02') +
  descriptor('D2', 'Either/Or', 'MN = C01') +
  descriptor('D3', 'Antacids', 'MN = D27')
const SUBSTANCE = supplementary(
  'C025735',
  'Aeron',
  'RN = 72539-79-8',
  'SY = Proflox|T109|T121|TRD|NRW|ES Spanish Trade Name|041021|abbcdef',
  'SY = same|T109|NON|EQV|NLM (1980)|041021|abcdef',
  'HM = Camphor/*analogs & derivatives',
  'HM = Either/Or',
  'HM = *Antacids',
  'PA = Antacids',
  'NO = a mixture',
)

describe('a folder or a zip of MeSH ASCII', () => {
  it('tells what supplementary records name', async () => {
    const parsed = await bench.parseFolder({ 'a2014.bin': SUBSTANCE, 'd2014.bin': HEADINGS })
    expect(parsed.issues).toEqual([])
    expect(parsed.header.release).toBe('2014')
    expect(joined(parsed).get('MESH:C025735')).toMatchObject({
      label: 'Aeron',
      definition: 'a mixture',
      synonyms: [
        { text: 'same', scope: 'exact' },
        { text: 'Proflox', scope: 'narrow', type: 'trade_name' },
      ],
      relations: [
        { predicate: 'preferred_mapped_to', object: 'MESH:D1' },
        { predicate: 'mapped_to', object: 'MESH:D2' },
        { predicate: 'preferred_mapped_to', object: 'MESH:D3' },
        { predicate: 'pharmacological_action', object: 'MESH:D3' },
      ],
      xrefs: [{ predicate: 'oboInOwl:hasDbXref', object: 'CAS:72539-79-8' }],
    })
  })

  it('says once that supplementary records alone name headings nobody knows', async () => {
    const parsed = await bench.parse(SUBSTANCE + SUBSTANCE.replace('C025735', 'C2'))
    expect(parsed.terms).toHaveLength(2)
    expect(parsed.issues).toMatchObject([
      { code: 'missing-file', line: 1, message: expect.stringContaining('8 headings') as unknown },
    ])
  })

  it('takes tree numbers from the file of trees', async () => {
    const files = {
      'd.bin': descriptor('D2', 'Head') + descriptor('D1', 'Body Regions', 'MN = A01'),
      'mtrees2014.bin': 'Body Regions;A01\nHead;A01.456\nHair;A17.360\nodd line\n',
    }
    const parsed = await bench.parseFolder(files)
    expect(parentsOf(parsed)).toEqual({ 'MESH:D2': ['MESH:D1'], 'MESH:D1': [] })
    expect(parsed.issues.map(({ code, line }) => [code, line])).toEqual([
      ['malformed-line', 4],
      ['fact-without-term', 3],
    ])
  })

  it('is chosen from as XML is', async () => {
    const files = { 'c.bin': SUBSTANCE, 'd.bin': HEADINGS }
    const classed = await bench.parseFolder(files, { classes: { disease: ['C'], chemical: ['D'] } })
    expect(classesOf(classed)).toEqual({
      'MESH:D1': 'chemical',
      'MESH:D2': 'disease',
      'MESH:D3': 'chemical',
      'MESH:C025735': 'chemical',
    })
    expect(idsOf(await bench.parseFolder(files, { trees: ['C'] }))).toEqual(['MESH:D2', 'MESH:C025735'])
    expect(idsOf(await bench.parseFolder(files, { trees: ['F'] }))).toEqual([])
  })

  it('passes over what is no MeSH, and says so', async () => {
    const parsed = await bench.parseFolder({ 'd.bin': HEADINGS, 'x.bin': 'something else\n', 'y.txt': 'y' })
    expect(parsed.terms).toHaveLength(3)
    expect(codesOf(parsed)).toEqual(['missing-file'])
  })
})

describe('flawed MeSH ASCII', () => {
  it('is told line by line', async () => {
    const parsed = await bench.parse(
      `early\n${descriptor('D1', 'one', 'nothing', 'MS = ', 'MS =', 'ENTRY = ', 'XX = 1', 'XX = 2', 'MH = two', ' = x')}${record('MH = lost')}`,
    )
    expect(idsOf(parsed)).toEqual(['MESH:D1'])
    expect(parsed.issues.map(({ code, line }) => [code, line])).toEqual([
      ['malformed-line', 1],
      ['malformed-line', 5],
      ['malformed-line', 8],
      ['unknown-tag', 9],
      ['repeated-tag', 11],
      ['malformed-line', 12],
      ['missing-id', 15],
    ])
  })

  it.each([
    ['no records', 'MH = x\nUI = D1\n', 'SOURCE_SYNTAX'],
    ['trees alone', 'Body Regions;A01\n', 'SOURCE_SYNTAX'],
    ['a NUL', SAMPLE.replace('A-23187', 'A\0'), 'SOURCE_NOT_TEXT'],
  ])('is refused when it has %s', async (_what, text, code) => {
    expect((await failureOf(() => bench.parse(text))).code).toBe(code)
  })

  it('leaves out lines that are not UTF-8', async () => {
    const text = Buffer.from(descriptor('D1', 'one', 'ENTRY = caf\u00e9'), 'latin1')
    const parsed = await bench.parse(text)
    expect(codesOf(parsed)).toEqual(['invalid-utf8'])
    expect(only(parsed).synonyms).toEqual([])
  })

  it('bears names and identifiers of a megabyte', async () => {
    const long = 'x'.repeat(1_000_000)
    const parsed = await bench.parse(
      descriptor(long, 'a') + descriptor('D1', long, `PA = ${long}y`, `MN = ${long}`),
    )
    expect(only(parsed).label).toHaveLength(1_000_000)
    for (const { message } of parsed.issues) expect(message.length).toBeLessThan(300)
    expect(codesOf(parsed)).toEqual(['missing-id', 'malformed-line', 'fact-without-term'])
  })
})
