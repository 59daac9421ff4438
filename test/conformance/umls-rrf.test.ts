import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bindParser } from '../../src/parsers/contract.ts'
import { umlsRrfParser } from '../../src/parsers/umls-rrf.ts'
import { joined, parseFile } from '../../src/testing/parsed.ts'
import { isAbsent, ONTOLOGIES } from './shared-data.ts'

const SAMPLE = join(ONTOLOGIES, 'umls-rrf/SAMPLE_NCI-open-sources')
const parser = bindParser(umlsRrfParser)

describe.skipIf(isAbsent)('the RRF sample of the NCI Metathesaurus', () => {
  // Counted with awk over the files: rows of MRCONSO with LAT "ENG" and SUPPRESS "N", then distinct CUIs, (CUI, STR)
  // and (CUI, SAB, CODE) among them, the last without made-up codes and with MTHICD9 as ICD9CM; CUIs of MRDEF, pairs
  // of MRREL (PAR with RELA "", inverse_isa or subsumes) and distinct (CUI, TUI) of MRSTY of these CUIs.
  const concepts = 2158
  const names = 13_361

  it('is read in full', async () => {
    const parsed = await parseFile(parser, SAMPLE)
    const terms = [...joined(parsed).values()]
    const sum = (count: (term: (typeof terms)[number]) => number): number =>
      terms.reduce((total, term) => total + count(term), 0)
    expect(parsed.issues).toEqual([])
    expect(parsed.header).toEqual({ title: 'NCI Metathesaurus', release: '2016_04D' })
    expect(parsed.terms).toHaveLength(concepts)
    expect(terms).toHaveLength(concepts)
    expect(terms.filter(({ label }) => label === null)).toEqual([])
    expect(sum(({ synonyms }) => synonyms.length)).toBe(names - concepts)
    expect(sum(({ xrefs }) => xrefs.length)).toBe(4363)
    expect(sum(({ parents }) => parents.length)).toBe(840)
    expect(sum(({ subsets }) => subsets.length)).toBe(2302)
    expect(parsed.additions.filter(({ definition }) => definition !== undefined)).toHaveLength(704)
  })

  it('has the classes that the groups of its semantic types give', async () => {
    const options = { classes: { gene: ['GENE'], disease: ['Disorders'] } }
    const { terms } = await parseFile(parser, SAMPLE, { options })
    expect(terms.filter(({ entityClass }) => entityClass === 'gene')).toHaveLength(1417)
    expect(terms.filter(({ entityClass }) => entityClass === 'disease')).toHaveLength(64)
    expect(terms).toHaveLength(1417 + 64)
  })
})
