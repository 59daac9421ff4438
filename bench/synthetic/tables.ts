// MeSH, UMLS, Cellosaurus and tables: the same concepts in formats of other houses.
import { digits, type MadeUpConcept } from './concepts.ts'

export const MESH_HEAD =
  '<?xml version="1.0"?>\n<!DOCTYPE DescriptorRecordSet SYSTEM "desc2026.dtd">\n<DescriptorRecordSet LanguageCode="eng">\n'
export const MESH_TAIL = '</DescriptorRecordSet>\n'

const meshTerm = (text: string, at: number): string => {
  const yn = at === 0 ? 'Y' : 'N'
  return `     <Term ConceptPreferredTermYN="${yn}" IsPermutedTermYN="N" LexicalTag="NON" RecordPreferredTermYN="${yn}">
      <TermUI>T${digits(at, 6)}</TermUI>
      <String>${text}</String>
      <DateCreated><Year>1999</Year><Month>01</Month><Day>01</Day></DateCreated>
     </Term>
`
}

/** MeSH has some 56,000, however many records: those without are as supplementary ones are. */
const MAX_TREE_NUMBERS = 50_000

/** Each hundred records lie below an earlier one. */
const treeNumber = (number: number): string =>
  number < 100
    ? `C${digits(number, 2)}`
    : `${treeNumber(Math.floor(number / 100))}.${digits(number % 100, 3)}`

export const meshRecord = ({ number, label, exact, related, definition }: MadeUpConcept): string =>
  `<DescriptorRecord DescriptorClass="1">
  <DescriptorUI>D${digits(number, 9)}</DescriptorUI>
  <DescriptorName><String>${label}</String></DescriptorName>
  <DateCreated><Year>1999</Year><Month>01</Month><Day>01</Day></DateCreated>
  <AllowableQualifiersList>
   <AllowableQualifier><QualifierReferredTo><QualifierUI>Q000008</QualifierUI><QualifierName><String>administration &amp; dosage</String></QualifierName></QualifierReferredTo><Abbreviation>AD</Abbreviation></AllowableQualifier>
  </AllowableQualifiersList>
${number > MAX_TREE_NUMBERS ? '' : `  <TreeNumberList><TreeNumber>${treeNumber(number)}</TreeNumber></TreeNumberList>\n`}  <ConceptList>
   <Concept PreferredConceptYN="Y">
    <ConceptUI>M${digits(number, 9)}</ConceptUI>
    <ConceptName><String>${label}</String></ConceptName>
    <RegistryNumber>0</RegistryNumber>
    <ScopeNote>${definition}</ScopeNote>
    <TermList>
${[label, ...exact, ...related].map(meshTerm).join('')}    </TermList>
   </Concept>
  </ConceptList>
 </DescriptorRecord>
`

const consoRow = (cui: string, text: string, at: number, number: number): string =>
  `${cui}|ENG|${at === 0 ? 'P' : 'S'}|L${digits(number)}|PF|S${digits(number)}|Y|A${digits(number)}${String(at)}||M${digits(number)}|D${digits(number)}|MSH|${at === 0 ? 'MH' : 'ET'}|D${digits(number)}|${text}|0|N|256|\n`

const cuiOf = (number: number): string => `C${digits(number)}`

export const consoRows = ({ number, label, exact, related }: MadeUpConcept): string =>
  [label, ...exact, ...related].map((text, at) => consoRow(cuiOf(number), text, at, number)).join('')

export const semanticTypeRow = ({ number }: MadeUpConcept): string =>
  `${cuiOf(number)}|T047|B2.2.1.2.1|Disease or Syndrome|AT${digits(number, 8)}|256|\n`

export const CELLOSAURUS_HEAD =
  ' Description: Cellosaurus: a knowledge resource on cell lines\n Version: 51.0\n' + '_'.repeat(76) + '\n'

const BASE_36 = 36

export const cellLine = ({ number, label, exact, related, parent, whole }: MadeUpConcept): string => {
  const accession = (of: number): string => `CVCL_${of.toString(BASE_36).toUpperCase().padStart(6, '0')}`
  return [
    `ID   ${label}\nAC   ${accession(number)}\n`,
    exact.length + related.length === 0 ? '' : `SY   ${[...exact, ...related].join('; ')}\n`,
    `DR   CLO; CLO_${digits(number)}\nDR   Wikidata; Q${String(number)}\nRX   PubMed=${String(number)};\n`,
    `CC   Doubling time: ~48 hours (DSMZ=ACC-${String(number)}).\nCC   Part of: a panel that is made up for this measurement.\n`,
    'ST   Source(s): ATCC; DSMZ\nST   Amelogenin: X,Y\nST   CSF1PO: 10,12\n',
    'DI   NCIt; C4872; Breast carcinoma\nOX   NCBI_TaxID=9606; ! Homo sapiens (Human)\n',
    parent === 0 ? '' : `HI   ${accession(parent)} ! made-up parent\n`,
    whole === 0 ? '' : `OI   ${accession(whole)} ! made-up sister\n`,
    'SX   Female\nAG   69Y\nCA   Cancer cell line\nDT   Created: 04-04-12; Last updated: 10-09-24; Version: 42\n//\n',
  ].join('')
}

export const GENE_HEAD =
  '#tax_id\tGeneID\tSymbol\tLocusTag\tSynonyms\tdbXrefs\tchromosome\tmap_location\tdescription\ttype_of_gene\tSymbol_from_nomenclature_authority\tFull_name_from_nomenclature_authority\tNomenclature_status\tOther_designations\tModification_date\tFeature_type\n'

export const geneRow = ({ number, label, exact, related }: MadeUpConcept): string => {
  const symbol = `SYN${String(number)}`
  const list = (names: readonly string[]): string => (names.length === 0 ? '-' : names.join('|'))
  return `9606\t${String(number)}\t${symbol}\t-\t${list(exact)}\tMIM:${digits(number, 6)}|HGNC:HGNC:${String(number)}|Ensembl:ENSG${digits(number, 11)}\t12\t12p13.31\t${label}\tprotein-coding\t${symbol}\t${label}\tO\t${list(related)}\t20260101\t-\n`
}

export const jsonLine = ({ number, label, exact, related, definition, parent }: MadeUpConcept): string =>
  JSON.stringify({
    id: `SYN:${digits(number)}`,
    label,
    definition,
    synonyms: [
      ...exact.map((text) => ({ text, scope: 'exact' })),
      ...related.map((text) => ({ text, scope: 'related' })),
    ],
    parents: parent === 0 ? [] : [`SYN:${digits(parent)}`],
    xrefs: [{ predicate: 'oboInOwl:hasDbXref', object: `UMLS:C${digits(number)}` }],
  }) + '\n'
