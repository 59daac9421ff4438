// Our tokenizer against saxes, an XML parser that is checked against the W3C suites.
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { KnownError } from '../../src/core/errors.ts'
import { declaredEntities } from '../../src/io/xml-entities.ts'
import { XmlTokenizer } from '../../src/io/xml-tokenizer.ts'

type Event = readonly [kind: 'open' | 'close' | 'text', what: string, line: number, attributes?: object]

/** Texts that touch are joined: they may come in several pieces, and in none if they are empty. */
class Events {
  readonly list: Event[] = []

  add(...event: Event): void {
    const last = this.list.at(-1)
    if (event[0] !== 'text') this.list.push(event)
    else if (last?.[0] === 'text') this.list.splice(-1, 1, ['text', last[1] + event[1], event[2]])
    else if (event[1] !== '') this.list.push(event)
  }
}

const entitiesOf = (doctype: string): ReadonlyMap<string, string> =>
  declaredEntities(doctype, (reason) => {
    throw new Error(reason)
  })

const byOurs = (pieces: readonly string[]): readonly Event[] => {
  const events = new Events()
  const tokenizer = new XmlTokenizer('file', {
    open: (name, attributes, line) => {
      events.add('open', name, line, Object.entries(attributes))
    },
    close: (name, line) => {
      events.add('close', name, line)
    },
    text: (text, line) => {
      events.add('text', text, line)
    },
    doctype: entitiesOf,
    expanded: () => undefined,
  })
  for (const piece of pieces) tokenizer.write(piece)
  tokenizer.end()
  return events.list
}

const bySaxes = (pieces: readonly string[]): readonly Event[] => {
  const events = new Events()
  const parser = new SaxesParser()
  let depth = 0
  parser.on('error', (error) => {
    throw error
  })
  parser.on('doctype', (doctype) => {
    for (const [name, value] of entitiesOf(doctype)) Object.defineProperty(parser.ENTITIES, name, { value })
  })
  parser.on('opentag', ({ name, attributes }) => {
    depth++
    events.add('open', name, parser.line, Object.entries(attributes))
  })
  parser.on('closetag', ({ name }) => {
    depth--
    events.add('close', name, parser.line)
  })
  const text = (value: string): void => {
    if (depth > 0) events.add('text', value, parser.line)
  }
  parser.on('text', text)
  parser.on('cdata', text)
  for (const piece of pieces) parser.write(piece)
  parser.close()
  return events.list
}

/** Events, or why there are none. */
const outcomeOf = (
  read: (pieces: readonly string[]) => readonly Event[],
  pieces: readonly string[],
): readonly Event[] | string => {
  try {
    return read(pieces)
  } catch (error) {
    if (read === byOurs) expect(error).toBeInstanceOf(KnownError)
    return String(error)
  }
}

const piecesOf = (text: string, cuts: readonly number[]): readonly string[] => {
  const places = [...cuts.map((cut) => cut % (text.length + 1)), 0, text.length].sort((a, b) => a - b)
  return places.slice(1).map((place, at) => text.slice(places[at], place))
}

const names = fc.constantFrom(
  'a',
  'b',
  'ab',
  'rdf:li',
  '_x-1.2',
  'é',
  '日本',
  'constructor',
  '__proto__',
  '𐐀',
)
const blanks = fc.constantFrom(' ', '\n', '\t', '\r\n', '\r', '  \n ')
const noBlanks = fc.oneof(fc.constant(''), blanks)
const words = fc.constantFrom(
  ...[
    'x',
    'word ',
    'é',
    '日本',
    '😀',
    '\n',
    '\r',
    '\r\n',
    '\t',
    ']',
    ']]',
    '&amp;',
    '&lt;',
    '&#65;',
    '&#x1F600;',
  ],
  ...['&e;', '&#10;', '>', ' - ', '--', '"', "'", '\u0085', '\u2028', '\ufffd', '\ufeff', '\u007f', '/', '='],
)
const texts = fc
  .array(words, { maxLength: 6 })
  .map((parts) => parts.join('').replace(/\]$/, '] ').replaceAll(']]>', ']] >'))
const values = texts.chain((text) =>
  fc.constantFrom(`"${text.replaceAll('"', '')}"`, `'${text.replaceAll("'", '')}'`),
)
const attributes = fc
  .uniqueArray(fc.tuple(blanks, names, noBlanks, noBlanks, values), {
    maxLength: 4,
    selector: ([, name]) => name,
  })
  .map((parts) =>
    parts.map(([before, name, left, right, value]) => `${before}${name}${left}=${right}${value}`).join(''),
  )
const comments = texts.map((text) => `<!--${text.replaceAll('-', '–')}-->`)
const sections = texts.map((text) => `<![CDATA[${text}<&>]]>`)
const instructions = fc.tuple(names, texts).map(([name, text]) => `<?${name} ${text}?>`)
const { elements } = fc.letrec<{ elements: string; content: string }>((tie) => ({
  content: fc.oneof({ maxDepth: 3 }, texts, comments, sections, instructions, tie('elements')),
  elements: fc
    .tuple(names, attributes, noBlanks, fc.array(tie('content'), { maxLength: 4 }))
    .map(([name, given, space, content]) =>
      content.length === 0
        ? `<${name}${given}${space}/>`
        : `<${name}${given}${space}>${content.join('')}</${name}${space}>`,
    ),
}))
const misc = fc
  .array(fc.oneof(comments, instructions, blanks), { maxLength: 2 })
  .map((parts) => parts.join(''))
const declarations = fc.constantFrom(
  '',
  '<?xml version="1.0"?>',
  "<?xml version='1.0' encoding = 'UTF-8' standalone='yes' ?>",
  '<?xml\nversion\t=\r\n"1.0"\r\n?>',
)
const DOCTYPES = [
  '<!DOCTYPE a [<!ENTITY e "entity">]>',
  '<!DOCTYPE a SYSTEM "a>.dtd" [\r\n<!-- ] > \' --><!ELEMENT a (#PCDATA)><?pi ]> ?><!ENTITY e "1&amp;2>">\n] >',
]
const documents = fc
  .tuple(declarations, misc, fc.constantFrom(...DOCTYPES), misc, elements, misc)
  .map((parts) => parts.join(''))
const cuts = fc.array(fc.nat(1000), { maxLength: 12 })

/** Snippets that make flaws, or none, wherever they are put. */
const snippets = fc.constantFrom(
  ...[
    '<',
    '>',
    '/',
    '&',
    ';',
    '"',
    "'",
    '=',
    ' ',
    '\n',
    '\r',
    '!',
    '?',
    '-',
    '--',
    '[',
    ']',
    ']]>',
    '<a>',
    '</a>',
  ],
  ...[
    '<!--',
    '-->',
    '<![CDATA[',
    '<?',
    '?>',
    '<?xml',
    '&e;',
    '&f;',
    '&#0;',
    '&#xD800;',
    '&#xFFFE;',
    '&#55',
    '&amp',
  ],
  ...[
    '\u0001',
    '\u001f',
    '\ufffe',
    '\uffff',
    '\u0085',
    '1',
    ':',
    'é',
    '\u0300',
    '×',
    '<a',
    ' a="1"',
    ' a=1',
    '</',
  ],
)
interface Edit {
  readonly at: number
  readonly length: number
  readonly insert: string
}
const edits = fc.array(
  fc.record<Edit>({ at: fc.nat(2000), length: fc.nat(3), insert: fc.oneof(snippets, fc.constant('')) }),
  { minLength: 1, maxLength: 2 },
)

const edited = (text: string, list: readonly Edit[]): string => {
  let result = text
  for (const { at, length, insert } of list) {
    const place = at % (result.length + 1)
    result = result.slice(0, place) + insert + result.slice(place + length)
  }
  return result
}

/** What saxes lets pass, and we do not: half pairs, and `<?a?b?>`. */
const STRICTER = /that XML does not allow|malformed processing instruction/

/** Of damaged declarations in a DTD each of us lets others pass: nothing comes of them but entities. */
const isDoctypeDamaged = (text: string): boolean => !DOCTYPES.some((doctype) => text.includes(doctype))

/** We read XML 1.1, and whatever may come, as 1.0. */
const isOfOtherVersion = (text: string): boolean => /^<\?xml\s+version\s*=\s*["']1\.(?!0["'])/.test(text)

/** Runs, other ones each time, for those who look for more differences; otherwise the same few hundred. */
const MORE_RUNS = process.env['ONTOGROUND_XML_RUNS']
const RUNS = Number(MORE_RUNS ?? 500)
const SEED = MORE_RUNS === undefined ? { seed: 20261121 } : {}

describe('the tokenizer and saxes', () => {
  it('tell the same events of well-formed documents, however they are cut', () => {
    fc.assert(
      fc.property(documents, cuts, (text, places) => {
        const expected = bySaxes([text])
        expect(byOurs([text])).toEqual(expected)
        expect(byOurs(piecesOf(text, places))).toEqual(expected)
      }),
      { numRuns: RUNS, ...SEED },
    )
  })

  it('refuse the same documents, and tell the same of those that flaws leave well-formed', () => {
    fc.assert(
      fc.property(documents, edits, cuts, (text, flaws, places) => {
        const flawed = edited(text, flaws)
        const ours = outcomeOf(byOurs, [flawed])
        const inPieces = outcomeOf(byOurs, piecesOf(flawed, places))
        const theirs = outcomeOf(bySaxes, [flawed])
        expect(inPieces).toEqual(ours)
        if (typeof ours === 'string') {
          if (!STRICTER.test(ours) && !isDoctypeDamaged(flawed)) expect(theirs).toEqual(expect.any(String))
        } else {
          const mayDiffer =
            isOfOtherVersion(flawed) || (isDoctypeDamaged(flawed) && typeof theirs === 'string')
          if (!mayDiffer) expect(theirs).toEqual(ours)
        }
      }),
      { numRuns: RUNS * 2, ...SEED },
    )
  })
})
