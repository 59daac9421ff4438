import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Issue } from '../../src/core/issue.ts'
import { resolveIri } from '../../src/parsers/rdf/iri.ts'
import { readTriples } from '../../src/parsers/rdf/read-triples.ts'
import { isLocalBlank, type Triple } from '../../src/parsers/rdf/triple.ts'
import { failureOf } from '../support/failure.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'

const folder = scratchFolder()

const read = async (
  name: string,
  content: string | Uint8Array,
): Promise<{ readonly triples: readonly Triple[]; readonly issues: readonly Issue[] }> => {
  const file = newFile(folder, name)
  writeFileSync(file, content)
  const triples: Triple[] = []
  const issues: Issue[] = []
  for await (const batch of readTriples(file, { report: (issue) => issues.push(issue) }))
    triples.push(...batch)
  return { triples, issues }
}

/** `subject predicate object` in short: local names, blanks numbered by first appearance. */
const shortOf = (triples: readonly Triple[]): string[] => {
  const names = new Map<string, string>()
  const short = (node: string): string => {
    if (!node.startsWith('_:')) return node.replace(/^.*[#/]/, '')
    const name = names.get(node) ?? `_${String(names.size)}`
    names.set(node, name)
    return name
  }
  return triples.map(({ subject, predicate, object, language }) => {
    const about = `${short(subject)} ${short(predicate)}`
    if (language === undefined) return `${about} ${short(object)}`
    return `${about} "${object}"${language === '' ? '' : `@${language}`}`
  })
}

const xml = (body: string, attributes = ''): string =>
  `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.org/#" xml:base="http://e.org/doc" ${attributes}>\n${body}\n</rdf:RDF>`

describe('RDF/XML', () => {
  it.each([
    ['a node with its type', '<e:C rdf:about="#a"/>', ['a type C']],
    ['an id', '<rdf:Description rdf:ID="a"><e:p>x</e:p></rdf:Description>', ['a p "x"']],
    ['a resource', '<rdf:Description rdf:about="#a"><e:p rdf:resource="#b"/></rdf:Description>', ['a p b']],
    ['an empty literal', '<rdf:Description rdf:about="#a"><e:p/></rdf:Description>', ['a p ""']],
    [
      'a datatype',
      '<rdf:Description rdf:about="#a"><e:p rdf:datatype="#t">1</e:p></rdf:Description>',
      ['a p "1"'],
    ],
    [
      'a language, inherited',
      '<rdf:Description rdf:about="#a" xml:lang="EN"><e:p>x</e:p><e:p xml:lang="">y</e:p></rdf:Description>',
      ['a p "x"@en', 'a p "y"'],
    ],
    [
      'property attributes',
      '<e:C rdf:about="#a" e:p="x" rdf:type="#T"/>',
      ['a type C', 'a p "x"', 'a type T'],
    ],
    [
      'property attributes of an object',
      '<rdf:Description rdf:about="#a"><e:p e:q="x"/></rdf:Description>',
      ['a p _0', '_0 q "x"'],
    ],
    [
      'a node inside',
      '<e:C rdf:about="#a"><e:p>\n <e:D e:q="x"/>\n</e:p></e:C>',
      ['a type C', 'a p _0', '_0 type D', '_0 q "x"'],
    ],
    ['labels', '<rdf:Description rdf:nodeID="n"><e:p rdf:nodeID="n"/></rdf:Description>', ['_0 p _0']],
    [
      'parseType Resource',
      '<rdf:Description rdf:about="#a"><e:p rdf:parseType="Resource"><e:q>x</e:q></e:p></rdf:Description>',
      ['a p _0', '_0 q "x"'],
    ],
    [
      'parseType Collection',
      '<rdf:Description rdf:about="#a"><e:p rdf:parseType="Collection"><e:C rdf:about="#b"/><rdf:Description rdf:about="#c"/></e:p></rdf:Description>',
      ['a p _0', '_0 first b', 'b type C', '_0 rest _1', '_1 first c', '_1 rest nil'],
    ],
    [
      'an empty collection',
      '<rdf:Description rdf:about="#a"><e:p rdf:parseType="Collection"/></rdf:Description>',
      ['a p nil'],
    ],
    [
      'parseType Literal: its text',
      '<rdf:Description rdf:about="#a" xml:lang="en"><e:p rdf:parseType="Literal">x <b>y</b> z</e:p></rdf:Description>',
      ['a p "x y z"'],
    ],
    [
      'rdf:li',
      '<rdf:Bag rdf:about="#a"><rdf:li>x</rdf:li><rdf:li rdf:resource="#b"/></rdf:Bag>',
      ['a type Bag', 'a _1 "x"', 'a _2 b'],
    ],
    [
      'CDATA and entities',
      '<rdf:Description rdf:about="#a"><e:p>a&lt;<![CDATA[<b>]]>&#233;</e:p></rdf:Description>',
      ['a p "a<<b>é"'],
    ],
    [
      'prefixes of its own',
      '<f:C xmlns:f="http://f.org/" rdf:about="#a"><p xmlns="http://f.org/">x</p><e:q>y</e:q></f:C>',
      ['a type C', 'a p "x"', 'a q "y"'],
    ],
    [
      'another prefix for rdf',
      '<e:C xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" r:about="#a"/>',
      ['a type C'],
    ],
    ['attributes as they once were', '<e:C about="#a"><e:p resource="#b"/></e:C>', ['a type C', 'a p b']],
  ])('%s', async (_what, body, expected) => {
    const { triples, issues } = await read('a.owl', xml(body))
    expect(shortOf(triples)).toEqual(expected)
    expect(issues).toEqual([])
  })

  it('counts top-level elements; lines are those of the file', async () => {
    const { triples } = await read(
      'a.owl',
      xml('<e:C rdf:about="#a"/>\n<e:C rdf:about="#b"><e:p><e:D/></e:p></e:C>'),
    )
    expect(triples.map(({ statement, line }) => [statement, line])).toEqual([
      [1, 2],
      [2, 3],
      [2, 3],
      [2, 3],
    ])
    expect(triples.map(({ subject }) => isLocalBlank(subject))).toEqual([false, false, false, true])
  })

  it('a label never meets a node without one', async () => {
    const { triples } = await read('a.owl', xml('<e:C rdf:nodeID="-0"/><e:C/><e:C rdf:nodeID="0"/>'))
    expect(new Set(triples.map(({ subject }) => subject)).size).toBe(3)
  })
})

describe('resolving IRIs', () => {
  it.each([
    ['http://a/b/c?q#f', 'http://x/y', 'http://x/y'],
    ['http://a/b/c?q#f', '', 'http://a/b/c?q'],
    ['http://a/b/c?q#f', '#s', 'http://a/b/c?q#s'],
    ['http://a/b/c?q', '?y', 'http://a/b/c?y'],
    ['http://a/b/c?q', 'g', 'http://a/b/g'],
    ['http://a/b/c', './g/', 'http://a/b/g/'],
    ['http://a/b/c/d', '../g', 'http://a/b/g'],
    ['http://a/b/c/d', '../../../g', 'http://a/g'],
    ['http://a/b/c/d', '..', 'http://a/b/'],
    ['http://a/b', '/g', 'http://a/g'],
    ['http://a/b', '//g/h', 'http://g/h'],
    ['http://a', 'g', 'http://a/g'],
    ['', 'g', 'g'],
    ['', '#g', '#g'],
    ['urn:a:b', 'g', 'g'],
  ])('%s, %s: %s', (base, reference, iri) => {
    expect(resolveIri(base, reference)).toBe(iri)
  })
})

describe('N-Triples and N-Quads', () => {
  const S = '<http://e.org/s>'
  const P = '<http://e.org/p>'

  it.each([
    [`${S} ${P} <http://e.org/o> .`, 's p o'],
    [`${S}${P}<http://e.org/o>.`, 's p o'],
    [`\t${S}\t${P}\t"x" . # why`, 's p "x"'],
    [`${S} ${P} "a\\"b\\\\" .`, 's p "a"b\\"'],
    [`${S} ${P} "\\u00e9\\U0001F600\\n" .`, 's p "é😀\n"'],
    [`${S} ${P} "x"@en-US .`, 's p "x"@en-us'],
    [`${S} ${P} "1"^^<http://e.org/t> .`, 's p "1"'],
    [`_:a ${P} _:b.c .`, '_0 p _1'],
    [`_:a ${P} _:a.`, '_0 p _0'],
    [`${S} ${P} "x" <http://e.org/graph> .`, 's p "x"'],
    [`<http://e.org/\\u00e9> ${P} "x" _:g .`, 'é p "x"'],
  ])('%s', async (line, expected) => {
    const { triples, issues } = await read('a.nt', `${S} ${P} "first" .\n\n# comment\n${line}\n`)
    expect(shortOf(triples.slice(1))).toEqual([expected])
    expect(triples[1]).toMatchObject({ line: 4, statement: 0 })
    expect(issues).toEqual([])
  })

  it.each([
    [`${S} ${P} "x"`],
    [`${S} ${P} "x .`],
    [`${S} ${P} .`],
    [`${S} ${P} "x" . more`],
    [`${S} ${P} "x"^^t .`],
    [`${S} _:p "x" .`],
    [`"x" ${P} ${S} .`],
    [`_:-1 ${P} ${S} .`],
    [`<http://e.org/s ${P}`],
    ['no triple'],
  ])('%s is reported, and the next line read', async (line) => {
    const { triples, issues } = await read('a.nt', `${S} ${P} "1" .\n${line}\n${S} ${P} "2" .\n`)
    expect(triples.map(({ object }) => object)).toEqual(['1', '2'])
    expect(issues).toMatchObject([{ code: 'malformed-line', line: 2 }])
  })
})

describe('Turtle', () => {
  const PREFIX = '@prefix e: <http://e.org/#> .\n'

  it.each([
    ['e:a a e:C ; e:p "x"@EN, 1, true .', ['a type C', 'a p "x"@en', 'a p "1"', 'a p "true"']],
    ['e:a e:p [ e:q "x" ] .', ['a p _0', '_0 q "x"']],
    ['_:n e:p _:n .', ['_0 p _0']],
    ['e:a e:p """two\nlines""" .', ['a p "two\nlines"']],
    ['e:g { e:a e:p e:b . }', ['a p b']],
    ['@base <http://e.org/> . <#a> e:p <#b> .', ['a p b']],
  ])('%s', async (turtle, expected) => {
    const { triples } = await read('a.ttl', PREFIX + turtle)
    expect(shortOf(triples).sort()).toEqual([...expected].sort())
  })

  it('counts statements; lines are those the triples end in', async () => {
    const { triples } = await read('a.ttl', `${PREFIX}e:a e:p\n e:b ;\n e:q [ e:r 1 ]\n.\ne:c e:p 2 .`)
    const places = triples.map(({ predicate, statement, line }) => [predicate.slice(-1), statement, line])
    expect(places.sort()).toEqual(
      [
        ['p', 1, 3],
        ['p', 2, 6],
        ['q', 1, 4],
        ['r', 1, 4],
      ].sort(),
    )
  })

  it.each([
    ['e:a e:p e:b .\ne:a e:p ; ; .\n', 'SOURCE_SYNTAX', 3],
    ['e:a e:p f:b .\n', 'SOURCE_SYNTAX', 2],
    ['e:a e:p "x .\n', 'SOURCE_SYNTAX', 2],
    ['e:a e:p <a b> .\n', 'SOURCE_SYNTAX', 2],
    // Lines end with LF, or CR and LF; not with CR alone.
    ['\r\r# a\r\re:a e:p <a b> .\n', 'SOURCE_SYNTAX', 2],
    ['\r\n# a\r\n\re:a e:p <a b> .\r\n', 'SOURCE_SYNTAX', 4],
    ['@prefix f: <!ttp://f/> .\ne:a e:p "x"@en, "y"@en .\n', 'SOURCE_SYNTAX', 2],
    ['e:a e:p e:b .\ne:a e:p', 'SOURCE_TRUNCATED', 3],
    ['e:a e:p [ e:q 1 ;', 'SOURCE_TRUNCATED', 2],
  ])('%j ends in %s, line %i', async (turtle, code, line) => {
    expect(await failureOf(() => read('a.ttl', PREFIX + turtle))).toMatchObject({ code, place: { line } })
  })
})
