import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Abbreviation, type Mention, type TextDocument, textOf } from '../../src/core/document.ts'
import type { WriteDocumentsOptions } from '../../src/documents/contract.ts'
import { encodable } from '../../src/documents/encodable.ts'
import { documentFormats } from '../../src/documents/registry.ts'
import { conllReader } from '../../src/documents/conll.ts'
import { tarOf } from '../support/tar.ts'
import { CHARACTERS, documents, type TextTraits } from './generated.ts'
import { collected, type Outcome, readInput, readText, writeAll } from './reading.ts'

/** Formats that are written and read. */
const FORMATS = Object.entries(documentFormats)
  .filter(([, { reader, writer, filesWriter }]) => reader && (writer ?? filesWriter))
  .map(([name]) => name)

const writtenIn = async (
  format: string,
  given: readonly TextDocument[],
  options: WriteDocumentsOptions,
): Promise<Buffer> => {
  const { writer, filesWriter } = documentFormats[format] ?? {}
  if (writer) return Buffer.from(writeAll(await writer(options), given))
  const files = await filesWriter?.(options)
  const entries = given.flatMap((document) => files?.files(document) ?? [])
  return tarOf(Object.fromEntries(entries.map(({ name, content }) => [name, content])))
}

const readIn = async (format: string, bytes: Buffer): Promise<Outcome> => {
  const reader = await documentFormats[format]?.reader?.()
  if (reader === undefined) throw new Error(`no reader of ${format}`)
  return readInput(reader, { name: 'round-trip', stream: Readable.from([bytes]) })
}

/** Documents with all that annotation adds. */
const annotated = (traits: TextTraits): fc.Arbitrary<TextDocument> =>
  documents(traits).chain((document) =>
    fc
      .record({
        scores: fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 5, maxLength: 5 }),
        by: fc.subarray(['dictionary', 'pattern'], { minLength: 1 }),
        hasAbbreviation: fc.boolean(),
      })
      .map(({ scores, by, hasAbbreviation }) => ({
        ...document,
        mentions: document.mentions.map((mention, index): Mention => ({
          ...mention,
          score: (scores[index] ?? 0) / 10_000,
          by,
        })),
        ...(hasAbbreviation ? { abbreviations: [abbreviationIn(document)] } : {}),
      })),
  )

const abbreviationIn = ({ text }: TextDocument): Abbreviation => ({
  short: text.slice(0, 1),
  long: text,
  start: 0,
  end: Math.min(1, text.length),
  longStart: 0,
  longEnd: text.length,
})

/** What no format may lose or move. */
const placesOf = ({ mentions }: TextDocument) =>
  mentions.map(({ spans, ids, composite }) => ({ spans, ids, composite }))

/** As the format has no names for annotations, or gives them some. */
const withoutKeys = (document: TextDocument): TextDocument => ({
  ...document,
  mentions: document.mentions.map(({ key: _, ...mention }) => mention),
})

describe.each(FORMATS)('%s, written and read', (format) => {
  const traits = { lineBreaks: true, tabs: true, wild: true }
  const several = fc.array(annotated(traits), { minLength: 1, maxLength: 3 })

  it('keeps places and ids, whatever the text; a loss is said', async () => {
    await fc.assert(
      fc.asyncProperty(several, async (given) => {
        const { losses, options } = collected()
        const { documents: found, problems } = await readIn(format, await writtenIn(format, given, options))
        expect(problems).toEqual([])
        expect(found.map((document) => document.text.length)).toEqual(given.map(({ text }) => text.length))
        for (const { text, mentions } of found)
          for (const mention of mentions) expect(mention.text).toBe(textOf(text, mention.spans))
        // Brat has no word for several at once, and says so.
        const isSaid = losses.some(({ message }) => message.includes('several concepts at once'))
        const bare = (document: TextDocument) =>
          placesOf(document).map(({ composite, ...rest }) => (isSaid ? rest : { ...rest, composite }))
        expect(found.map(bare)).toEqual(given.map(bare))
        const isWhole = given.every(({ sections }) => sections.length !== 1 || sections[0]?.name !== '')
        if (losses.length === 0 && isWhole) expect(found.map(withoutKeys)).toEqual(given.map(withoutKeys))
      }),
    )
  })

  it('is the same a second time, and from then on loses nothing', async () => {
    await fc.assert(
      fc.asyncProperty(several, async (given) => {
        const once = await writtenIn(format, given, {})
        expect((await writtenIn(format, given, {})).equals(once)).toBe(true)
        const { documents: found } = await readIn(format, once)
        const { documents: again, problems } = await readIn(format, await writtenIn(format, found, {}))
        expect(problems).toEqual([])
        expect(again).toEqual(found)
      }),
    )
  })

  it('holds halves of surrogate pairs, or says that it does not', async () => {
    const text = 'a\ud83d b\ude00 😀'
    const mention = { spans: [[6, 8]] as const, text: '😀', class: 'x', ids: [] }
    const given = { id: '1', text, sections: [], mentions: [mention] }
    const { losses, options } = collected()
    const { documents: found } = await readIn(format, await writtenIn(format, [given], options))
    expect(found[0]?.mentions[0]?.text).toBe('😀')
    if (found[0]?.text === text) return
    expect(found[0]?.text).toBe(encodable(text))
    expect(losses.length).toBeGreaterThan(0)
  })
})

describe('conll, which is only read', () => {
  // Any white space parts columns where there are no tabs, and is cut off cells where there are.
  const token = fc
    .array(fc.constantFrom(...CHARACTERS), { minLength: 1, maxLength: 5 })
    .map((characters) => characters.join('').trim())
    .filter((text) => text !== '' && !/^(?:#|-DOCSTART-|<)/.test(text))
  const sentence = fc.array(fc.tuple(token, fc.constantFrom('O', 'B-x', 'I-x', 'B-y')), {
    minLength: 1,
    maxLength: 8,
  })

  it('has the tokens, joined by blanks, and exact offsets', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(sentence, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('\n', '\r\n'),
        async (given, end) => {
          const rows = given.map((tokens) =>
            tokens.map(([text, label]) => `${text}\t${label}${end}`).join(''),
          )
          const { documents: found, problems } = await readText(conllReader, rows.join(end))
          expect(problems).toEqual([])
          expect(found.map(({ text }) => text)).toEqual(
            given.map((tokens) => tokens.map(([text]) => text).join(' ')),
          )
          found.forEach(({ text, mentions }, index) => {
            const isIn = (given[index] ?? []).flatMap(([word, label]) =>
              Array.from(word.replaceAll(' ', ''), () => label !== 'O'),
            )
            const covered = mentions.reduce(
              (sum, { text: there }) => sum + Array.from(there.replaceAll(' ', '')).length,
              0,
            )
            expect(covered).toBe(isIn.filter(Boolean).length)
            for (const mention of mentions) expect(mention.text).toBe(textOf(text, mention.spans))
          })
        },
      ),
    )
  })
})
