import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { lookUp } from '../../src/core/registry.ts'
import type { ParsedTerm } from '../../src/core/term.ts'
import { parsers } from '../../src/parsers/registry.ts'
import { joined, type Parsed, parseFile } from '../../src/testing/parsed.ts'
import { isAbsent, ONTOLOGIES } from './shared-data.ts'

const MESH = join(ONTOLOGIES, 'mesh')

const parse = async (type: string, file: string, options: unknown = {}): Promise<Parsed> =>
  parseFile(await lookUp(parsers, 'source', type), join(MESH, file), { options })

const textOf = (file: string): string => {
  const bytes = readFileSync(join(MESH, file))
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

const ofType = (terms: readonly ParsedTerm[], type: string): number =>
  terms.flatMap(({ synonyms }) => synonyms).filter((synonym) => synonym.type === type).length

const issueCodes = ({ issues }: Parsed): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { code } of issues) counts[code] = (counts[code] ?? 0) + 1
  return counts
}

const relationCount = (terms: readonly ParsedTerm[], predicate: string): number =>
  terms.flatMap(({ relations }) => relations).filter((relation) => relation.predicate === predicate).length

/** The descriptors of a text that have a tree number one up from one of this. Simple on purpose: it checks the parser. */
const parentsIn = (text: string, id: string): string[] => {
  const records = Array.from(text.matchAll(/<DescriptorRecord .*?<\/DescriptorRecord>/gs), ([record]) => ({
    id: `MESH:${/<DescriptorUI>(.*?)</.exec(record)?.[1] ?? ''}`,
    trees: Array.from(record.matchAll(/<TreeNumber>(.*?)</g), ([, number]) => number ?? ''),
  }))
  const above = records
    .filter((record) => record.id === id)
    .flatMap(({ trees }) => trees.map((number) => number.replace(/\.?[^.]*$/, '')))
  return records
    .filter(({ trees }) => trees.some((number) => above.includes(number)))
    .map((record) => record.id)
}

describe.skipIf(isAbsent)('MeSH XML is read in full', () => {
  it('descriptors', async () => {
    const file = 'meshrdf-desc-samples.xml.gz'
    const text = textOf(file)
    const parsed = await parse('mesh-xml', file)
    const { terms } = parsed
    expect(terms).toHaveLength(43)
    // Each record has its label and, of all its terms but that, synonyms; and systematic names beside.
    const names = terms.reduce((sum, { synonyms }) => sum + synonyms.length + 1, 0)
    expect(count(text, /<Term /g)).toBe(308)
    expect(names - ofType(terms, 'systematic_name')).toBe(308)
    expect(ofType(terms, 'systematic_name')).toBe(count(text, /<CASN1Name>/g))
    expect(ofType(terms, 'permuted')).toBe(count(text, /IsPermutedTermYN="Y"/g))
    expect(ofType(terms, 'trade_name')).toBe(
      count(text, /IsPermutedTermYN="N" +LexicalTag="TRD" +RecordPreferredTermYN="N"/g),
    )
    expect(relationCount(terms, 'pharmacological_action')).toBe(count(text, /<PharmacologicalAction>/g))
    expect(relationCount(terms, 'see_also')).toBe(count(text, /<SeeRelatedDescriptor>/g))
    // An extract: most parents are not in it.
    expect(Object.keys(issueCodes(parsed))).toEqual(['unknown-parent'])
    for (const { id, parents } of joined(parsed).values())
      expect([...parents].sort(), id).toEqual(parentsIn(text, id).sort())
  })

  it('supplementary records', async () => {
    const file = 'meshrdf-supp-samples.xml'
    const text = textOf(file)
    const { terms, issues } = await parse('mesh-xml', file)
    expect(issues).toEqual([])
    expect(terms).toHaveLength(19)
    const names = terms.reduce((sum, { synonyms }) => sum + synonyms.length + 1, 0)
    expect(count(text, /<Term /g)).toBe(70)
    expect(names - ofType(terms, 'systematic_name')).toBe(70)
    const mapped = relationCount(terms, 'mapped_to') + relationCount(terms, 'preferred_mapped_to')
    expect(mapped).toBe(count(text, /<HeadingMappedTo>/g))
    expect(relationCount(terms, 'preferred_mapped_to')).toBe(
      count(text, /<HeadingMappedTo>(?:(?!<\/HeadingMappedTo>)[^])*>\*[DQ]/g),
    )
    for (const [number, name] of [
      [1, 'chemical'],
      [2, 'protocol'],
      [3, 'disease'],
    ] as const) {
      const found = terms.filter(({ subsets }) => subsets.includes(`supplementary_${name}`)).length
      expect(found).toBe(count(text, new RegExp(`SCRClass = "${String(number)}"`, 'g')))
    }
  })

  it('the samples of 2006, and actions', async () => {
    expect((await parse('mesh-xml', 'xml2006sample.xml')).terms).toHaveLength(1)
    for (const file of ['pa2006sample.xml', 'pa_substance2006sample.xml']) {
      const { additions, issues } = await parse('mesh-xml', file)
      expect(additions.map(({ id }) => id)).toEqual(['MESH:D000536', 'MESH:C012714'])
      expect(issues).toEqual([])
    }
  })
})

/** Twenty-seven thousand records, on a machine that may be busy. */
const LONG = { timeout: 240_000 }

/** Entries that are neither the heading nor said before in their record. Simple on purpose: it checks the parser. */
const distinctEntries = (text: string): number =>
  text.split('*NEWRECORD').reduce((sum, record) => {
    const heading = /^MH = (.*)$/m.exec(record)?.[1]
    const entries = new Set(Array.from(record.matchAll(/^ENTRY = (.*)$/gm), ([, entry]) => entry))
    return sum + entries.size - (entries.has(heading) ? 1 : 0)
  }, 0)

describe.skipIf(isAbsent)('MeSH ASCII is read in full', () => {
  it('qualifiers', async () => {
    const text = textOf('q2014.bin.gz')
    const { terms, issues, header } = await parse('mesh-ascii', 'q2014.bin.gz')
    expect(issues).toEqual([])
    expect(header.release).toBe('2014')
    expect(terms).toHaveLength(83)
    const synonyms = terms.flatMap((term) => term.synonyms)
    for (const [flag, scope] of [
      ['EQV', 'exact'],
      ['NRW', 'narrow'],
      ['BRD', 'broad'],
      ['REL', 'related'],
    ] as const)
      expect(synonyms.filter((synonym) => synonym.scope === scope)).toHaveLength(
        count(text, new RegExp(`^QX = .*\\|${flag}$`, 'gm')),
      )
    expect(synonyms).toHaveLength(235)
  })

  it('descriptors of a reduced file', LONG, async () => {
    const text = textOf('d2014.en_gb.bin.gz')
    const { terms, issues } = await parse('mesh-ascii', 'd2014.en_gb.bin.gz')
    expect(issues).toEqual([])
    expect(terms).toHaveLength(27_148)
    expect(count(text, /^ENTRY = /gm)).toBe(218_982)
    const synonyms = terms.reduce((sum, term) => sum + term.synonyms.length, 0)
    expect(synonyms).toBe(distinctEntries(text))
    // 1,005 lines "MS = " have nothing after it.
    expect(terms.filter(({ definition }) => definition === null)).toHaveLength(count(text, /^MS = *$/gm))
  })

  it('a folder with a file of trees', LONG, async () => {
    const parsed = await parse('mesh-ascii', '.')
    expect(parsed.terms).toHaveLength(27_148 + 83)
    // The trees have American headings, the descriptors British ones: 309 differ, and what lies below them is cut off.
    const headings = new Set(
      Array.from(textOf('d2014.en_gb.bin.gz').matchAll(/^MH = (.*)$/gm), ([, name]) => name),
    )
    const rows = textOf('mtrees2014.bin.gz')
      .trim()
      .split('\n')
      .map((row) => row.split(';'))
    const foreign = new Set(rows.map(([name]) => name).filter((name) => !headings.has(name)))
    const known = new Set(rows.filter(([name]) => headings.has(name)).map(([, number]) => number))
    const cutOff = [...known].filter((number) => {
      const above = number?.replace(/\.?[^.]*$/, '') ?? ''
      return above !== '' && !known.has(above)
    })
    expect(foreign.size).toBe(309)
    expect(issueCodes(parsed)).toEqual({ 'fact-without-term': 309, 'unknown-parent': cutOff.length })
    const terms = joined(parsed)
    expect(terms.get('MESH:D005123')?.parents).toEqual(['MESH:D005145', 'MESH:D012679'])
    expect(terms.get('MESH:D000006')?.parents).toEqual(['MESH:D015746'])
  })

  it('the diseases and mental disorders of it', LONG, async () => {
    const parsed = await parse('mesh-ascii', '.', { trees: ['C', 'F03'], classes: { disease: ['C', 'F03'] } })
    const rows = textOf('mtrees2014.bin.gz').trim().split('\n')
    const headings = new Set(
      Array.from(textOf('d2014.en_gb.bin.gz').matchAll(/^MH = (.*)$/gm), ([, name]) => name),
    )
    const diseases = new Set(
      rows
        .filter((row) => /;(?:C|F03(?:\.|$))/.test(row))
        .map((row) => row.replace(/;[^;]*$/, ''))
        .filter((name) => headings.has(name)),
    )
    expect(parsed.terms).toHaveLength(diseases.size)
    expect(parsed.terms.every(({ entityClass }) => entityClass === 'disease')).toBe(true)
  })
})
