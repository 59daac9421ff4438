import { resolve, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lookUp } from '../../src/core/registry.ts'
import type { ParsedTerm } from '../../src/core/term.ts'
import { parsers } from '../../src/parsers/registry.ts'
import { parseFile } from '../../src/testing/parsed.ts'
import { isAbsent, ONTOLOGIES } from './shared-data.ts'

const STARTER = resolve(import.meta.dirname, '../../data/starter')

const termsOf = async (file: string): Promise<readonly ParsedTerm[]> => {
  const type = file.includes('.json') ? 'obographs' : 'obo'
  return (await parseFile(await lookUp(parsers, 'source', type), file)).terms
}

const keyOf = ({ text, scope }: { readonly text: string; readonly scope: string }): string =>
  `${scope} ${text}`

// Genes, cell lines and species come from tables and OWL, which no parser here reads yet.
const SOURCES: readonly (readonly [starter: string, references: readonly string[], synonyms: boolean])[] = [
  [
    'disease.obo',
    [
      'cancer_slim.obo.gz',
      'infectious_disease_slim.obo.gz',
      'rare_slim.obo.gz',
      'FlyBase_slim.obo',
      'RAD_slim.obo',
    ]
      .map((name) => `doid-slims/DO_${name}`)
      .concat('doid-slims/NCIthesaurus.obo.gz'),
    true,
  ],
  ['phenotype.json', ['hpo/hp-boqa-root.obo.gz'], true],
  ['cell_type.json', ['cl/2021-08-07/cl-basic.obo.gz'], true],
  ['anatomy.obo', ['craft-uberon/UBERON.obo.gz'], true],
  // Its synonyms are from other modules than its names.
  ['chemical.obo', ['chebi-modules/go-chebi_import.obo.gz', 'chebi-modules/hp-chebi_import.obo.gz'], false],
]

describe.skipIf(isAbsent)('the starter knowledge base says what its sources say', () => {
  it.each(SOURCES)('%s', async (starter, references, checkSynonyms) => {
    const known = new Map<string, { readonly labels: Set<string | null>; readonly synonyms: Set<string> }>()
    for (const reference of references) {
      for (const term of await termsOf(join(ONTOLOGIES, reference))) {
        const entry = known.get(term.id) ?? { labels: new Set(), synonyms: new Set() }
        entry.labels.add(term.label)
        for (const synonym of term.synonyms) entry.synonyms.add(keyOf(synonym))
        known.set(term.id, entry)
      }
    }
    const terms = await termsOf(join(STARTER, starter))
    expect(terms.length).toBeGreaterThan(30)
    for (const { id, label, synonyms } of terms) {
      expect([id, known.get(id)?.labels.has(label)]).toEqual([id, true])
      if (checkSynonyms)
        expect(synonyms.map(keyOf).filter((key) => !known.get(id)?.synonyms.has(key))).toEqual([])
    }
  })
})
