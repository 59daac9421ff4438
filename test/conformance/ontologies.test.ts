import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { lookUp } from '../../src/core/registry.ts'
import { parsers } from '../../src/parsers/registry.ts'
import { type Parsed, parseFile } from '../../src/testing/parsed.ts'
import { JSON_FILES, NAMED, NOT_UTF8, OBO_FILES, RELEASES, REPEATED_SYNONYMS } from './readme-counts.ts'
import { isAbsent, ONTOLOGIES } from './shared-data.ts'

const parse = async (type: string, file: string): Promise<Parsed> =>
  parseFile(await lookUp(parsers, 'source', type), join(ONTOLOGIES, file))

const countsOf = ({ terms }: Parsed): Readonly<Record<string, number>> => ({
  terms: terms.length,
  ids: new Set(terms.map((term) => term.id)).size,
  named: terms.filter((term) => term.label !== null).length,
  obsolete: terms.filter((term) => term.obsolete).length,
  synonyms: terms.reduce((sum, term) => sum + term.synonyms.length, 0),
})

/** Synonym lines that repeat one of the same term up to their xrefs. Simple on purpose: it checks the parser. */
const repeatedSynonymLines = (file: string): number => {
  const bytes = readFileSync(join(ONTOLOGIES, file))
  const lines = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1').split('\n')
  let seen = new Set<string>()
  let repeats = 0
  for (const line of lines) {
    if (line.startsWith('[')) seen = new Set()
    const claim = /^synonym: "(?:\\.|[^"\\])*"[^[]*/.exec(line)?.[0]
    if (claim === undefined) continue
    if (seen.has(claim)) repeats++
    seen.add(claim)
  }
  return repeats
}

describe.skipIf(isAbsent)('every OBO file is read in full', () => {
  it.each(OBO_FILES)('%s', async (file, release, terms, named, obsolete, synonyms) => {
    const parsed = await parse('obo', file)
    const repeats = REPEATED_SYNONYMS[file] ?? 0
    const notUtf8 = NOT_UTF8[file] ?? 0
    expect(countsOf(parsed)).toEqual({
      terms,
      ids: terms,
      named: NAMED[file] ?? named,
      obsolete,
      synonyms: synonyms - repeats - notUtf8,
    })
    expect(parsed.header.release ?? null).toBe(release)
    if (repeats > 0) expect(repeatedSynonymLines(file)).toBe(repeats)
  })

  it('from zip as from gzip', async () => {
    const zipped = await parse('obo', 'craft-cl/CL.obo.zip')
    const { header, terms } = await parse('obo', 'craft-cl/CL.obo.gz')
    expect(zipped.header).toEqual(header)
    expect(zipped.terms).toEqual(terms)
  })
})

describe.skipIf(isAbsent)('every OBO Graphs file is read in full', () => {
  it.each(JSON_FILES)('%s', async (file, release, nodes, synonyms, difference) => {
    const {
      properties,
      untyped = 0,
      echoes = 0,
      merged = 0,
      elsewhere = 0,
      repeats = 0,
      obsolete = 0,
    } = difference
    const parsed = await parse('obographs', file)
    const terms = nodes - properties - untyped - echoes - merged
    expect(countsOf(parsed)).toEqual({
      terms,
      ids: terms,
      named: terms,
      obsolete,
      synonyms: synonyms - elsewhere - repeats,
    })
    expect(parsed.additions.flatMap((addition) => addition.altIds ?? [])).toHaveLength(merged)
    expect(parsed.header.release ?? null).toBe(RELEASES[file] ?? release)
    expect(parsed.header.title).toBeDefined()
  })
})
