import { KnownError } from '../core/errors.ts'
import type { ParsedBatch, Parser } from './contract.ts'
import { describeRelease, readCompanions, readRanks } from './rrf/companions.ts'
import { ConsoReader } from './rrf/conso.ts'
import { openRelease } from './rrf/files.ts'
import { type RrfOptions, rrfOptions } from './rrf/options.ts'
import { readSemanticTypes } from './rrf/semantic-table.ts'

/**
 * The Rich Release Format of the UMLS Metathesaurus and the NCI Metathesaurus (UMLS Reference Manual, chapters 2–3): a
 * folder or zip of files, of which MRCONSO alone is needed. MRSTY and MRRANK are read first and held compactly (some 20
 * bytes a concept), MRCONSO is streamed into terms; what MRDEF, MRREL and MRCUI add to them comes after, so that none
 * of the files need be sorted but for the rows of one concept in MRCONSO, and those that are not are joined.
 */
export const umlsRrfParser: Parser<RrfOptions> = {
  repeatedIds: 'join',
  options: rrfOptions,
  async *parse(file, options, context) {
    const release = await openRelease(file, context)
    await describeRelease(release, context)
    const types = await readSemanticTypes(release, options, context)
    const ranks = await readRanks(release, context)
    const conso = new ConsoReader(release.conso, options, { types, ranks }, context)
    for await (const block of conso.reader.blocks()) yield termsOnly(conso.read(block))
    yield termsOnly(conso.finish())
    if (conso.terms === 0 && conso.reader.rows > 0) throw nothingKept(file, conso.reader.rows)
    yield* readCompanions(release, options, conso.kept, context)
  },
}

const termsOnly = (terms: ParsedBatch['terms']): ParsedBatch => ({ terms, additions: [] })

const nothingKept = (file: string, rows: number): KnownError =>
  new KnownError(
    'CONFIG_INVALID',
    `the options keep none of the concepts of MRCONSO.RRF (${String(rows)} rows looked at)`,
    'Correct "languages", "sources", "termTypes" or the semantic types asked for.',
    { place: { file } },
  )
