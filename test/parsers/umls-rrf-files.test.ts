import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KnownError } from '../../src/core/errors.ts'
import type { ParsedTerm } from '../../src/core/term.ts'
import { bindParser } from '../../src/parsers/contract.ts'
import { umlsRrfParser } from '../../src/parsers/umls-rrf.ts'
import { requireSound } from '../../src/testing/sound-records.ts'
import { zipOf } from '../../src/testing/zip-archive.ts'
import { failureOf } from '../support/failure.ts'
import { newFile, newFolder, scratchFolder } from '../support/scratch.ts'
import { attemptFile, joined, type Parsed, parseFile } from '../../src/testing/parsed.ts'

type Files = Readonly<Record<string, string | Uint8Array>>

const scratch = scratchFolder()
const parser = bindParser(umlsRrfParser)
const FIXTURE = new URL('../fixtures/umls-rrf/', import.meta.url)
const release: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(FIXTURE).map((name) => [name, readFileSync(new URL(name, FIXTURE), 'utf8')]),
)
const conso = release['MRCONSO.RRF'] ?? ''

const folderOf = (files: Files): string => {
  const folder = newFolder(scratch)
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}
const parse = (files: Files, options: unknown = {}): Promise<Parsed> =>
  parseFile(parser, folderOf(files), { options })
const termsOf = async (files: Files, options: unknown = {}): Promise<Map<string, ParsedTerm>> =>
  joined(await parse(files, options))
const idsOf = async (files: Files, options: unknown = {}): Promise<readonly string[]> => [
  ...(await termsOf(files, options)).keys(),
]

describe('a concept of the UMLS', () => {
  it('has its best name for a label, and the others for synonyms with their codes', async () => {
    const term = (await termsOf(release)).get('UMLS:C0011860')
    expect(term).toMatchObject({ label: 'Diabetes Mellitus, Type 2', subsets: ['T047'], line: 1 })
    expect(term?.synonyms).toEqual([
      {
        ...{ text: 'Type 2 Diabetes Mellitus', scope: 'exact', type: 'permuted' },
        ...{ language: 'en', xrefs: ['MESH:D003924'] },
      },
      {
        ...{ text: 'NIDDM', scope: 'exact', type: 'abbreviation' },
        ...{ language: 'en', xrefs: ['MESH:D003924', 'NCIT:C26747'] },
      },
      { text: 'Type II diabetes mellitus', scope: 'exact', language: 'en', xrefs: ['HP:0005978'] },
      { text: 'adult-onset diabetes', scope: 'exact', language: 'en' },
    ])
  })

  it('is matched by codes whose own name it has, and merely tied to those it has entry terms of', async () => {
    const terms = await termsOf(release)
    expect(terms.get('UMLS:C0011860')?.xrefs).toEqual([
      { predicate: 'skos:exactMatch', object: 'MESH:D003924' },
      { predicate: 'skos:exactMatch', object: 'HP:0005978' },
      { predicate: 'oboInOwl:hasDbXref', object: 'NCIT:C26747' },
    ])
    expect(terms.get('UMLS:C1366537')).toMatchObject({
      label: 'BRCA2',
      xrefs: [{ predicate: 'skos:exactMatch', object: 'HGNC:1101' }],
    })
  })

  it('has parents that are kept themselves, a definition and merged ids', async () => {
    const term = (await termsOf(release)).get('UMLS:C0027051')
    expect(term).toMatchObject({
      definition: 'Gross necrosis of the myocardium.',
      parents: ['UMLS:C0042373'],
      altIds: ['UMLS:C0027052'],
    })
    expect((await termsOf(release)).get('UMLS:C0042373')?.parents).toEqual([])
  })

  it('has, without MRRANK, the name its row calls preferred', async () => {
    const term = (await termsOf({ 'MRCONSO.RRF': conso })).get('UMLS:C0027051')
    expect(term?.label).toBe('Myocardial Infarction')
  })

  it('is not labelled by a turned name, whatever its rank', async () => {
    const ranks = `${release['MRRANK.RRF'] ?? ''}0395|MSH|PM|N|\n`
    const term = (await termsOf({ ...release, 'MRRANK.RRF': ranks })).get('UMLS:C0011860')
    expect(term?.label).toBe('Diabetes Mellitus, Type 2')
  })

  it('comes in the languages asked for, the first of them for the label', async () => {
    const french = await termsOf(release, { languages: ['FRE', 'ENG'] })
    expect(french.get('UMLS:C0011860')?.label).toBe('Diabète de type 2')
    expect(french.get('UMLS:C0011860')?.synonyms[0]?.language).toBe('en')
    const all = await termsOf(release, { languages: 'all' })
    expect(all.get('UMLS:C0011860')?.label).toBe('Diabetes Mellitus, Type 2')
    expect(all.get('UMLS:C0376358')?.label).toBe('Tumeurs de la prostate')
  })

  it('is retired when all its names are, where those are asked for', async () => {
    const row = 'C0000001|ENG|P|L1|PF|S1|Y|A1||||NCI|OP|C1|old name|0|O||\n'
    const terms = await termsOf({ 'MRCONSO.RRF': row + conso }, { suppressed: ['O'] })
    expect(terms.get('UMLS:C0000001')?.obsolete).toBe(true)
    expect(terms.get('UMLS:C0011860')?.obsolete).toBe(false)
    expect(await idsOf({ 'MRCONSO.RRF': row + conso })).not.toContain('UMLS:C0000001')
  })
})

describe('what is kept of a release', () => {
  it.each([
    [{ semanticTypes: ['T028'] }, ['UMLS:C1366537']],
    [{ semanticTypes: ['gene or genome'] }, ['UMLS:C1366537']],
    [{ semanticGroups: ['Disorders'] }, ['UMLS:C0011860', 'UMLS:C0027051', 'UMLS:C0042373']],
    [{ sources: ['HGNC', 'HPO'] }, ['UMLS:C0011860', 'UMLS:C1366537']],
    [{ termTypes: ['MH'] }, ['UMLS:C0011860', 'UMLS:C0027051', 'UMLS:C0042373']],
  ])('%j', async (options, ids) => {
    expect(await idsOf(release, options)).toEqual(ids)
  })

  it('has the classes the options give the semantic types', async () => {
    const classes = { disease: ['DISO'], gene: ['T028'] }
    const found = [...(await termsOf(release, { classes })).values()].map(({ entityClass }) => entityClass)
    expect(found).toEqual(['disease', 'disease', 'disease', 'gene'])
    const rest = [...(await termsOf(release, { classes: { gene: ['GENE'], other: ['*'] } })).values()]
    expect(rest.map(({ entityClass }) => entityClass)).toEqual(['other', 'other', 'other', 'gene'])
  })

  it('takes definitions from the sources named, best first', async () => {
    const definitions = { definitionSources: ['MSH', 'NCI'] }
    expect((await termsOf(release, definitions)).get('UMLS:C0027051')?.definition).toMatch(/^NECROSIS/)
  })

  it.each([{ hierarchy: false }, { hierarchy: ['NCI'] }])('takes no parents with %j', async (options) => {
    expect((await termsOf(release, options)).get('UMLS:C0027051')?.parents).toEqual([])
  })

  it('is an error when it is nothing', async () => {
    const failure = await failureOf(() => parse(release, { sources: ['NONE'] }))
    expect(failure.code).toBe('CONFIG_INVALID')
  })

  it.each([{ semanticTypes: ['T1'] }, { classes: { disease: ['Diseases'] } }, { languages: ['en'] }])(
    'refuses %j',
    (options) => {
      expect(parser.optionsSchema.safeParse(options).success).toBe(false)
    },
  )
})

describe('files of a release', () => {
  it('may be missing: what was asked of them is told, and the types must be there', async () => {
    const alone = { 'MRCONSO.RRF': conso }
    expect((await parse(alone)).issues).toEqual([])
    const { issues } = await parse(alone, { hierarchy: true, definitionSources: ['MSH'] })
    expect(issues.map(({ code, message }) => `${code} ${/MR\w+/.exec(message)?.[0] ?? ''}`)).toEqual([
      'missing-file MRDEF',
      'missing-file MRREL',
    ])
    const failure = await failureOf(() => parse(alone, { semanticTypes: ['T047'] }))
    expect(failure).toMatchObject({ code: 'SOURCE_NOT_FOUND' })
    expect((await failureOf(() => parse({ 'MRSTY.RRF': '' }))).code).toBe('SOURCE_NOT_FOUND')
  })

  it('may be gzipped, and cut into parts, even within a row', async () => {
    const whole = await parse(release)
    for (const at of [1, conso.indexOf('\n') + 1, 700, conso.length - 20]) {
      const parts = {
        'MRCONSO.RRF.aa.gz': gzipSync(conso.slice(0, at)),
        'MRCONSO.RRF.ab.gz': gzipSync(conso.slice(at)),
      }
      const { 'MRCONSO.RRF': _, ...others } = release
      expect(await parse({ ...others, ...parts })).toEqual(whole)
    }
  })

  it('may stand in a folder of a zip', async () => {
    const file = newFile(scratch, 'umls.zip')
    const entries = Object.entries(release).map(([name, content]) => ({
      name: `2015AB/META/${name}`,
      content,
    }))
    writeFileSync(file, zipOf(entries))
    expect(await parseFile(parser, file)).toEqual(await parse(release))
    writeFileSync(file, zipOf([...entries, { name: '2016AA/META/MRCONSO.RRF', content: conso }]))
    expect((await failureOf(() => parseFile(parser, file))).code).toBe('SOURCE_SYNTAX')
  })

  it('may have their columns in another order, which MRFILES tells', async () => {
    const columns = /CUI,LAT[^|]*/.exec(release['MRFILES.RRF'] ?? '')?.[0].split(',') ?? []
    const turned = conso
      .trimEnd()
      .split('\n')
      .map((row) => `${row.split('|').slice(0, 18).reverse().join('|')}|\n`)
      .join('')
    const layout = `MRCONSO.RRF|names|${columns.reverse().join(',')}|18|17|1700|\n`
    expect(await parse({ ...release, 'MRCONSO.RRF': turned, 'MRFILES.RRF': layout })).toEqual(
      await parse(release),
    )
    const lacking = { ...release, 'MRFILES.RRF': 'MRCONSO.RRF|names|CUI,LAT,STR|3|17|1700|\n' }
    expect((await failureOf(() => parse(lacking))).code).toBe('SOURCE_SYNTAX')
  })

  it('need not be sorted: nothing is lost, in whatever order their rows are', async () => {
    const sorted = await termsOf(release)
    const shuffled = (text: string): fc.Arbitrary<string> => {
      const rows = text.trimEnd().split('\n')
      return fc
        .shuffledSubarray(rows, { minLength: rows.length })
        .map((some) => some.map((row) => `${row}\n`).join(''))
    }
    const texts = fc.record({
      'MRCONSO.RRF': shuffled(conso),
      'MRSTY.RRF': shuffled(release['MRSTY.RRF'] ?? ''),
      'MRREL.RRF': shuffled(release['MRREL.RRF'] ?? ''),
    })
    await fc.assert(
      fc.asyncProperty(texts, async (some) => {
        const terms = await termsOf({ ...release, ...some })
        expect(new Set(terms.keys())).toEqual(new Set(sorted.keys()))
        for (const [id, term] of terms) {
          expect(namesOf(term)).toEqual(namesOf(sorted.get(id)))
          expect([...term.parents, ...term.subsets].sort()).toEqual(
            [...(sorted.get(id)?.parents ?? []), ...(sorted.get(id)?.subsets ?? [])].sort(),
          )
        }
      }),
      { numRuns: 50 },
    )
  })

  it('of a release are named when a row of theirs is flawed', async () => {
    const files = { ...release, 'MRSTY.RRF': 'C0027051|T047|\nC0011860|Tx|B2|Disease|AT1||\n' }
    const { issues } = await parse(files)
    expect(issues.map(({ line, message }) => `${String(line)} ${message.slice(0, 9)}`)).toEqual([
      '1 MRSTY.RRF',
      '2 MRSTY.RRF',
    ])
  })

  it('that hold NULs are refused', async () => {
    const failure = await failureOf(() => parse({ 'MRCONSO.RRF': conso.replace('Heart', 'He\0art') }))
    expect(failure.code).toBe('SOURCE_NOT_TEXT')
  })

  it('that are no RRF are refused early', async () => {
    const text = 'id: GO:0000001\nname: something\n'.repeat(10_000)
    const { parsed, error } = await attemptFile(parser, folderOf({ 'MRCONSO.RRF': text }))
    expect(error).toMatchObject({ code: 'SOURCE_SYNTAX' })
    expect(parsed.issues.length).toBeLessThanOrEqual(100)
  })

  it('of a folder of the same name are not taken for them', async () => {
    const folder = folderOf(release)
    mkdirSync(join(folder, 'MRHIER.RRF'))
    expect((await parseFile(parser, folder)).issues).toEqual([])
  })
})

/** All names of a term, its label among them. */
const namesOf = (term: ParsedTerm | undefined): Set<string> =>
  new Set([term?.label ?? '', ...(term?.synonyms ?? []).map(({ text }) => text)])

describe('rows of any values', () => {
  it('end in a known error or sound records', async () => {
    const value = fc.oneof(
      fc.constantFrom(
        '',
        'C0027051',
        'ENG',
        'MSH',
        'PT',
        'N',
        'O',
        'PAR',
        'T047',
        'D1',
        'HTTP://x',
        'a:b',
        '//',
        ' ',
      ),
      fc.string({ maxLength: 6 }).map((text) => text.replace(/[|\n\r\0]/g, '')),
    )
    const rows = (width: number): fc.Arbitrary<string> =>
      fc
        .array(fc.array(value, { minLength: width - 1, maxLength: width }), { minLength: 1, maxLength: 8 })
        .map((list) => list.map((values) => `${values.join('|')}|\n`).join(''))
    const files = fc.record({
      'MRCONSO.RRF': rows(18),
      'MRSTY.RRF': rows(6),
      'MRDEF.RRF': rows(8),
      'MRREL.RRF': rows(16),
      'MRCUI.RRF': rows(7),
      'MRSAB.RRF': rows(25),
    })
    await fc.assert(
      fc.asyncProperty(files, async (some) => {
        const options = { languages: 'all', suppressed: ['O', 'Y', 'E'] }
        const { parsed, error } = await attemptFile(parser, folderOf(some), { options })
        if (error !== undefined) expect(error).toBeInstanceOf(KnownError)
        requireSound(parsed, ...Object.values(some))
      }),
      { numRuns: 200 },
    )
  })
})
