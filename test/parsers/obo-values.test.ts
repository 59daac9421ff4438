import { writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsers } from '../../src/parsers/registry.ts'
import { lookUp } from '../../src/core/registry.ts'
import type { Issue } from '../../src/core/issue.ts'
import type { ParsedTerm, Synonym } from '../../src/core/term.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import { parseFile } from '../../src/testing/parsed.ts'

const scratch = scratchFolder()

interface Outcome {
  readonly term: ParsedTerm
  readonly issues: readonly Issue[]
}

const termOf = async (lines: string, header = ''): Promise<Outcome> => {
  const file = newFile(scratch, 'source.obo')
  writeFileSync(file, `format-version: 1.4\n${header}\n\n[Term]\nid: EX:1\n${lines}\n`)
  const { terms, issues } = await parseFile(await lookUp(parsers, 'source', 'obo'), file)
  const [term] = terms
  if (!term) throw new Error('no term came of it')
  return { term, issues }
}

describe('synonyms', () => {
  const rows: readonly (readonly [line: string, synonym: Synonym])[] = [
    ['synonym: "x" EXACT []', { text: 'x', scope: 'exact' }],
    ['synonym: "x" NARROW []', { text: 'x', scope: 'narrow' }],
    ['synonym: "x" BROAD []', { text: 'x', scope: 'broad' }],
    ['synonym: "x" RELATED []', { text: 'x', scope: 'related' }],
    ['synonym: "x" []', { text: 'x', scope: 'related' }],
    ['synonym: "x" EXACT', { text: 'x', scope: 'exact' }],
    ['synonym: "x"', { text: 'x', scope: 'related' }],
    ['synonym:  "x"   EXACT   []', { text: 'x', scope: 'exact' }],
    ['synonym: "x" EXACT layperson []', { text: 'x', scope: 'exact', type: 'layperson' }],
    ['synonym: "x" layperson []', { text: 'x', scope: 'related', type: 'layperson' }],
    [
      'synonym: "x" EXACT http://purl.obolibrary.org/obo/hp#Layperson []',
      { text: 'x', scope: 'exact', type: 'layperson' },
    ],
    ['synonym: "x" EXACT OMO:0003000 []', { text: 'x', scope: 'exact', type: 'abbreviation' }],
    ['synonym: "x" EXACT HP:0045076 []', { text: 'x', scope: 'exact', type: 'uk_spelling' }],
    [
      'synonym: "x" EXACT [MSH:D1 "a title, quoted", ISBN:1 "a book [one]"]',
      { text: 'x', scope: 'exact', xrefs: ['MESH:D1', 'ISBN:1'] },
    ],
    [
      String.raw`synonym: "x" EXACT [a:b\,c, http\://x.org/\[1\]]`,
      { text: 'x', scope: 'exact', xrefs: ['a:b,c', 'http://x.org/[1]'] },
    ],
    ['synonym: "x" EXACT [ EX:1 , EX:1 ,EX:2, ]', { text: 'x', scope: 'exact', xrefs: ['EX:1', 'EX:2'] }],
    ['synonym: "x" EXACT [] {a="b", c="d [e]"}', { text: 'x', scope: 'exact' }],
    ['synonym: "x" EXACT [EX:1] {a="b"} ! said so', { text: 'x', scope: 'exact', xrefs: ['EX:1'] }],
    ['synonym: "x ! y {a=\\"b\\"} [z]" EXACT []', { text: 'x ! y {a="b"} [z]', scope: 'exact' }],
    [String.raw`synonym: "a \"b\" \\" EXACT []`, { text: 'a "b" \\', scope: 'exact' }],
    ['synonym: "joined \\\nlines" EXACT []', { text: 'joined lines', scope: 'exact' }],
    ['exact_synonym: "x" []', { text: 'x', scope: 'exact' }],
    ['narrow_synonym: "x" [EX:1]', { text: 'x', scope: 'narrow', xrefs: ['EX:1'] }],
    ['broad_synonym: "x" []', { text: 'x', scope: 'broad' }],
    ['related_synonym: "x" ABBREV []', { text: 'x', scope: 'related', type: 'abbrev' }],
  ]

  it.each(rows)('%j', async (line, synonym) => {
    const { term, issues } = await termOf(line)
    expect(term.synonyms).toEqual([synonym])
    expect(issues).toEqual([])
  })

  it.each([
    ['synonym: x EXACT []'],
    ['synonym: "x EXACT []'],
    [String.raw`synonym: "x\" EXACT []`],
    ['synonym: "" EXACT []'],
    ['synonym: " " EXACT []'],
    ['synonym: "x" EXACT [EX:1'],
    ['synonym:'],
    ['exact_synonym: x'],
    ['def: x'],
    ['def: "x'],
  ])('%j is reported with its line and left out', async (line) => {
    const { term, issues } = await termOf(`name: kept\n${line}\nsubset: also_kept`)
    expect(issues.map(({ code, line: at }) => [code, at])).toEqual([['malformed-line', 7]])
    expect([term.synonyms, term.definition, term.label, term.subsets]).toEqual([
      [],
      null,
      'kept',
      ['also_kept'],
    ])
  })

  it('without a scope have that of their type', async () => {
    const header =
      'synonymtypedef: ABBREV "short \\"form\\"" EXACT\nsynonymtypedef: PLAIN "no scope"\nsynonymtypedef: BARE'
    const { term } = await termOf(
      'synonym: "a" ABBREV []\nsynonym: "b" PLAIN []\nsynonym: "c" BARE []\nsynonym: "d" BROAD ABBREV []',
      header,
    )
    expect(term.synonyms.map(({ scope, type }) => [scope, type])).toEqual([
      ['exact', 'abbrev'],
      ['related', 'plain'],
      ['related', 'bare'],
      ['broad', 'abbrev'],
    ])
  })

  it('that differ in their sources alone are one with all the sources; others stay apart', async () => {
    const { term } = await termOf(
      [
        'synonym: "x" EXACT [EX:1]',
        'synonym: "y" EXACT []',
        'synonym: "x" EXACT []',
        'synonym: "x" EXACT [EX:2, EX:1]',
        'synonym: "x" RELATED [EX:3]',
        'synonym: "x" EXACT layperson []',
        'synonym: "X" EXACT []',
      ].join('\n'),
    )
    expect(term.synonyms).toEqual([
      { text: 'x', scope: 'exact', xrefs: ['EX:1', 'EX:2'] },
      { text: 'y', scope: 'exact' },
      { text: 'x', scope: 'related', xrefs: ['EX:3'] },
      { text: 'x', scope: 'exact', type: 'layperson' },
      { text: 'X', scope: 'exact' },
    ])
  })

  it('survive being written and read back, whatever their text', async () => {
    const escaped = (text: string): string =>
      text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t')
    const texts = fc
      .uniqueArray(fc.string({ unit: fc.constantFrom(...Array.from('ab "\\[]{}!:,=\n\té😀')) }), {
        minLength: 1,
        maxLength: 20,
      })
      .map((many) => many.map((text) => `${text}.`))
    await fc.assert(
      fc.asyncProperty(texts, async (many) => {
        const { term, issues } = await termOf(
          many.map((text) => `synonym: "${escaped(text)}" EXACT []`).join('\n'),
        )
        expect(term.synonyms.map((synonym) => synonym.text)).toEqual(many)
        expect(issues).toEqual([])
      }),
    )
  })
})

describe('xrefs', () => {
  it.each([
    ['xref: MSH:D1', 'MESH:D1'],
    ['xref: MSH:D1 "a title, with ! and [x]"', 'MESH:D1'],
    ['xref: MSH:D1 {source="x"} ! y', 'MESH:D1'],
    ['xref: MSH:D1 "title" {source="x"}', 'MESH:D1'],
    ['xref_analog: MSH:D1', 'MESH:D1'],
    ['xref_unk: MSH:D1', 'MESH:D1'],
    [String.raw`xref: http\://example.org/a?b=c\,d`, 'http://example.org/a?b=c,d'],
    ['xref: Wikipedia:Heart_(organ)', 'Wikipedia:Heart_(organ)'],
    ['xref: http://purl.obolibrary.org/obo/HP_0000001', 'HP:0000001'],
  ])('%j', async (line, object) => {
    const { term, issues } = await termOf(line)
    expect(term.xrefs).toEqual([{ predicate: 'oboInOwl:hasDbXref', object }])
    expect(issues).toEqual([])
  })

  it('stand once, in the order of the source', async () => {
    const { term } = await termOf('xref: B:1\nxref: A:1\nxref: B:1 "again"')
    expect(term.xrefs.map((xref) => xref.object)).toEqual(['B:1', 'A:1'])
  })

  it('are equivalences where the header says so of their prefix, however it is spelled', async () => {
    const { term } = await termOf(
      'xref: MSH:D1\nxref: EMAPA:1\nxref: FMA:1',
      'treat-xrefs-as-equivalent: MESH ! m',
    )
    expect(term.xrefs.map(({ predicate, object }) => `${predicate} ${object}`)).toEqual([
      'owl:equivalentClass MESH:D1',
      'oboInOwl:hasDbXref EMAPA:1',
      'oboInOwl:hasDbXref FMA:1',
    ])
  })
})

describe('properties', () => {
  it.each([
    ['skos:exactMatch MONDO:1', ['skos:exactMatch', 'MONDO:1']],
    ['skos:closeMatch "MSH:D1" xsd:string', ['skos:closeMatch', 'MESH:D1']],
    ['http://www.w3.org/2004/02/skos/core#narrowMatch MONDO:1 {a="b"} ! c', ['skos:narrowMatch', 'MONDO:1']],
    ['http://www.w3.org/2002/07/owl#sameAs http://purl.obolibrary.org/obo/HP_1', ['owl:sameAs', 'HP:1']],
  ])('%j is a mapping', async (value, [predicate, object]) => {
    const { term, issues } = await termOf(`property_value: ${value}`)
    expect(term.xrefs).toEqual([{ predicate, object }])
    expect(issues).toEqual([])
  })

  it.each([
    'seeAlso "x:y" xsd:string',
    'IAO:0000589 "exactMatch of words" xsd:string',
    'skos:exactMatch',
    'skos:exactMatch "',
    'skos:exactMatch "" xsd:string',
    '',
  ])('%j is none', async (value) => {
    const { term } = await termOf(`property_value: ${value}`)
    expect(term.xrefs).toEqual([])
  })
})

// What no hand has written, but a damaged or hostile file may hold. The time is loose, for a slow machine.
describe('lines of a few million characters, or thousands alike, are read or refused in good time', () => {
  const rows: readonly (readonly [what: string, line: string, header?: string])[] = [
    ['a name', `name: ${'x'.repeat(5e6)}`],
    ['blanks before a brace', `name: ${' '.repeat(5e4)}x}`],
    ['braces', `name: ${'{a="'.repeat(1e5)}}`],
    ['a synonym', `synonym: "${'x'.repeat(5e6)}" EXACT []`],
    ['escaped quotes', `synonym: "${'\\"'.repeat(1e6)}" EXACT []`],
    ['backslashes', `synonym: "${'\\'.repeat(1e6)}`],
    ['a list', `synonym: "x" EXACT [${'EX:1, '.repeat(5e5)}EX:2]`],
    ['an item of a list', `synonym: "x" EXACT [EX:1, ${'x'.repeat(1e7)}]`],
    ['a quoted item of a list', `synonym: "x" EXACT [EX:1 "${'x'.repeat(1e7)}"]`],
    ['a list that is not closed', `synonym: "x" EXACT [${'\\]'.repeat(1e6)}`],
    [
      'one synonym from thousands of sources',
      Array.from({ length: 8000 }, (_, at) => `synonym: "x" EXACT [EX:${String(at)}]`).join('\n'),
    ],
    ['an xref', `xref: A:1${' '.repeat(1e6)}!`],
    ['a mapping', `property_value: skos:exactMatch ${' '.repeat(5e4)}}`],
    ['a type in the header', 'name: x', `synonymtypedef: X "${'x'.repeat(1e7)}" EXACT`],
    ['an equivalence in the header', 'name: x', `treat-xrefs-as-equivalent: ${' '.repeat(5e4)}}`],
  ]

  it.each(rows.map(([what, line, header]) => ({ what, line, header })))('$what', async ({ line, header }) => {
    const before = performance.now()
    const { term } = await termOf(line, header)
    expect(term.id).toBe('EX:1')
    expect(performance.now() - before).toBeLessThan(2000)
  })
})
