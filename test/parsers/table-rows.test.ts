import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyTerm } from '../../src/core/term.ts'
import { failureOf } from '../support/failure.ts'
import { scratchFolder } from '../support/scratch.ts'
import { attemptFile, parseFile } from '../../src/testing/parsed.ts'
import { loadTable, TableBench } from './table-sources.ts'

const bench = new TableBench(scratchFolder())
const parse = bench.parse.bind(bench)
const refused = (text: string, options: object, name?: string) =>
  failureOf(() => bench.parse(text, options, name))

describe('rows', () => {
  it('of names: the first of an id is its label, others are synonyms, once each', async () => {
    const text = 'CVCL_0001\tHEL\nCVCL_0001\tHel\nCVCL_0001\tHEL\nCVCL_0001\tHel\nCVCL_0002\tHL-60\n'
    const { terms } = await parse(text, {
      columns: { id: 0, label: 1 },
      rows: 'names',
      idPrefix: 'CELLOSAURUS',
    })
    expect(terms).toEqual([
      { ...emptyTerm('CELLOSAURUS:CVCL_0001', 1), label: 'HEL', synonyms: [{ text: 'Hel', scope: 'exact' }] },
      { ...emptyTerm('CELLOSAURUS:CVCL_0002', 5), label: 'HL-60' },
    ])
  })

  it('of names are held some thousands at a time', async () => {
    const rows = Array.from({ length: 25_000 }, (_, at) => `EX:1\tname ${String(at)}\n`).join('')
    const parsed = await parse(rows, { columns: { id: 0, label: 1 }, rows: 'names' })
    expect(parsed.terms.map(({ label }) => label)).toEqual(['name 0', null, null])
    expect(parsed.terms.flatMap(({ synonyms }) => synonyms)).toHaveLength(24_999)
  })

  it('are chosen by what stands in a column', async () => {
    const text = 'id\tname\tkind\nEX:1\tone\ta\nEX:2\ttwo\tb\nEX:3\tthree\t\n'
    const idsOf = async (where: object): Promise<string[]> =>
      (await parse(text, { columns: { id: 'id', label: 'name' }, where: [where] })).terms.map(({ id }) => id)
    expect(await idsOf({ column: 'kind', in: ['a', 'x'] })).toEqual(['EX:1'])
    expect(await idsOf({ column: 2, notIn: ['a', ''] })).toEqual(['EX:2'])
    expect(await idsOf({ column: 'none', optional: true, in: ['a'] })).toEqual(['EX:1', 'EX:2', 'EX:3'])
  })

  it('with too few cells are kept if they have a name, and reported either way', async () => {
    const text = 'id\tname\tsynonyms\nEX:1\tone\nEX:2\nEX:3\tthree\tdrei\n'
    const { terms, issues } = await parse(text, {
      columns: { id: 'id', label: 'name', synonyms: 'synonyms' },
    })
    expect(terms.map(({ id }) => id)).toEqual(['EX:1', 'EX:3'])
    expect(issues.map(({ line, message }) => [line, message])).toEqual([
      [2, '2 cells: column 2 ("synonyms") is not there; it was taken to be empty'],
      [3, '1 cells: column 1 ("name") is not there; the row was left out'],
    ])
  })

  it('with too many cells are left out, unless what is too much is empty', async () => {
    const text = 'id\tname\nEX:1\tone\t\t\nEX:2\ttwo\tstray\nEX:3\tthree\n'
    const { terms, issues } = await parse(text, { columns: { id: 'id', label: 'name' } })
    expect(terms.map(({ id }) => id)).toEqual(['EX:1', 'EX:3'])
    expect(issues.map(({ line, code, message }) => [line, code, message])).toEqual([
      [
        3,
        'malformed-line',
        '3 cells where the table has 2 columns (cell 3 is "stray"); the row was left out',
      ],
    ])
  })

  it('that all have more cells than the header are an error', async () => {
    const error = await refused('id\tname\n1\tEX:1\tone\n2\tEX:2\ttwo\n', {
      columns: { id: 'id', label: 'name' },
    })
    expect([error.code, error.message]).toEqual([
      'SOURCE_SYNTAX',
      'every row has more cells than the 2 of the header',
    ])
  })

  it('that no separator splits are an error', async () => {
    const byPlace = await refused('EX:1;one\nEX:2;two\n', { columns: { id: 0, label: 1 }, separator: '\t' })
    expect([byPlace.code, byPlace.message]).toEqual([
      'CONFIG_INVALID',
      'no row is split by the separator "\\t"',
    ])
    const byName = await refused('id;name\nEX:1;one\n', {
      columns: { id: 'id', label: 'name' },
      separator: '\t',
    })
    expect(byName.repair).toContain('Set "separator" to what stands between the cells (it is "\\t" now).')
  })
})

describe('the writing of a table', () => {
  const two = { columns: { id: 'id', label: 'name' } }
  const one = [{ ...emptyTerm('EX:1', 2), label: 'a, b' }]

  it.each([
    ['tabs', 'id\tname\nEX:1\ta, b\n', 'x.tsv'],
    ['quoted cells between tabs', 'id\tname\n"EX:1"\t"a, b"\n', 'x.txt'],
    ['commas in a file called tsv', 'id,name\nEX:1,"a, b"\n', 'x.tsv'],
    ['semicolons', 'id;name\nEX:1;"a, b"\n', 'x.csv'],
    ['bars', 'id|name\nEX:1|a, b\n', 'x'],
    ['JSON Lines called txt', '\n{"id": "EX:1", "name": "a, b"}\n', 'x.txt'],
    ['a JSON list called txt', '[\n{"id": "EX:1", "name": "a, b"}]\n', 'x.txt'],
  ])('is told by content: %s', async (_name, text, name) => {
    expect((await parse(text, two, name)).terms).toEqual(one)
  })

  it('in a JSON document is found under its key', async () => {
    const text = '{"meta": [], "results": {"list": [\n{"id": "EX:1", "name": "a, b"}]}}'
    expect((await parse(text, { ...two, items: 'results.list' }, 'x.json')).terms).toEqual(one)
  })

  it('takes quotes inside a cell for text', async () => {
    const { terms } = await parse('id,name\nEX:1,ip 95.11b "C"\nEX:2,"Foo" syndrome\n', two)
    expect(terms.map(({ label }) => label)).toEqual(['ip 95.11b "C"', '"Foo" syndrome'])
  })

  it('reads results of SPARQL', async () => {
    const text =
      '?cls\t?val\t?p\n<http://purl.obolibrary.org/obo/CLO_1>\t"a \\"b\\" \\u00e9"@en\t_:b0\n<http://purl.obolibrary.org/obo/CLO_2>\t3\t\n'
    const { terms } = await parse(text, {
      columns: { id: '?cls', label: '?val', parents: '?p' },
      cells: 'rdf',
    })
    expect(terms.map(({ id, label, parents }) => [id, label, parents])).toEqual([
      ['CLO:1', 'a "b" é', []],
      ['CLO:2', '3', []],
    ])
  })

  it('says when JSON has objects where texts are wanted, and keys that no record has', async () => {
    const text =
      '{"id": "EX:1", "name": "one", "synonyms": [{"label": "a"}]}\n{"id": "EX:2", "name": "two"}\n'
    const { issues } = await parse(text, {
      columns: { id: 'id', label: 'name', synonyms: 'synonyms', definition: 'nam' },
    })
    expect(issues.map(({ code, message }) => [code, message])).toEqual([
      [
        'malformed-line',
        '"synonyms" holds objects ("label") where a text or a list of texts is wanted; they were passed over (said once)',
      ],
      ['unknown-tag', 'no record has "nam". Did you mean "name"?'],
    ])
  })

  it('refuses places in JSON', async () => {
    const error = await refused('{"id": "EX:1"}\n', { columns: { id: 0 } })
    expect(error.code).toBe('CONFIG_INVALID')
  })
})

describe('a folder', () => {
  it('is read as the parts of one table, each with a header', async () => {
    const folder = bench.folder({
      'part-1.csv': 'id,name\nEX:2,two\n,none\n',
      'part-0.csv.gz': gzipSync('id,name\nEX:1,one\n'),
      _SUCCESS: '',
      README: 'no table',
    })
    mkdirSync(join(folder, 'more.csv'))
    const options = { columns: { id: 'id', label: 'name' } }
    const { terms, issues } = await parseFile(await loadTable(), folder, { options })
    expect(terms.map(({ id, line }) => [id, line])).toEqual([
      ['EX:1', 2],
      ['EX:2', 2],
    ])
    expect(issues.map(({ message }) => message)).toEqual([
      'part-1.csv: column "id" is empty; the row was left out',
    ])
  })

  it('without a table is refused', async () => {
    const parser = await loadTable()
    const options = { columns: { id: 0 } }
    expect((await failureOf(() => parseFile(parser, bench.folder({}), { options }))).code).toMatch(/^SOURCE_/)
  })
})

describe('mappings', () => {
  it('are read where the columns say so', async () => {
    const { mappings, terms } = await parse('C000009\t2776-93-4\nC000011\t26424-51-1\n', {
      mappings: { subject: { column: 0, prefix: 'MESH' }, object: { column: 1, prefix: 'CAS' } },
    })
    expect(terms).toEqual([])
    expect(mappings).toEqual([
      { subject: 'MESH:C000009', predicate: 'skos:exactMatch', object: 'CAS:2776-93-4', line: 1 },
      { subject: 'MESH:C000011', predicate: 'skos:exactMatch', object: 'CAS:26424-51-1', line: 2 },
    ])
  })
})

describe('any table', () => {
  it('of quoted cells comes back as it was written', async () => {
    const cell = fc
      .string({ unit: fc.constantFrom(...Array.from('ab" ,\n|é')), maxLength: 8 })
      .map((text) => `x${text}x`)
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 20 }), async (labels) => {
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
        const text = labels.map((label, at) => `EX:${String(at)},${quoted(label)}\n`).join('')
        const { terms, issues } = await parse(text, {
          columns: { id: 0, label: 1 },
          separator: ',',
          cells: 'quoted',
        })
        expect(issues).toEqual([])
        expect(terms.map(({ label }) => label)).toEqual(labels)
      }),
      { numRuns: 100 },
    )
  })

  it('with an unclosed quote loses one row of a sound table, and says so', async () => {
    const rows = Array.from(
      { length: 40_000 },
      (_, at) => `EX:${String(at)},name ${String(at)} of the table\n`,
    )
    rows[7] = 'EX:7,"name 7\n'
    const { terms, issues } = await parse(rows.join(''), { columns: { id: 0, label: 1 }, separator: ',' })
    expect(terms).toHaveLength(39_999)
    expect(issues.map(({ line, message }) => [line, message])).toEqual([
      [8, 'the quote that opens column 2 is never closed; the row was left out'],
    ])
  })

  it('with quotes everywhere is read in a time of its length', async () => {
    const parser = await loadTable()
    const file = bench.file('y","z\n'.repeat(200_000), 'quotes.csv')
    const started = performance.now()
    const { parsed } = await attemptFile(parser, file, {
      options: { columns: { id: 0, label: 1 }, separator: ',' },
    })
    expect(performance.now() - started).toBeLessThan(20_000)
    expect(parsed.issues.length).toBeGreaterThan(0)
  })

  it('with a row of a million cells leaves that row out', async () => {
    for (const cells of ['plain', 'quoted']) {
      const text = `EX:1\tone\n"a"\t${'b\t'.repeat(1e6)}\nEX:2\ttwo\n`
      const { terms, issues } = await parse(text, { columns: { id: 0, label: 1 }, separator: '\t', cells })
      expect(terms.map(({ id }) => id)).toEqual(['EX:1', 'EX:2'])
      expect(issues.map(({ line, message }) => [line, message])).toEqual([
        [2, 'the row has more than 16384 cells and was left out'],
      ])
    }
  })

  it('of JSON nested without end has no value there', async () => {
    const text = `{"id": "EX:1", "name": ${'['.repeat(1e5)}${']'.repeat(1e5)}}\n{"id": "EX:2", "name": "two"}\n`
    const file = bench.file(text, 'deep.jsonl')
    const { parsed, error } = await attemptFile(await loadTable(), file, {
      options: { columns: { id: 'id', label: 'name' } },
    })
    expect([error, parsed.terms.at(-1)?.id]).toEqual([undefined, 'EX:2'])
  })

  it('with NULs is refused', async () => {
    const error = await refused('EX:1\tone\u0000\n', { columns: { id: 0, label: 1 } })
    expect(error.code).toBe('SOURCE_NOT_TEXT')
  })
})
