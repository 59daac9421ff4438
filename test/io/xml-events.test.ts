import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KnownError } from '../../src/core/errors.ts'
import type { Issue } from '../../src/core/issue.ts'
import { readXml, type XmlOptions } from '../../src/io/xml-events.ts'
import { failureOf } from '../support/failure.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'

const scratch = scratchFolder()

type Event = readonly [kind: 'open' | 'close' | 'text', what: string, line: number, attributes?: object]

interface Read {
  readonly events: readonly Event[]
  readonly issues: readonly Issue[]
}

const read = async (xml: string | Uint8Array, options: Partial<XmlOptions> = {}): Promise<Read> => {
  const file = newFile(scratch, 'source.xml')
  writeFileSync(file, xml)
  const events: Event[] = []
  const issues: Issue[] = []
  const handler = {
    open: (name: string, attributes: object, line: number) =>
      events.push(['open', name, line, { ...attributes }]),
    close: (name: string, line: number) => events.push(['close', name, line]),
    text: (text: string, line: number) => events.push(['text', text, line]),
  }
  const pieces = readXml(file, handler, { report: (issue) => issues.push(issue), ...options })
  while ((await pieces.next()).done !== true);
  return { events, issues }
}

/** All text of a document, pieces joined. */
const textOf = async (xml: string | Uint8Array): Promise<string> =>
  (await read(xml)).events.map(([kind, what]) => (kind === 'text' ? what : '')).join('')

const refusal = async (xml: string | Uint8Array, options: Partial<XmlOptions> = {}): Promise<KnownError> =>
  failureOf(() => read(xml, options))

describe('XML events', () => {
  it('tell tags, attributes and text in order, with their lines', async () => {
    const { events, issues } = await read(
      '<?xml version="1.0"?>\n<!-- a comment -->\n<a x="1"\n   y:z=\'2\'>\n one<b/>\r\n<?pi data?>two</a>\n',
    )
    expect(events).toEqual([
      ['open', 'a', 4, { x: '1', 'y:z': '2' }],
      ['text', '\n one', 5],
      ['open', 'b', 5, {}],
      ['close', 'b', 5],
      ['text', '\n', 6],
      ['text', 'two', 6],
      ['close', 'a', 6],
    ])
    expect(issues).toEqual([])
  })

  it.each([
    ['named characters', '<a>&lt;&amp;&gt;&quot;&apos;</a>', '<&>"\''],
    ['numbered characters', '<a>&#233;&#xe9;&#x1F600;</a>', 'éé😀'],
    ['CDATA', '<a>1<![CDATA[<b>&amp;]]>2</a>', '1<b>&amp;2'],
    ['a comment between', '<a>1<!-- <b> & -->2</a>', '12'],
    ['line ends of Windows', '<a>1\r\n2\r3</a>', '1\n2\n3'],
    ['a byte order mark', '\ufeff<a>1</a>', '1'],
    ['characters beyond the basic plane', '<a>日本😀</a>', '日本😀'],
    ['U+FFFD itself', '<a>\ufffd</a>', '\ufffd'],
  ])('resolve %s', async (_, xml, text) => {
    const { issues } = await read(xml)
    expect(await textOf(xml)).toBe(text)
    expect(issues).toEqual([])
  })

  it('are the same from gzip', async () => {
    const xml = '<a><b c="1">text</b></a>'
    expect(await read(gzipSync(xml))).toEqual(await read(xml))
  })

  it('keep attributes that are named as members of objects are', async () => {
    const { events } = await read('<a __proto__="1" constructor="2"/>')
    const attributes = events[0]?.[3] ?? {}
    expect(Object.entries(attributes)).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ])
  })
})

describe('encodings', () => {
  it.each(['ISO-8859-1', 'latin1', 'windows-1252'])('%s is read when it is declared', async (name) => {
    const xml = Buffer.from(`<?xml version="1.0" encoding="${name}"?><a>Müller</a>`, 'latin1')
    expect(await textOf(xml)).toBe('Müller')
  })

  it.each([
    ['UTF-16 with its mark', Buffer.from('\ufeff<a/>', 'utf16le')],
    ['UTF-16 the other way round', Buffer.from('\ufeff<a/>', 'utf16le').swap16()],
    ['what is declared and not known', '<?xml version="1.0" encoding="EBCDIC-CP-US"?><a/>'],
    ['what is named as members of objects are', '<?xml version="1.0" encoding="constructor"?><a/>'],
  ])('%s is refused', async (_, xml) => {
    const error = await refusal(xml)
    expect(error.code).toBe('SOURCE_ENCODING')
    expect(error.repair).toContain('iconv')
  })

  it('a NUL is refused, with its line', async () => {
    const error = await refusal('<a>\n\n\0</a>')
    expect(error.code).toBe('SOURCE_NOT_TEXT')
    expect(error.place?.line).toBe(3)
  })

  it('lines that are not UTF-8 are reported and read, a hundred of them', async () => {
    const bad = Buffer.concat([Buffer.from('<a>\nfine é\nM'), Buffer.from([0xfc]), Buffer.from('ller\n</a>')])
    const { events, issues } = await read(bad)
    expect(issues.map(({ code, line }) => [code, line])).toEqual([['invalid-utf8', 3]])
    expect(events[1]?.[1]).toBe('\nfine é\nM\ufffdller\n')
    const lines = (count: number): Buffer => Buffer.from(`<a>\n${'\xe9\n'.repeat(count)}</a>`, 'latin1')
    expect((await read(lines(100))).issues).toHaveLength(100)
    const error = await refusal(lines(101))
    expect(error.code).toBe('SOURCE_ENCODING')
    expect(error.place?.line).toBe(102)
  })

  it('a character that is cut off at the end of the file is no character', async () => {
    const error = await refusal(Buffer.concat([Buffer.from('<a>'), Buffer.from([0xe6, 0x97])]))
    expect(error.code).toBe('SOURCE_TRUNCATED')
  })
})

describe('what is not well-formed is refused with its place', () => {
  it.each([
    ['<a>\n<b></a>', 2],
    ['<a>\n  <b c=1/></a>', 2],
    ['<a>\n\n<b c="1" c="2"/></a>', 3],
    ['<a/>\n<b/>', 2],
    ['no XML at all', 1],
    ['{"json": true}', 1],
    ['<a>\n&nbsp;</a>', 2],
    ['<a>\n&undefined;</a>', 2],
    ['<a>AT&T;</a>\n', 1],
    ['<a>\n&#0;</a>', 2],
    ['<a>\n&#xFFFFFFFFF;</a>', 2],
    ['<a>\u0001</a>', 1],
  ])('%j', async (xml, line) => {
    const error = await refusal(xml)
    expect(error.code).toBe('SOURCE_SYNTAX')
    expect(error.place?.line).toBe(line)
    expect(error.place?.column).toBeGreaterThan(0)
  })

  it.each([
    ['<a>\n <b>\n</a>', '</a> where </b> is due (for line 2)', 3, 1],
    ['<a/></a>', '</a> where nothing is open', 1, 5],
    ['<a/> text', 'text outside of the outermost element', 1, 6],
    ['<a>\n 1 < 2</a>', 'a "<" that begins no tag', 2, 4],
    ['<a>\nAT&T</a>', 'a "&" that begins no reference', 2, 3],
    ['<a>&nbsp;</a>', 'the entity "nbsp" is not declared', 1, 4],
    ['<a b="1" b="2"/>', 'the attribute "b" stands twice', 1, 10],
    ['<a b="<"/>', 'a "<" in the value of the attribute "b"', 1, 7],
    ['<a>]]></a>', 'a "]]>" that ends nothing', 1, 4],
    ['<a><!-- -- --></a>', 'a "--" in a comment', 1, 9],
    ['<a>1\u00012</a>', 'a character that XML does not allow', 1, 5],
    [
      ' <?xml version="1.0"?><a/>',
      'a "<?" that begins nothing known, or an XML declaration out of place',
      1,
      2,
    ],
    ['<?xml encoding="UTF-8"?><a/>', 'a malformed XML declaration', 1, 6],
    ['<!doctype html><a/>', 'a "<!" that begins nothing known', 1, 1],
  ])('%j: %s', async (xml, message, line, column) => {
    const error = await refusal(xml)
    expect([error.code, error.message]).toEqual(['SOURCE_SYNTAX', `not well-formed XML: ${message}`])
    expect([error.place?.line, error.place?.column]).toEqual([line, column])
  })

  it.each([
    '<a>',
    '<a><b>text',
    '<a',
    '<a b="c',
    '<a><!-- ',
    '<a><![CDATA[',
    '<a>&am',
    '<?xml version="1.0"?>',
  ])('%j is cut short', async (xml) => {
    expect((await refusal(xml)).code).toBe('SOURCE_TRUNCATED')
  })
})

const withDtd = (declarations: string, content: string): string =>
  `<!DOCTYPE a [${declarations}]><a>${content}</a>`

describe('entities', () => {
  it.each([
    ['<!ENTITY obo "http://purl.obolibrary.org/obo/">', '&obo;EX_1', 'http://purl.obolibrary.org/obo/EX_1'],
    ["<!ENTITY one '1'><!ENTITY two '&one;2'><!ENTITY three '&two;3'>", '&three;', '123'],
    ['<!ENTITY e "&#233;&#xe9;">', '&e;', 'éé'],
    ['<!-- <!ENTITY e "commented"> --><!ENTITY e "first"><!ENTITY e "second">', '&e;', 'first'],
    ['<!ENTITY lt "no"><!ENTITY e "&lt;b&gt;">', '&lt;&e;', '<<b>'],
    ['<!ENTITY __proto__ "p">', '&__proto__;', 'p'],
    ['<!ENTITY markup "<b/>">', '&markup;', '<b/>'],
    ['<!ELEMENT a (#PCDATA)><!ATTLIST a x CDATA "1">', 'text', 'text'],
  ])('%s are resolved', async (declarations, content, text) => {
    expect(await textOf(withDtd(declarations, content))).toBe(text)
  })

  it('stand in attributes too', async () => {
    const { events } = await read('<!DOCTYPE a [<!ENTITY obo "http://x/">]><a rdf:about="&obo;1"/>')
    expect(events[0]?.[3]).toEqual({ 'rdf:about': 'http://x/1' })
  })

  it.each([
    ['of a file', '<!ENTITY e SYSTEM "file:///etc/passwd">'],
    ['of the net', '<!ENTITY e PUBLIC "-//X" "http://localhost:1/e">'],
    ['of a parameter', '<!ENTITY % p SYSTEM "http://localhost:1/p"> %p;'],
    ['of themselves', '<!ENTITY e "&e;">'],
    ['of those to come', '<!ENTITY e "&f;"><!ENTITY f "&e;">'],
  ])('%s are never fetched nor followed', async (_, declarations) => {
    const outcome = await textOf(withDtd(declarations, '&e;')).catch((error: unknown) => error)
    if (outcome instanceof KnownError) expect(outcome.code).toBe('SOURCE_SYNTAX')
    else expect(outcome).toMatch(/^&[ef];$/)
  })

  it('and DTDs from elsewhere are passed over', async () => {
    expect(await textOf('<!DOCTYPE a SYSTEM "http://localhost:1/a.dtd"><a>text</a>')).toBe('text')
  })

  it('that grow by one another (a billion laughs) are refused where one becomes too long', async () => {
    const lol = Array.from(
      { length: 9 },
      (_, at) => `<!ENTITY l${String(at + 1)} "${`&l${String(at)};`.repeat(10)}">`,
    )
    const error = await refusal(withDtd(`<!ENTITY l0 "lol">${lol.join('')}`, '&l9;'))
    expect(error.code).toBe('SOURCE_LIMIT')
    expect(error.message).toBe('the entity "l4" is longer than 4096 characters')
  })

  it('may be a thousand, and 4096 characters long', async () => {
    const declare = (count: number, length: number): string =>
      Array.from({ length: count }, (_, at) => `<!ENTITY e${String(at)} "${'x'.repeat(length)}">`).join('')
    expect(await textOf(withDtd(declare(1000, 1), '&e0;&e999;'))).toBe('xx')
    expect(await textOf(withDtd(declare(1, 4096), '&e0;'))).toHaveLength(4096)
    expect((await refusal(withDtd(declare(1001, 1), ''))).code).toBe('SOURCE_LIMIT')
    expect((await refusal(withDtd(declare(1, 4097), ''))).code).toBe('SOURCE_LIMIT')
  })

  it('cannot make a value longer than allowed, nor a file many times longer', async () => {
    const blow = `<!ENTITY e "${'x'.repeat(4096)}">`
    const one = await refusal(withDtd(blow, '&e;'.repeat(1000)), { maxValueBytes: 1_000_000 })
    expect([one.code, one.message]).toEqual(['SOURCE_LIMIT', 'a value is longer than 0.95367431640625 MiB'])
    const many = await refusal(withDtd(blow, '<b>&e;&e;&e;</b>'.repeat(2000)), { maxValueBytes: 1_000_000 })
    expect([many.code, many.message]).toEqual([
      'SOURCE_LIMIT',
      'entities make more than 100 times as much text as the file has',
    ])
  })
})

describe('limits', () => {
  it('elements may be nested a thousand deep', async () => {
    const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth)
    expect((await read(nested(1000))).events).toHaveLength(2000)
    const error = await refusal(nested(100_000))
    expect(error.code).toBe('SOURCE_LIMIT')
    expect(error.message).toContain('1000 deep')
  })

  it.each([
    ['text', (x: string) => `<a>${x}</a>`],
    ['an attribute', (x: string) => `<a b="${x}"/>`],
    ['a name', (x: string) => `<a${x}/>`],
    ['a comment', (x: string) => `<a><!--${x}--></a>`],
    ['a declaration', (x: string) => `<!DOCTYPE a [<!ENTITY e "${x}">]><a/>`],
    ['an entity that does not end', (x: string) => `<a>&${x}</a>`],
  ])('%s may be as long as allowed and no longer', async (_, document) => {
    const error = await refusal(document('x'.repeat(600_000)), { maxValueBytes: 300_000 })
    expect(['SOURCE_LIMIT', 'SOURCE_SYNTAX']).toContain(error.code)
  })

  it('a value of a megabyte is none too long', async () => {
    expect(await textOf(`<a>${'x'.repeat(1_000_000)}</a>`)).toHaveLength(1_000_000)
  })
})

describe('events do not depend on how the bytes are cut', () => {
  const BODY =
    '<b c="1 &amp; é" d=\'日本\'>naïve 😀 &#233;&x; <![CDATA[ ]] ]> ]]><!-- – --><?p q?>\r\nlast\r</b\n>'
  const CHUNK = 64 * 1024

  const documentWith = (padding: number, body: string): Buffer => {
    const head = '<!DOCTYPE a [<!ENTITY x "entity">]><a><!--'
    return Buffer.from(`${head}${'x'.repeat(padding - head.length)}--><a>${body}</a></a>`)
  }

  /** Texts joined: they may come in several pieces. */
  const whole = ({ events, issues }: Read): unknown => {
    const joined: Event[] = []
    for (const event of events) {
      const last = joined.at(-1)
      if (event[0] === 'text' && last?.[0] === 'text') joined.splice(-1, 1, ['text', last[1] + event[1], 0])
      else joined.push(event[0] === 'text' ? ['text', event[1], 0] : event)
    }
    return { joined, issues }
  }

  it('at any place of a document with one of everything', async () => {
    const expected = whole(await read(documentWith(100, BODY)))
    for (let shift = 0; shift < Buffer.byteLength(BODY) + 8; shift++) {
      const cut = documentWith(CHUNK - 3 - shift, BODY)
      expect(whole(await read(cut)), `cut ${String(shift)} bytes into the body`).toEqual(expected)
    }
  })

  it('whatever the document', async () => {
    const piece = fc.constantFrom(
      '<b>',
      '</b>',
      '<b/>',
      ' ',
      '\r',
      '\n',
      'é',
      '😀',
      '&amp;',
      '&',
      ']]>',
      '<!--',
      '-->',
      '"',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), fc.nat(40), async (pieces, shift) => {
        const outcome = async (padding: number): Promise<unknown> =>
          read(documentWith(padding, pieces.join(''))).then(whole, (error: unknown) =>
            error instanceof KnownError ? [error.code, error.message, error.place?.line] : error,
          )
        expect(await outcome(CHUNK - shift)).toEqual(await outcome(100))
      }),
      { numRuns: 150 },
    )
  })

  it('and end in a known error or none, whatever the bytes', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 80 }),
      fc
        .array(
          fc.constantFrom(
            '<',
            '>',
            '/',
            '!',
            '[',
            ']',
            '&',
            ';',
            '"',
            '=',
            'a',
            ' ',
            '<!DOCTYPE a [',
            '<!ENTITY x ',
          ),
        )
        .map((parts) => Buffer.from(`<a>${parts.join('')}`)),
    )
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        const error = await read(content).then(
          () => undefined,
          (problem: unknown) => problem,
        )
        if (error !== undefined) expect(error).toBeInstanceOf(KnownError)
      }),
      { numRuns: 300 },
    )
  })
})
