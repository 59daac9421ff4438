import type { ParsedTerm } from '../../../core/term.ts'
import type { SourceHeader } from '../../contract.ts'
import { presetOptions } from '../options.ts'
import type { Preset } from '../preset.ts'

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec'
const CREATED = /Report created: \w{3} (\w{3}) (\d{1,2}) .*\b(\d{4})$/

/** `# Report created: Tue Jun 06 11:31:46 EDT 2017` → its day. */
const describe = (comment: string): SourceHeader | undefined => {
  const [, month = '', day = '', year = ''] = CREATED.exec(comment.trim()) ?? []
  const at = MONTHS.indexOf(month)
  if (year === '' || at === -1) return undefined
  return { release: `${year}-${String(at / 3 + 1).padStart(2, '0')}-${day.padStart(2, '0')}` }
}

/** Ids of the two vocabularies CTD merges are one concept; what it says of DO is a reference. */
const finish = (term: ParsedTerm): ParsedTerm => {
  const others = term.altIds.filter((id) => !id.startsWith('MESH:') && !id.startsWith('OMIM:'))
  if (others.length === 0) return term
  return {
    ...term,
    altIds: term.altIds.filter((id) => !others.includes(id)),
    xrefs: [...term.xrefs, ...others.map((object) => ({ predicate: 'oboInOwl:hasDbXref', object }))],
  }
}

const common = {
  separator: '\t',
  cells: 'plain',
  comment: '#',
  header: 'comment',
  idPrefix: 'MESH',
}

const list = (column: string | readonly string[]): object => ({ column, separator: '|', optional: true })

/** The disease vocabulary of CTD, MEDIC (ctdbase.org/downloads): MeSH and OMIM in one. Tree numbers are passed over. */
export const ctdDiseases: Preset = {
  ...presetOptions({
    ...common,
    preset: 'ctd-diseases',
    columns: {
      id: 'DiseaseID',
      label: 'DiseaseName',
      synonyms: list('Synonyms'),
      definition: { column: 'Definition', optional: true },
      parents: list('ParentIDs'),
      altIds: list('AltDiseaseIDs'),
      subsets: list('SlimMappings'),
    },
  }),
  describe,
  finish,
}

/** The chemical vocabulary of CTD (ctdbase.org/downloads): MeSH. Tree numbers are passed over. */
export const ctdChemicals: Preset = {
  ...presetOptions({
    ...common,
    preset: 'ctd-chemicals',
    columns: {
      id: 'ChemicalID',
      label: 'ChemicalName',
      synonyms: [list('Synonyms'), list('MESHSynonyms'), list('CTDCuratedSynonyms')],
      definition: { column: 'Definition', optional: true },
      parents: list('ParentIDs'),
      xrefs: [
        { ...list('CasRN'), prefix: 'CAS' },
        { ...list('DrugBankIDs'), prefix: 'DRUGBANK' },
        { ...list('PubChemCID'), prefix: 'PUBCHEM.COMPOUND' },
        { ...list('DTXSID'), prefix: 'COMPTOX' },
        { ...list('InChIKey'), prefix: 'INCHIKEY' },
      ],
    },
  }),
  describe,
}
