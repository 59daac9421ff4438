import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KnownError } from '../../src/core/errors.ts'
import type { Issue } from '../../src/core/issue.ts'
import { AxiomTriples } from '../../src/parsers/ofn/axiom-triples.ts'
import { FunctionalReader } from '../../src/parsers/ofn/reader.ts'
import { failureOf } from '../support/failure.ts'

const HEAD = 'Prefix(:=<http://ex.org/>)\nOntology(<http://ex.org/o>\n'

interface Read {
  /** `subject predicate object@language`, shortened. */
  readonly triples: readonly string[]
  readonly lines: readonly number[]
  readonly issues: readonly Issue[]
}

/** Reads a document given in blocks of whole lines. */
const readBlocks = (blocks: readonly string[]): Read => {
  const triples: string[] = []
  const lines: number[] = []
  const issues: Issue[] = []
  const context = {
    report: (issue: Issue) => issues.push(issue),
    describe: () => undefined,
    defineRelation: () => undefined,
  }
  const axioms = new AxiomTriples(({ subject, predicate, object, language, line }) => {
    const tag = language === undefined ? '' : `@${language}`
    triples.push([subject, predicate, object].map(short).join(' ') + tag)
    lines.push(line)
  }, context)
  const reader = new FunctionalReader('file', axioms, context)
  let firstLine = 1
  for (const text of blocks) {
    reader.push({ text, firstLine })
    firstLine += text.split('\n').length - 1
  }
  reader.end()
  return { triples, lines, issues }
}

const short = (name: string): string => name.replace(/^http:\/\/ex\.org\//, ':').replace(/^http:.*[#/]/, '')

const read = (text: string): Read => readBlocks([text])

/** What the axioms say, beside the ontology itself. */
const said = (axioms: string): readonly string[] => read(`${HEAD}${axioms}\n)\n`).triples.slice(1)

describe('the reader of functional-style syntax', () => {
  it.each([
    ['Declaration(Class(:A))', [':A type Class']],
    ['SubClassOf(:A :B)', [':A subClassOf :B']],
    ['SubClassOf( :A\n\n  <http://ex.org/B>\t)', [':A subClassOf :B']],
    ['SubClassOf(:A#comment\n:B)', [':A subClassOf :B']],
    ['AnnotationAssertion(rdfs:label :A "a"@en-GB)', [':A label a@en-gb']],
    ['AnnotationAssertion(rdfs:label :A "a"^^xsd:string)', [':A label a@']],
    ['AnnotationAssertion(rdfs:label :A "a@fr"^^rdf:PlainLiteral)', [':A label a@fr']],
    ['AnnotationAssertion(rdfs:label :A "a \\"b\\" \\\\ (c) # d")', [':A label a "b" \\ (c) # d@']],
    ['AnnotationAssertion(rdfs:label :A "a\r\nb\nc")', [':A label a\nb\nc@']],
    ['AnnotationAssertion(rdfs:label :A "")', [':A label @']],
    ['AnnotationAssertion(rdfs:label _:x "a")', ['_:x label a@']],
    ['ClassAssertion(:A :b)', [':b type :A']],
    ['ObjectPropertyAssertion(:p :a :b)', [':a :p :b']],
    ['DataPropertyAssertion(:p :a "1"^^xsd:integer)', [':a :p 1@']],
    ['Import(<http://ex.org/other>)', [':o imports :other']],
    ['Annotation(rdfs:comment "hello")', [':o comment hello@']],
    ['EquivalentClasses(:A :B ObjectUnionOf(:C :D))', [':A equivalentClass :B']],
    ['SubClassOf(ObjectIntersectionOf(:A :B) :C)', []],
    ['SubClassOf(:A ObjectMinCardinality(2 :p :B))', []],
    ['DisjointClasses(:A :B)', []],
    [
      'SubClassOf(:A ObjectSomeValuesFrom(:p :B))',
      [':A subClassOf _:-0', '_:-0 type Restriction', '_:-0 onProperty :p', '_:-0 someValuesFrom :B'],
    ],
    [
      'AnnotationAssertion(Annotation(:x "y"@en) Annotation(:z <http://ex.org/w>) rdfs:label :A "a")',
      [
        ':A label a@',
        '_:-0 type Axiom',
        '_:-0 annotatedSource :A',
        '_:-0 annotatedProperty label',
        '_:-0 annotatedTarget a@',
        '_:-0 :x y@en',
        '_:-0 :z :w',
      ],
    ],
    [
      'Declaration(Annotation(Annotation(:deep "1") :x "y") Class(:A))',
      [
        ':A type Class',
        '_:-0 type Axiom',
        '_:-0 annotatedSource :A',
        '_:-0 annotatedProperty type',
        '_:-0 annotatedTarget Class',
        '_:-0 :x y@',
      ],
    ],
  ])('reads %s', (axiom, triples) => {
    expect(said(axiom)).toEqual(triples)
  })

  it('reads the IRI and the version of the ontology, and one without', () => {
    expect(read('Ontology(<http://ex.org/o> <http://ex.org/1>)').triples).toEqual([
      ':o type Ontology',
      ':o versionIRI :1',
    ])
    expect(read('Ontology(Annotation(rdfs:label "x"))').triples).toEqual(['_:ontology label x@'])
  })

  it('gives each axiom the line it begins at', () => {
    const text = `${HEAD}SubClassOf(:A\n:B)\nAnnotationAssertion(rdfs:label :A "two\nlines")\nSubClassOf(:B :C)\n)`
    expect(read(text).lines).toEqual([2, 3, 5, 7])
  })

  it('reads the same however the lines are cut into blocks', () => {
    const lines =
      `${HEAD}# a "comment\nAnnotationAssertion(\nAnnotation(:x "1\n2\n\\"3\\"")\n rdfs:label :A\n"a\n\nb" @en)\n` +
      `SubClassOf\n(:A\n:B\n)\nAnnotationAssertion(rdfs:label :C "lost)\nSubClassOf(:C :D)\n` +
      `AnnotationAssertion(rdfs:label :D "d")\n)\n`
    const parts = lines.split(/(?<=\n)/)
    const whole = read(lines)
    expect(whole.triples).toHaveLength(10)
    fc.assert(
      fc.property(fc.subarray([...parts.keys()].slice(1)), (cuts) => {
        const starts = [0, ...cuts]
        const blocks = starts.map((start, at) => parts.slice(start, starts[at + 1]).join(''))
        expect(readBlocks(blocks)).toEqual(whole)
      }),
    )
  })
})

describe('what is broken in functional-style syntax', () => {
  const AFTER = 'SubClassOf(:Y :Z)'

  it.each([
    ['a quote is missing', 'AnnotationAssertion(rdfs:label :A "a)\nAnnotationAssertion(rdfs:label :B "b")'],
    ['a quote too many', 'AnnotationAssertion(rdfs:label :A "a "b" c")'],
    ['a parenthesis is missing', 'AnnotationAssertion(rdfs:label :A "a"'],
    ['a parenthesis is missing within', 'AnnotationAssertion(Annotation(:x "y" rdfs:label :A "a")'],
    ['a parenthesis too many', 'SubClassOf(:A :B))'],
    ['no parenthesis', 'AnnotationAssertion rdfs:label :A "a"'],
    ['a prefix that was not declared', 'SubClassOf(:A nope:B)'],
    ['a word', 'SubClassOf(:A B)'],
    ['an IRI that does not end', 'SubClassOf(:A <http://ex.org/B)'],
    ['an IRI with a blank', 'SubClassOf(:A <http://ex.org/B C>)'],
    ['parts too few', 'AnnotationAssertion(rdfs:label "a")'],
    ['parts too many', 'AnnotationAssertion(rdfs:label :A "a" "b")'],
    ['a literal for a class', 'SubClassOf("A" :B)'],
    ['an axiom OWL 2 has not', 'SubClassThing(:A :B)'],
    ['a language tag without string', 'AnnotationAssertion(rdfs:label :A @en "a")'],
    ['a datatype without string', 'AnnotationAssertion(rdfs:label :A ^^xsd:string "a")'],
    ['a datatype that is none', 'AnnotationAssertion(rdfs:label :A "a"^^)'],
    ['a sign without meaning', 'SubClassOf(:A > :B)'],
    ['an equals sign', 'SubClassOf(:A = :B)'],
    ['a prefix of another form', 'Prefix(<http://ex.org/x>)'],
    ['a parenthesis without a name', '((:A :B))'],
  ])('%s: reported once, at its line, and the next axiom is read', (_what, axiom) => {
    const { triples, issues } = read(`${HEAD}${axiom}\n${AFTER}\n)\n`)
    expect(triples.at(-1)).toBe(':Y subClassOf :Z')
    expect(issues).toHaveLength(1)
    expect(issues[0]?.code).toMatch(/malformed-line|unknown-tag/)
    expect(issues[0]?.line).toBeGreaterThanOrEqual(3)
    expect(issues[0]?.line).toBeLessThanOrEqual(4)
  })

  it('keeps what follows a missing quote, were it in another block', () => {
    const blocks = [
      HEAD,
      'AnnotationAssertion(rdfs:label :A "lost)\n',
      'SubClassOf(:A :B)\n',
      'AnnotationAssertion(rdfs:label :B "kept")\n',
      ')\n',
    ]
    const { triples, issues } = readBlocks(blocks)
    expect(triples.slice(1)).toEqual([':A subClassOf :B', ':B label kept@'])
    expect(issues.map(({ line }) => line)).toEqual([3])
  })

  it('is reported when the last string does not end', () => {
    const { issues } = read(`${HEAD}SubClassOf(:A :B)\nAnnotationAssertion(rdfs:label :A "a)\n)\n`)
    expect(issues.map(({ line }) => line)).toEqual([4])
  })

  it('costs no more than its length, however many quotes are missing', () => {
    const text = HEAD + 'SubClassOf(:A "\\" x\n'.repeat(20_000) + ')'
    const start = performance.now()
    expect(read(text).issues.length).toBeGreaterThan(0)
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})

describe('what is no functional-style syntax', () => {
  it.each([
    '<?xml version="1.0"?>\n<rdf:RDF/>',
    'format-version: 1.2\n[Term]\nid: X:1\n',
    '{"graphs": []}',
    '@prefix : <http://ex.org/> .\n:A a :B .',
    'Prefix(:=<http://ex.org/>)\n',
    'id\tlabel\n',
    ')',
    '"',
    '# nothing but a comment\n',
  ])('%j is refused', async (text) => {
    const error = await failureOf(() => {
      read(text)
      return Promise.resolve()
    })
    expect(error.code).toBe('SOURCE_SYNTAX')
    expect(error.place?.line).toBeGreaterThan(0)
  })

  it('nor is half a file a whole one', async () => {
    for (const text of [HEAD, `${HEAD}SubClassOf(:A`]) {
      const error = await failureOf(() => Promise.resolve(read(text)))
      expect(error.code).toBe('SOURCE_TRUNCATED')
    }
  })

  it('nor is one without end taken in', () => {
    const deep = `${HEAD}SubClassOf(:A ${'ObjectComplementOf('.repeat(100_000)}`
    expect(() => read(deep)).toThrow(KnownError)
    const reader = new FunctionalReader(
      'file',
      { ontologyIri: () => 0, expression: () => 0 },
      {
        report: () => undefined,
        describe: () => undefined,
        defineRelation: () => undefined,
      },
    )
    reader.push({ text: `${HEAD}DisjointClasses(\n`, firstLine: 1 })
    const block = { text: `${'x'.repeat(1024 * 1024)}\n`, firstLine: 4 }
    expect(() => {
      for (let at = 0; at < 70; at++) reader.push(block)
    }).toThrow('an axiom is too long')
  })
})

describe('functional-style syntax of any make', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'SubClassOf(',
      'AnnotationAssertion(',
      'Annotation(',
      'Declaration(Class(',
      'ObjectSomeValuesFrom(',
      'Ontology(',
      'Prefix(',
      'Prefix(a:=<http://a>)',
      ')',
      '))',
      '(',
      '"',
      '\\"',
      '"x"',
      '"x"@en',
      '^^',
      '@',
      '=',
      ':A ',
      '_:b ',
      '12 ',
      '<http://x> ',
      '<',
      '>',
      '#',
      '\n',
      ' ',
    ),
    fc.string({ maxLength: 3 }),
  )

  it('ends in triples or a known error', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(piece, { maxLength: 40 }), (whole, pieces) => {
        const text = `${whole ? HEAD : ''}${pieces.join('')}\n${whole ? ')\n' : ''}`
        try {
          const { lines, issues } = read(text)
          const last = text.split('\n').length
          for (const line of [...lines, ...issues.map((issue) => issue.line)])
            expect(line >= 1 && line <= last).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(KnownError)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('loses no axiom behind a broken one on lines of its own', () => {
    const broken = fc
      .array(piece, { minLength: 1, maxLength: 12 })
      .map((pieces) => pieces.join('').replace(/Ontology|Prefix|#|"/g, ''))
    fc.assert(
      fc.property(broken, (text) => {
        const { triples } = read(`${HEAD}SubClassOf(:P :Q)\n${text}\nSubClassOf(:Y :Z)\n)\n`)
        expect(triples).toContain(':P subClassOf :Q')
        expect(triples).toContain(':Y subClassOf :Z')
      }),
      { numRuns: 2000 },
    )
  })
})
