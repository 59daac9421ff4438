import type { ParsedTerm } from '../../../core/term.ts'
import { presetOptions } from '../options.ts'
import type { Preset } from '../preset.ts'

const symbols = (columns: readonly string[], separator: string, type: string): object => ({
  column: columns,
  optional: true,
  separator,
  type,
})

const xref = (columns: readonly string[], prefix: string): object => ({
  column: columns,
  optional: true,
  separator: '|',
  prefix,
})

/** `A1S9T~withdrawn`, "symbol withdrawn, see UBA1": what HGNC writes where a withdrawn symbol was. */
const finish = (term: ParsedTerm): ParsedTerm => ({
  ...term,
  label: term.label?.replace(/~withdrawn$/, '') ?? null,
  synonyms: term.synonyms.filter(({ text }) => !/^(?:symbol|entry) withdrawn\b/.test(text)),
})

/**
 * The complete set of HGNC (genenames.org), and its custom downloads: the header is written in two ways. A withdrawn
 * symbol names the one in its place by symbol, not by id; that is passed over.
 */
export const hgnc: Preset = {
  ...presetOptions({
    preset: 'hgnc',
    header: true,
    separator: '\t',
    cells: 'quoted',
    idPrefix: 'HGNC',
    columns: {
      id: { column: ['hgnc_id', 'HGNC ID'] },
      label: { column: ['symbol', 'Approved symbol'] },
      synonyms: [
        { column: ['name', 'Approved name'], optional: true, type: 'name' },
        symbols(['alias_symbol'], '|', 'symbol'),
        symbols(['Alias symbols', 'Synonyms'], ', ', 'symbol'),
        symbols(['alias_name'], '|', 'name'),
        symbols(['prev_symbol', 'Previous symbol'], '|', 'former'),
        symbols(['Previous symbols'], ', ', 'former'),
        symbols(['prev_name'], '|', 'former'),
      ],
      xrefs: [
        xref(['entrez_id', 'Entrez Gene ID(supplied by NCBI)', 'NCBI Gene ID'], 'NCBIGene'),
        xref(['ensembl_gene_id', 'Ensembl gene ID'], 'ENSEMBL'),
        xref(['uniprot_ids'], 'UniProtKB'),
        { column: ['UniProt ID(supplied by UniProt)'], optional: true, separator: ', ', prefix: 'UniProtKB' },
        xref(['omim_id'], 'OMIM'),
        xref(['refseq_accession'], 'RefSeq'),
        { column: ['RefSeq IDs'], optional: true, separator: ', ', prefix: 'RefSeq' },
        xref(['mgd_id'], 'MGI'),
        xref(['rgd_id'], 'RGD'),
        xref(['orphanet'], 'ORPHANET'),
        xref(['ccds_id'], 'CCDS'),
        xref(['vega_id'], 'Vega'),
        xref(['ucsc_id'], 'UCSC'),
      ],
      subsets: { column: ['locus_group', 'Locus group'], optional: true },
      obsolete: {
        column: ['status', 'Status'],
        optional: true,
        values: ['Entry Withdrawn', 'Symbol Withdrawn'],
      },
    },
  }),
  finish,
}
