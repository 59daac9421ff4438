import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { emptyTerm } from '../../src/core/term.ts'
import { PRESET_NAMES } from '../../src/parsers/table/preset-names.ts'
import { failureOf } from '../support/failure.ts'
import { scratchFolder } from '../support/scratch.ts'
import { loadTable, TableBench } from './table-sources.ts'

const HAS_XREF = 'oboInOwl:hasDbXref'
const bench = new TableBench(scratchFolder())
const parse = bench.parse.bind(bench)
const refused = (text: string, options: object, name?: string) =>
  failureOf(() => bench.parse(text, options, name))

const refusal = async (options: unknown): Promise<string> => {
  const checked = (await loadTable()).optionsSchema.safeParse(options)
  return (checked.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
}

describe('the columns of a table', () => {
  it('are given by place, and need no header then', async () => {
    const { terms, issues } = await parse('D1\tone\ta|b\nD2\ttwo\t\n', {
      columns: { id: 0, label: 1, synonyms: 2 },
      header: false,
      separator: '\t',
      synonymSeparator: '|',
      idPrefix: 'MESH',
    })
    expect(issues).toEqual([])
    expect(terms).toEqual([
      {
        ...emptyTerm('MESH:D1', 1),
        label: 'one',
        synonyms: [
          { text: 'a', scope: 'exact' },
          { text: 'b', scope: 'exact' },
        ],
      },
      { ...emptyTerm('MESH:D2', 2), label: 'two' },
    ])
  })

  it('are all there are for a term', async () => {
    const header = 'id,name,def,exact,broad,kind,parent,rel,xref,ns,alt,gone,by,maybe,set,class\n'
    const row = 'EX:1,one,A thing.,a;b,c,Brand Name,EX:0,EX:9,12,OMIM,EX:8,TRUE,EX:2,EX:3,s;t,Drug\n'
    const { terms } = await parse(header + row, {
      columns: {
        id: 'id',
        label: 'name',
        definition: 'def',
        synonyms: [
          { column: 'exact', separator: ';' },
          { column: 'broad', scope: 'broad', typeColumn: 'kind', language: 'en' },
        ],
        parents: 'parent',
        relations: { column: 'rel', predicate: 'part_of' },
        xrefs: { column: 'xref', prefixColumn: 'ns' },
        altIds: 'alt',
        obsolete: 'gone',
        replacedBy: 'by',
        consider: 'maybe',
        subsets: { column: 'set', separator: ';' },
        entityClass: { column: 'class', classes: { Drug: 'chemical' } },
      },
    })
    expect(terms).toEqual([
      {
        id: 'EX:1',
        label: 'one',
        definition: 'A thing.',
        synonyms: [
          { text: 'a', scope: 'exact' },
          { text: 'b', scope: 'exact' },
          { text: 'c', scope: 'broad', type: 'brand_name', language: 'en' },
        ],
        parents: ['EX:0'],
        relations: [{ predicate: 'part_of', object: 'EX:9' }],
        xrefs: [{ predicate: HAS_XREF, object: 'OMIM:12' }],
        altIds: ['EX:8'],
        obsolete: true,
        replacedBy: ['EX:2'],
        consider: ['EX:3'],
        subsets: ['s', 't'],
        entityClass: 'chemical',
        line: 2,
      },
    ])
  })

  it('that the header lacks are an error that names the nearest', async () => {
    const error = await refused('id\tname\tsynonyms\n', { columns: { id: 'id', label: 'nmae' } })
    expect(error.code).toBe('CONFIG_INVALID')
    expect(error.message).toBe('the table has no column "nmae". Did you mean "name"?')
    expect(error.repair).toContain('"id", "name", "synonyms"')
  })

  it('are found whatever the case and punctuation of the header', async () => {
    const { terms } = await parse('HGNC ID\tApproved-Symbol\nHGNC:5\tA1BG\n', {
      columns: { id: 'hgnc_id', label: 'approved symbol' },
    })
    expect(terms).toEqual([{ ...emptyTerm('HGNC:5', 2), label: 'A1BG' }])
  })

  it('may be missing when they are optional; of several the first there is counts', async () => {
    const options = {
      columns: {
        id: { column: ['accession', 'id'] },
        label: 'name',
        definition: { column: 'def', optional: true },
      },
    }
    const { terms } = await parse('id\tname\nEX:1\tone\n', options)
    expect(terms).toEqual([{ ...emptyTerm('EX:1', 2), label: 'one' }])
  })

  it('given by name want a header', async () => {
    const error = await refused('EX:1\tone\n', { columns: { id: 'id' }, header: false })
    expect([error.code, error.repair]).toEqual([
      'CONFIG_INVALID',
      'Give columns by place (0 is the first), or set "header" to true or "comment".',
    ])
  })

  it('beyond the last are an error', async () => {
    const named = await refused('id\tname\nEX:1\tone\n', { columns: { id: 'id', label: 7 } })
    expect(named.message).toBe('the table has no column 7')
    const unnamed = await refused('EX:1\tone\nEX:2\ttwo\n', { columns: { id: 0, label: 7 } })
    expect(unnamed.message).toBe('no row has as many columns as are asked for (8)')
  })
})

describe('the options of a table', () => {
  it.each([
    [{}, 'columns: name a "preset"'],
    [{ colums: {} }, 'Unrecognized key: "colums"'],
    [{ columns: { id: 0, lable: 1 } }, 'columns: Unrecognized key: "lable"'],
    [{ columns: { id: { colum: 0 } } }, 'columns.id'],
    [{ columns: { id: 0, synonyms: [{ column: 1, scope: 'near' }] } }, 'columns.synonyms.0.scope'],
    [{ preset: 'hgcn' }, 'preset'],
    [{ preset: 'hgnc', taxa: ['9606'] }, 'taxa: only the preset "ncbi-gene-info" has taxa'],
    [{ columns: { id: 0 }, idPrefix: 'A', idTemplate: 'A:{id}' }, 'idTemplate'],
    [{ columns: { id: 0 }, idTemplate: 'A:' }, 'idTemplate'],
  ])('%j are refused', async (options, message) => {
    expect(await refusal(options)).toContain(message)
  })

  it('change a preset key by key', async () => {
    const { terms } = await parse('hgnc_id\tsymbol\tmy names\nHGNC:5\tA1BG\ta;b\n', {
      preset: 'hgnc',
      columns: { synonyms: { column: 'my names', separator: ';', scope: 'related' } },
    })
    expect(terms[0]?.synonyms).toEqual([
      { text: 'a', scope: 'related' },
      { text: 'b', scope: 'related' },
    ])
  })
})

describe('docs/tables.md', () => {
  const page = readFileSync(resolve(import.meta.dirname, '../../docs/tables.md'), 'utf8')

  it.each(Array.from(page.matchAll(/^```json\n([\s\S]*?)^```/gm), ([, block = '']) => block))(
    'shows options that are understood: %s',
    async (block) => {
      expect(await refusal(JSON.parse(block))).toBe('')
    },
  )

  it('names every preset', () => {
    for (const name of PRESET_NAMES) expect(page).toContain(`\`${name}\``)
  })
})

describe('ids', () => {
  const idOf = async (cell: string, style: object): Promise<string | undefined> =>
    (await parse(`${cell}\tx\n`, { columns: { id: 0, label: 1 }, ...style })).terms[0]?.id

  it.each([
    ['D1', { idPrefix: 'MESH' }, 'MESH:D1'],
    ['MSH:D1', { idPrefix: 'EX' }, 'MESH:D1'],
    ['CVCL_0030', { idTemplate: 'CELLOSAURUS:{id}' }, 'CELLOSAURUS:CVCL_0030'],
    ['EFO_0000305', { idSeparator: '_' }, 'EFO:0000305'],
    ['http://purl.obolibrary.org/obo/CLO_0000003', {}, 'CLO:0000003'],
    ['<http://purl.obolibrary.org/obo/CLO_0000003>', { cells: 'rdf' }, 'CLO:0000003'],
    ['$1', { idTemplate: 'EX:$&{id}' }, 'EX:$&$1'],
  ])('%s with %j is %s', async (cell, style, id) => {
    expect(await idOf(cell, style)).toBe(id)
  })

  it('of a megabyte are reported and left out', async () => {
    const long = 'x'.repeat(1024 * 1024)
    const { terms, issues } = await parse(`${long}\tone\t\nEX:2\ttwo\t${long}\n`, {
      columns: { id: 0, label: 1, xrefs: 2 },
    })
    expect(terms).toEqual([{ ...emptyTerm('EX:2', 2), label: 'two' }])
    expect(issues.map(({ code, line }) => [code, line])).toEqual([
      ['malformed-line', 1],
      ['malformed-line', 2],
    ])
    expect(issues[0]?.message.length).toBeLessThan(200)
  })

  it('without a prefix among xrefs are told of once', async () => {
    const { issues, terms } = await parse('EX:1\t12\nEX:2\t13\n', { columns: { id: 0, xrefs: 1 } })
    expect(issues.map(({ code }) => code)).toEqual(['malformed-xref'])
    expect(terms.map(({ xrefs }) => xrefs[0]?.object)).toEqual(['12', '13'])
  })
})
