import fc from 'fast-check'
import { byPlace, type Mention, type Section, type Span, type TextDocument } from '../../src/core/document.ts'
import { mentionAt } from '../../src/documents/spans.ts'

/** Characters that others stumble over: several code units, code points that join, case that changes length. */
export const CHARACTERS = [
  ...Array.from('ab Z9,.-|+"\\&<>\'/;:='),
  'é',
  'e\u0301',
  'İ',
  'ß',
  'ﬁ',
  'ﬃ',
  'α',
  '中',
  '😀',
  '👩‍🔬',
  '🇩🇪',
  '\u200b',
  '\ufeff',
  '\u2028',
  '\u00a0',
  '𝒳',
]

/** What else a text may hold; not every format holds it. */
export interface TextTraits {
  readonly lineBreaks?: boolean
  readonly tabs?: boolean
  /** NUL, half surrogates, control characters. */
  readonly wild?: boolean
}

export const textOf = ({ lineBreaks = false, tabs = false, wild = false }: TextTraits, maxLength = 30) =>
  fc
    .array(
      fc.constantFrom(
        ...CHARACTERS,
        ...(lineBreaks ? ['\n', '\r\n', '\r', '\n\n'] : []),
        ...(tabs ? ['\t'] : []),
        ...(wild ? ['\0', '\ud83d', '\ude00', '\u0001', '\u000b', '\u0085', '\ufffe', '\uffff'] : []),
      ),
      { maxLength },
    )
    .map((characters) => characters.join(''))

/** Places that are no half of a surrogate pair. */
const placesIn = (text: string): number[] => {
  const places = [0]
  for (const character of text) places.push((places.at(-1) ?? 0) + character.length)
  return places
}

export const spansIn = (text: string): fc.Arbitrary<readonly Span[]> => {
  const places = placesIn(text)
  if (places.length < 2) return fc.constant([])
  return fc
    .uniqueArray(fc.nat(places.length - 1), { minLength: 2, maxLength: 6 })
    .map((indexes) => indexes.sort((a, b) => a - b).map((index) => places[index] ?? 0))
    .map((borders) => {
      const spans: Span[] = []
      for (let at = 0; at + 1 < borders.length; at += 2) spans.push([borders[at] ?? 0, borders[at + 1] ?? 0])
      return spans
    })
}

export const IDS = [
  'MESH:D009270',
  'OMIM:215600',
  'HP:0000001',
  'NCBIGene:672',
  'DBSNP:rs12',
  'CELLOSAURUS:CVCL_0030',
]

export const mentionsIn = (text: string, discontinuous = true): fc.Arbitrary<readonly Mention[]> =>
  fc
    .array(
      fc
        .record({
          spans: spansIn(text),
          class: fc.constantFrom('disease', 'Gene', 'CompositeMentions', 'a b'),
          ids: fc.uniqueArray(fc.constantFrom(...IDS), { maxLength: 3 }),
          composite: fc.boolean(),
        })
        .filter(({ spans }) => spans.length > 0)
        .map(({ spans, ids, composite, class: label }) =>
          mentionAt(text, discontinuous ? spans : [[spans[0]?.[0] ?? 0, spans[0]?.[1] ?? 0]], {
            class: label,
            ids,
            ...(composite && ids.length > 1 ? { composite: true as const } : {}),
          }),
        ),
      { maxLength: text === '' ? 0 : 5 },
    )
    .map((mentions) => mentions.toSorted(byPlace))

/** Sections of these texts, parted by `separator`. */
export const joined = (
  parts: readonly { readonly name: string; readonly text: string }[],
  separator = '\n',
): { text: string; sections: Section[] } => {
  let start = 0
  const sections = parts.map(({ name, text }) => {
    const section = { name, start, end: start + text.length }
    start = section.end + separator.length
    return section
  })
  return { text: parts.map(({ text }) => text).join(separator), sections }
}

/** Documents of any number of sections, empty ones too. */
export const documents = (
  traits: TextTraits,
  names = ['title', 'abstract', 'body', ''],
): fc.Arbitrary<TextDocument> =>
  fc
    .record({
      id: fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom(...Array.from('abc123-_.é😀')) }),
      parts: fc.array(fc.record({ name: fc.constantFrom(...names), text: textOf(traits) }), { maxLength: 4 }),
      separator: fc.constantFrom('\n', '\n\n', '\n '),
    })
    .chain(({ id, parts, separator }) => {
      const { text, sections } = joined(parts, separator)
      return mentionsIn(text).map((mentions) => ({ id, text, sections, mentions }))
    })

/** Documents of title and abstract, as PubTator has them. */
export const abstracts = (traits: TextTraits): fc.Arbitrary<TextDocument> =>
  fc
    .record({
      id: fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom(...Array.from('abc123-_.é😀')) }),
      title: textOf(traits),
      abstract: textOf(traits),
    })
    .chain(({ id, title, abstract }) => {
      const parts = [{ name: 'title', text: title }]
      if (abstract !== '') parts.push({ name: 'abstract', text: abstract })
      const { text, sections } = joined(parts)
      return mentionsIn(text).map((mentions) => ({ id, text, sections, mentions }))
    })
