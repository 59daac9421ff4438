import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cellosaurusParser } from '../../src/parsers/cellosaurus.ts'
import { bindParser } from '../../src/parsers/contract.ts'
import { type Parsed, parseFile } from '../../src/testing/parsed.ts'
import { isAbsent, ONTOLOGIES } from './shared-data.ts'

const FOLDER = join(ONTOLOGIES, 'cellosaurus')
const parse = (file: string): Promise<Parsed> => parseFile(bindParser(cellosaurusParser), join(FOLDER, file))

describe.skipIf(isAbsent)('Cellosaurus', () => {
  it('release 29: the first thousand entries are read in full', async () => {
    const { terms, issues, header } = await parse('cellosaurus_head_1000.txt.gz')
    expect(issues).toEqual([])
    expect(header).toEqual({ release: '29.0', title: 'Cellosaurus' })
    const synonyms = terms.flatMap((term) => term.synonyms)
    const relations = terms.flatMap((term) => term.relations.map(({ predicate }) => predicate))
    const counts = {
      ids: new Set(terms.map(({ id }) => id)).size,
      named: terms.filter(({ label }) => label !== null).length,
      synonyms: synonyms.filter(({ type }) => type === undefined).length,
      unqualified: synonyms.filter(({ type }) => type === 'unqualified').length,
      misspellings: synonyms.filter(({ type }) => type === 'misspelling').length,
      xrefs: terms.flatMap(({ xrefs }) => xrefs).length,
      altIds: terms.flatMap(({ altIds }) => altIds).length,
      problematic: terms.filter(({ subsets }) => subsets.includes('Problematic_cell_line')).length,
      species: relations.filter((predicate) => predicate === 'RO:0002162').length,
      diseases: relations.filter((predicate) => predicate === 'CLO:0000015').length,
      derived: relations.filter((predicate) => predicate === 'derived_from').length,
      sameOrigin: relations.filter((predicate) => predicate === 'originate_from_same_individual_as').length,
    }
    // Counted with zgrep: lines of each code; names between the semicolons of the 325 SY lines; ID lines with " [".
    expect(counts).toEqual({
      ...{ ids: 1000, named: 1000, synonyms: 699, unqualified: 13, misspellings: 4, xrefs: 2692, altIds: 5 },
      ...{ problematic: 25, species: 1042, diseases: 276, derived: 504, sameOrigin: 225 },
    })
  })

  it('entries in XML are read in full', async () => {
    const files = readdirSync(join(FOLDER, 'xml-entries')).sort()
    expect(files).toHaveLength(7)
    const counts: Record<string, readonly number[]> = {}
    for (const file of files) {
      const { terms, issues } = await parse(`xml-entries/${file}`)
      expect(issues).toEqual([])
      const [term] = terms
      if (!term) throw new Error(`no term in ${file}`)
      expect(term.id).toBe(`CELLOSAURUS:${file.slice(0, -4)}`)
      counts[term.label ?? ''] = [term.synonyms.length, term.relations.length, term.xrefs.length]
    }
    // Counted with grep: names of type synonym, cv-terms of the four lists, xref elements.
    expect(counts).toEqual({
      'MOLT-4': [9, 3, 117],
      'Chang Liver': [2, 3, 21],
      'MOLT-3': [5, 3, 39],
      'U-118MG': [7, 3, 35],
      'WSU-NHL': [2, 2, 27],
      'Y-79': [2, 2, 36],
      JJ012: [2, 2, 9],
    })
  })
})
