import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { emptyTerm } from '../../src/core/term.ts'
import { zipOf } from '../../src/testing/zip-archive.ts'
import { failureOf } from '../support/failure.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import { joined, parseFile } from '../../src/testing/parsed.ts'
import { exact, loadTable, TableBench, xref } from './table-sources.ts'

const scratch = scratchFolder()
const bench = new TableBench(scratch)

const NAMES = [
  '1|root||scientific name',
  '9606|Homo sapiens||scientific name',
  '9606|human||genbank common name',
  '9606|Homo sapiens Linnaeus, 1758||authority',
  '9605|Homo||scientific name',
  '11676|Human immunodeficiency virus 1||scientific name',
  '11676|HIV-1||acronym',
  '11676|LAV-1||new class',
  '11676|a specimen||type material',
]
const NODES = ['1|1|no rank', '9605|1|genus', '9606|9605|species', '11676|1|species']
const dump = (rows: readonly string[]): string =>
  rows.map((row) => `${row.split('|').join('\t|\t')}\t|\n`).join('')

describe('ncbi-taxonomy', () => {
  const files = {
    'names.dmp': dump(NAMES),
    'nodes.dmp': gzipSync(dump(NODES)),
    'merged.dmp': dump(['63221|9606']),
    'delnodes.dmp': dump(['2']),
  }

  it('joins names and nodes of a folder, also those out of order', async () => {
    const { 'nodes.dmp': nodes, ...others } = files
    const parsed = await bench.parseFolder({ ...others, 'nodes.dmp.gz': nodes }, { preset: 'ncbi-taxonomy' })
    const terms = joined(parsed)
    expect(terms.get('NCBITaxon:9606')).toEqual({
      ...emptyTerm('NCBITaxon:9606', 3),
      label: 'Homo sapiens',
      synonyms: [exact('human', 'common_name'), exact('Homo sapiens Linnaeus, 1758', 'authority')],
      parents: ['NCBITaxon:9605'],
      altIds: ['NCBITaxon:63221'],
      subsets: ['species'],
    })
    expect(terms.get('NCBITaxon:9605')?.label).toBe('Homo')
    expect(terms.get('NCBITaxon:1')?.parents).toEqual([])
    expect(terms.get('NCBITaxon:11676')?.synonyms).toEqual([
      exact('HIV-1', 'acronym'),
      { text: 'LAV-1', scope: 'related' },
    ])
    expect(parsed.issues.map(({ code, line }) => [code, line])).toEqual([['unknown-tag', 8]])
  })

  it('reads the same from a zip, and ranks asked for alone', async () => {
    const file = newFile(scratch, 'taxdmp.zip')
    const entries = ['nodes.dmp', 'names.dmp', 'merged.dmp'].map((name, at) => ({
      name,
      content: [dump(NODES), dump(NAMES), dump(['63221|9606', '5|9605'])][at] ?? '',
    }))
    writeFileSync(file, zipOf(entries))
    const options = { preset: 'ncbi-taxonomy', ranks: ['species'] }
    const { terms, additions } = await parseFile(await loadTable(), file, { options })
    expect(terms.map(({ id, label }) => [id, label])).toEqual([
      ['NCBITaxon:9606', 'Homo sapiens'],
      ['NCBITaxon:11676', 'Human immunodeficiency virus 1'],
    ])
    expect(additions.filter(({ altIds }) => altIds).map(({ id }) => id)).toEqual(['NCBITaxon:9606'])
  })

  it('refuses a folder that is no dump, and says what is missing', async () => {
    const error = await failureOf(() => bench.parseFolder({ 'names.dmp': 'x' }, { preset: 'ncbi-taxonomy' }))
    expect(error.code).toBe('SOURCE_SYNTAX')
    const { issues } = await bench.parseFolder(
      { 'names.dmp': dump([...NAMES, 'x|y||z']), 'nodes.dmp': dump([...NODES, 'x|y|z']) },
      { preset: 'ncbi-taxonomy' },
    )
    expect(issues.map(({ code }) => code).sort()).toEqual([
      'malformed-line',
      'malformed-line',
      'missing-file',
      'unknown-tag',
    ])
  })
})

const tsv = (...rows: readonly string[]): string =>
  rows.map((row) => `${row.replaceAll(' | ', '\t')}\n`).join('')

describe('chebi', () => {
  const compounds = tsv(
    'ID | STATUS | CHEBI_ACCESSION | SOURCE | PARENT_ID | NAME | DEFINITION | MODIFIED_ON | CREATED_BY | STAR',
    '15377 | C | CHEBI:15377 | KEGG COMPOUND | null | water | An oxygen hydride. | 2020-01-01 | x | 3',
    '10743 | C | CHEBI:10743 | KEGG COMPOUND | 15377 | null | null | 2020-01-01 | x | 3',
    '33693 | C | CHEBI:33693 | ChEBI | null | oxygen hydride | null | 2020-01-01 | x | 3',
  )
  const files = {
    'compounds.tsv': compounds,
    'names.tsv': tsv(
      'ID | COMPOUND_ID | TYPE | SOURCE | NAME | ADAPTED | LANGUAGE',
      '1 | 15377 | IUPAC NAME | IUPAC | oxidane | F | en',
      '2 | 10743 | SYNONYM | KEGG | aqua | F | la',
    ),
    'database_accession.tsv': tsv(
      'ID | COMPOUND_ID | SOURCE | TYPE | ACCESSION_NUMBER',
      '1 | 15377 | NIST | CAS Registry Number | 7732-18-5',
      '2 | 15377 | KEGG | KEGG COMPOUND accession | C00001',
    ),
    'relation.tsv': tsv(
      'ID | TYPE | INIT_ID | FINAL_ID | STATUS',
      '1 | is_a | 33693 | 15377 | C',
      '2 | has_role | 1 | 15377 | C',
    ),
  }

  it('joins the flat files; merged compounds are alternative ids', async () => {
    const parsed = await bench.parseFolder(files, { preset: 'chebi' })
    expect(parsed.issues).toEqual([])
    expect(joined(parsed).get('CHEBI:15377')).toEqual({
      ...emptyTerm('CHEBI:15377', 2),
      label: 'water',
      definition: 'An oxygen hydride.',
      synonyms: [
        { text: 'oxidane', scope: 'exact', type: 'iupac_name', language: 'en' },
        { text: 'aqua', scope: 'exact', type: 'synonym', language: 'la' },
      ],
      parents: ['CHEBI:33693'],
      xrefs: [xref('CAS:7732-18-5')],
      altIds: ['CHEBI:10743'],
    })
  })

  it('says what is missing, and reads compounds alone', async () => {
    const { issues } = await bench.parseFolder({ 'compounds.tsv': compounds }, { preset: 'chebi' })
    expect(issues.map(({ code }) => code)).toEqual(['missing-file', 'missing-file', 'missing-file'])
    const { terms } = await bench.parse(compounds, { preset: 'chebi-compounds' }, 'compounds.tsv')
    expect(terms.map(({ id, obsolete, replacedBy }) => [id, obsolete, ...replacedBy])).toEqual([
      ['CHEBI:15377', false],
      ['CHEBI:10743', true, 'CHEBI:15377'],
      ['CHEBI:33693', false],
    ])
  })
})

describe('chembl-molecules', () => {
  it.each([
    [
      'the export of the web page',
      '"ChEMBL ID";"Name";"Synonyms";"Type"\n"CHEMBL25";"ASPIRIN";"Acetylsalicylic Acid|Ecotrin";"Small molecule"\n',
    ],
    [
      'a query',
      'chembl_id\tpref_name\tsynonyms\tmolecule_type\nCHEMBL25\tASPIRIN\tAcetylsalicylic Acid|Ecotrin\tSmall molecule\n',
    ],
    [
      'the API',
      '{"molecule_chembl_id": "CHEMBL25", "pref_name": "ASPIRIN", "molecule_type": "Small molecule", "molecule_synonyms": [{"molecule_synonym": "Acetylsalicylic Acid"}, {"molecule_synonym": "Ecotrin"}]}\n',
    ],
  ])('reads %s', async (_name, text) => {
    const { terms, issues } = await bench.parse(text, { preset: 'chembl-molecules' })
    expect(issues).toEqual([])
    expect(terms).toEqual([
      {
        ...emptyTerm('CHEMBL:CHEMBL25', terms[0]?.line),
        label: 'ASPIRIN',
        synonyms: [exact('Acetylsalicylic Acid'), exact('Ecotrin')],
        subsets: ['Small molecule'],
      },
    ])
  })
})

describe('open-targets', () => {
  it('reads targets from the parts of a folder', async () => {
    const target = {
      id: 'ENSG00000012048',
      approvedSymbol: 'BRCA1',
      approvedName: 'BRCA1 DNA repair associated',
      biotype: 'protein_coding',
      symbolSynonyms: [{ label: 'RNF53', source: 'HGNC' }],
      nameSynonyms: [],
      obsoleteNames: [{ label: 'breast cancer 1', source: 'HGNC' }],
      synonyms: [{ label: 'RNF53', source: 'HGNC' }],
      proteinIds: [{ id: 'P38398', source: 'uniprot_swissprot' }],
      dbXrefs: [{ id: '1100', source: 'HGNC' }],
    }
    const files = { 'part-0.json': `${JSON.stringify(target)}\n`, _SUCCESS: '' }
    const { terms, issues } = await bench.parseFolder(files, { preset: 'open-targets-target' })
    expect(issues).toEqual([])
    expect(terms).toEqual([
      {
        ...emptyTerm('ENSEMBL:ENSG00000012048', 1),
        label: 'BRCA1',
        synonyms: [
          exact('BRCA1 DNA repair associated', 'name'),
          exact('RNF53', 'symbol'),
          exact('breast cancer 1', 'former'),
        ],
        xrefs: [xref('HGNC:1100'), xref('UniProtKB:P38398')],
        subsets: ['protein_coding'],
      },
    ])
  })

  it('reads diseases', async () => {
    const disease = {
      id: 'MONDO_0007254',
      name: 'breast cancer',
      description: 'A carcinoma.',
      dbXRefs: ['UMLS:C0006142'],
      parents: ['EFO_0000616'],
      obsoleteTerms: ['EFO_0000305'],
      synonyms: { hasExactSynonym: ['malignant breast tumor'], hasRelatedSynonym: ['breast lump'] },
    }
    const { terms, issues } = await bench.parse(JSON.stringify(disease), { preset: 'open-targets-disease' })
    expect(issues).toEqual([])
    expect(terms).toEqual([
      {
        ...emptyTerm('MONDO:0007254', 1),
        label: 'breast cancer',
        definition: 'A carcinoma.',
        synonyms: [exact('malignant breast tumor'), { text: 'breast lump', scope: 'related' }],
        parents: ['EFO:0000616'],
        xrefs: [xref('UMLS:C0006142')],
        altIds: ['EFO:0000305'],
      },
    ])
  })

  it('reads molecules', async () => {
    const molecule = {
      id: 'CHEMBL25',
      name: 'ASPIRIN',
      synonyms: ['Acetylsalicylic Acid'],
      tradeNames: ['Ecotrin'],
      parentId: null,
    }
    const { terms } = await bench.parse(JSON.stringify(molecule), { preset: 'open-targets-molecule' })
    expect(terms).toEqual([
      {
        ...emptyTerm('CHEMBL:CHEMBL25', 1),
        label: 'ASPIRIN',
        synonyms: [exact('Acetylsalicylic Acid'), exact('Ecotrin', 'brand_name')],
      },
    ])
  })
})
