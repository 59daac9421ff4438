import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  canonicalPrefix,
  foldPrefix,
  normalizeCurie,
  sameCurie,
  splitCurie,
  normalizeXref,
  readingsOf,
} from '../../src/core/curie.ts'
import { PREFIX_SPELLINGS } from '../../src/core/curie-prefixes.ts'

describe('one spelling for every way of writing an id', () => {
  it.each([
    // Prefixes, as sources spell them.
    ['MSH:D009270', 'MESH:D009270'],
    ['mesh:D009270', 'MESH:D009270'],
    ['MIM:215600', 'OMIM:215600'],
    ['UMLS_CUI:C0027051', 'UMLS:C0027051'],
    ['NCI:C3224', 'NCIT:C3224'],
    ['hgnc:1100', 'HGNC:1100'],
    ['ncbigene:672', 'NCBIGene:672'],
    ['Entrez Gene:672', 'NCBIGene:672'],
    ['taxonomy:9606', 'NCBITaxon:9606'],
    ['Orphanet:166024', 'ORPHANET:166024'],
    ['ORPHA:166024', 'ORPHANET:166024'],
    ['SCTID:22298006', 'SNOMEDCT:22298006'],
    ['SNOMEDCT_US_2016_03_01:22298006', 'SNOMEDCT:22298006'],
    ['SNOMEDCT_2005_07_31:50521002', 'SNOMEDCT:50521002'],
    ['Cellosaurus:CVCL_0030', 'CELLOSAURUS:CVCL_0030'],
    ['CVCL:0030', 'CELLOSAURUS:CVCL_0030'],
    ['cellosaurus:D605', 'CELLOSAURUS:CVCL_D605'],
    ['drugbank:DB00316', 'DRUGBANK:DB00316'],
    ['Unheard_of:12', 'Unheard_of:12'],
    // A prefix said twice.
    ['CHEBI:CHEBI:15377', 'CHEBI:15377'],
    ['chebi:CHEBI:15377', 'CHEBI:15377'],
    ['MSH:mesh:D009270', 'MESH:D009270'],
    // IRIs.
    ['http://purl.obolibrary.org/obo/HP_0000001', 'HP:0000001'],
    ['http://purl.obolibrary.org/obo/NCBITaxon_9606', 'NCBITaxon:9606'],
    ['http://purl.obolibrary.org/obo/ubprop#_upper_level', 'ubprop:upper_level'],
    ['http://purl.obolibrary.org/obo/hp#layperson', 'http://purl.obolibrary.org/obo/hp#layperson'],
    ['http://www.orpha.net/ORDO/Orphanet_166024', 'ORPHANET:166024'],
    ['http://www.ebi.ac.uk/efo/EFO_0000001', 'EFO:0000001'],
    ['http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#C3262', 'NCIT:C3262'],
    ['http://id.nlm.nih.gov/mesh/D009270', 'MESH:D009270'],
    ['http://www.geneontology.org/formats/oboInOwl#hasDbXref', 'oboInOwl:hasDbXref'],
    ['http://www.w3.org/2004/02/skos/core#exactMatch', 'skos:exactMatch'],
    ['https://identifiers.org/mim:215600', 'OMIM:215600'],
    ['http://identifiers.org/hgnc/1100', 'HGNC:1100'],
    ['http://identifiers.org/hgnc/HGNC:1100', 'HGNC:1100'],
    ['https://bioregistry.io/mesh:D009270', 'MESH:D009270'],
    ['https://en.wikipedia.org/wiki/Heart', 'https://en.wikipedia.org/wiki/Heart'],
    // What is no CURIE.
    [' HP:0000001\t', 'HP:0000001'],
    ['part_of', 'part_of'],
    ['', ''],
    [':x', ':x'],
    // Names every object has are no prefixes.
    ['toString:1', 'toString:1'],
    ['__proto__:1', '__proto__:1'],
    ['constructor:1', 'constructor:1'],
  ])('%j → %j', (raw, curie) => {
    expect(normalizeCurie(raw)).toBe(curie)
  })
})

const prefix = fc.oneof(
  fc.constantFrom(
    ...Object.entries(PREFIX_SPELLINGS).flatMap(([canonical, others]) => [canonical, ...others]),
  ),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,8}$/),
)
const local = fc.stringMatching(/^[A-Za-z0-9_.-]{1,8}$/)
const otherCase = (text: string): fc.Arbitrary<string> =>
  fc.constantFrom(text, text.toLowerCase(), text.toUpperCase())
const rawId = fc
  .tuple(prefix.chain(otherCase), local)
  .chain(([written, id]) =>
    fc.constantFrom(
      `${written}:${id}`,
      ` ${written}:${id} `,
      `${written}:${written}:${id}`,
      `${written.toLowerCase()}:${canonicalPrefix(written)}:${id}`,
      `http://identifiers.org/${written.toLowerCase()}/${canonicalPrefix(written)}:${id}`,
      `http://purl.obolibrary.org/obo/${written}_${id}`,
      `https://identifiers.org/${written}:${id}`,
      `http://identifiers.org/${written}/${id}`,
    ),
  )

describe('normalising ids', () => {
  it('twice changes nothing', () => {
    fc.assert(
      fc.property(rawId, (raw) => {
        const once = normalizeCurie(raw)
        expect(normalizeCurie(once)).toBe(once)
      }),
      { numRuns: 500 },
    )
  })

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: fc.constantFrom(...Array.from(': /#_aA1')) }),
        ),
        (text) => {
          expect(normalizeCurie(text)).toBeTypeOf('string')
          expect(foldPrefix(text)).toBeTypeOf('string')
        },
      ),
    )
  })

  it('gives each canonical prefix back as it is, and each other spelling as its canonical one', () => {
    for (const [canonical, others] of Object.entries(PREFIX_SPELLINGS)) {
      for (const spelling of [canonical, ...others]) {
        expect(canonicalPrefix(spelling)).toBe(canonical)
        expect(canonicalPrefix(spelling.toUpperCase())).toBe(canonical)
      }
    }
  })

  it('has no spelling that stands for two prefixes', () => {
    const spellings = Object.entries(PREFIX_SPELLINGS).flatMap(([canonical, others]) => [
      canonical.toLowerCase(),
      ...others,
    ])
    expect(spellings.filter((spelling, at) => spellings.indexOf(spelling) !== at)).toEqual([])
    expect(spellings.filter((spelling) => spelling !== spelling.toLowerCase())).toEqual([])
  })
})

describe('comparing ids', () => {
  it('passes over the case and the spelling of the prefix, not over the local id', () => {
    expect(sameCurie('mondo:0005068', 'MONDO:0005068')).toBe(true)
    expect(sameCurie('msh:D009270', 'MESH:D009270')).toBe(true)
    expect(sameCurie('Unheard:a', 'unHEARD:a')).toBe(true)
    expect(sameCurie('MESH:D009270', 'MESH:d009270')).toBe(false)
    expect(sameCurie('HP:0000001', 'MP:0000001')).toBe(false)
  })

  it('is the same as comparing the folded ids', () => {
    fc.assert(
      fc.property(rawId, rawId, (a, b) => {
        expect(sameCurie(a, b)).toBe(foldPrefix(a) === foldPrefix(b))
        expect(sameCurie(a, normalizeCurie(a))).toBe(true)
      }),
    )
  })
})

describe('prefix and local id', () => {
  it.each([
    ['HP:0000001', { prefix: 'HP', local: '0000001' }],
    ['a:b:c', { prefix: 'a', local: 'b:c' }],
    ['none', undefined],
    [':x', undefined],
    ['x:', undefined],
    ['', undefined],
    ['http://example.org/x', undefined],
  ])('of %j', (curie, parts) => {
    expect(splitCurie(curie)).toEqual(parts)
  })
})

describe('readings of an id that a person wrote', () => {
  it.each([
    ['DOID:5844', ['DOID:5844']],
    ['doid_5844', ['doid_5844', 'DOID:5844']],
    ['obo:DOID_5844', ['obo:DOID_5844', 'DOID:5844']],
    ['CVCL_0030', ['CVCL_0030', 'CELLOSAURUS:CVCL_0030']],
    ['my_own_id', ['my_own_id']],
    ['part_of', ['part_of', 'part:of']],
  ])('%s: %j', (raw, readings) => {
    expect(readingsOf(raw)).toEqual(readings)
  })
})

describe('normalizeXref', () => {
  it.each([
    ['GO_0005634', 'GO:0005634'],
    ['obo:GO_0005634', 'GO:0005634'],
    ['NCIT_C3456', 'NCIT:C3456'],
    ['CVCL_0030', 'CELLOSAURUS:CVCL_0030'],
    ['MSH_D003924', 'MESH:D003924'],
    ['MFMO_0000064', 'MFMO:0000064'],
    ['msh:D003924', 'MESH:D003924'],
  ])('reads "%s" as "%s"', (raw, expected) => {
    expect(normalizeXref(raw)).toBe(expected)
    expect(normalizeXref(expected)).toBe(expected)
  })

  it.each(['nifext_55', 'Arch_3', 'Lens_capsule', 'go_slim', 'CL_cell', 'C94478', '', 'X:GO_0005634'])(
    'leaves "%s", whose underscore may be its own',
    (raw) => {
      expect(normalizeXref(raw)).toBe(raw)
    },
  )
})
