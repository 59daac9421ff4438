import { describe, expect, it } from 'vitest'
import type { TextDocument } from '../../src/core/document.ts'
import type { CommonWords } from '../../src/core/text/ordinariness.ts'
import { SYNONYM_SCOPES, type SynonymScope } from '../../src/core/term.ts'
import type { NameUse } from '../../src/index/contract.ts'
import { DictionaryBuilder } from '../../src/index/dictionary/dictionary-builder.ts'
import { Dictionary } from '../../src/index/dictionary/dictionary.ts'
import { DictionaryRecognizer } from '../../src/ner/dictionary-recognizer.ts'
import { NameJudge } from '../../src/ner/dictionary/name-judge.ts'
import { indexOf } from '../support/name-index.ts'

interface Name {
  readonly text: string
  readonly class?: string
  readonly scope?: SynonymScope
  readonly use?: NameUse
}

const WORDS: CommonWords = new Map([
  ['all', 'everyday'],
  ['was', 'everyday'],
  ['pain', 'rarer'],
  ['rest', 'frequent'],
])

const recognizerOf = (...names: readonly Name[]): DictionaryRecognizer => {
  const builder = new DictionaryBuilder()
  for (const { text, class: entityClass = 'disease' } of names) builder.add(text, entityClass)
  const index = indexOf(
    names.map(({ text, class: entityClass = 'disease', scope = 'label', use }, row) => ({
      concept: { row, id: `X:${String(row + 1)}`, label: text, entityClass, source: 'x', obsolete: false },
      names: [
        { text, scope: SYNONYM_SCOPES.indexOf(scope), type: null, ...(use === undefined ? {} : { use }) },
      ],
    })),
  )
  return new DictionaryRecognizer({
    spotter: new Dictionary(builder.slots()),
    judge: new NameJudge(index, WORDS),
  })
}

const documentOf = (...sections: readonly string[]): TextDocument => {
  let start = 0
  return {
    id: 'd',
    text: sections.join('\n'),
    sections: sections.map((text) => {
      const section = { name: 'part', start, end: start + text.length }
      start += text.length + 1
      return section
    }),
    mentions: [],
  }
}

const found = (names: readonly Name[], ...texts: readonly string[]): string[] => {
  const document = documentOf(...texts)
  return recognizerOf(...names)
    .recognize(document)
    .findings.map(({ spans }) => document.text.slice(spans[0]?.[0], spans[0]?.[1]))
}

const reasons = (names: readonly Name[], text: string): string[] =>
  (recognizerOf(...names).recognize(documentOf(text), { explain: true }).rejected ?? []).map(
    ({ reason }) => reason,
  )

describe('symbols and ordinary words', () => {
  it.each([
    ['ALL', 'all of them', []],
    ['ALL', 'with ALL-like leukaemia', ['ALL']],
    ['APC', 'an Apc mutation', []],
    ['APC', 'two APCs', ['APCs']],
    ['lung cancer', 'Lung Cancer', ['Lung Cancer']],
    ['pain', 'in pain', ['pain']],
    ['A', 'A', []],
    ['T4', 'T4 was low', []],
    ['46', 'aged 46', []],
    ['IL-2', 'of il-2', ['il-2']],
    ['hypertension', 'Hypertension', ['Hypertension']],
  ])('%j in %j', (text, prose, mentions) => {
    expect(found([{ text }], prose)).toEqual(mentions)
  })

  it('an ordinary word counts as a label rather than as a synonym', () => {
    expect(found([{ text: 'rest', scope: 'label' }], 'at rest')).toEqual(['rest'])
    expect(found([{ text: 'rest', scope: 'exact' }], 'at rest')).toEqual([])
    expect(found([{ text: 'was', scope: 'label' }], 'it was')).toEqual([])
  })

  it('what is left out says why', () => {
    expect(reasons([{ text: 'ALL' }], 'all of them')).toEqual([
      expect.stringContaining('a symbol, written otherwise than "ALL"'),
    ])
    expect(reasons([{ text: 'was' }], 'it was')).toEqual([
      expect.stringContaining('an ordinary word (everyday)'),
    ])
  })
})

describe('curations', () => {
  it.each([
    ['drop', 'heart attack', 'a curation drops "heart attack"'],
    ['link-only', 'heart attack', 'a curation keeps "heart attack" for linking alone'],
    ['case-sensitive', 'Heart Attack', 'a curation makes "heart attack" case-sensitive'],
  ] as const)('%s is honoured, with its reason', (use, text, reason) => {
    expect(found([{ text: 'heart attack', use }], `a ${text}`)).toEqual([])
    expect(reasons([{ text: 'heart attack', use }], `a ${text}`)).toEqual([reason])
  })

  it('a case-sensitive name is found as it is written', () => {
    expect(found([{ text: 'heart attack', use: 'case-sensitive' }], 'a heart attack')).toEqual([
      'heart attack',
    ])
  })
})

describe('classes and places', () => {
  it('a text that is a name in two classes is found as both', () => {
    const names = [
      { text: 'hippocampus', class: 'anatomy' },
      { text: 'hippocampus', class: 'species' },
    ]
    const { findings } = recognizerOf(...names).recognize(documentOf('the hippocampus'))
    expect(findings.map((finding) => finding.class).sort()).toEqual(['anatomy', 'species'])
  })

  it('no mention crosses the border of a section', () => {
    expect(found([{ text: 'lung cancer' }], 'lung', 'cancer')).toEqual([])
    expect(found([{ text: 'lung cancer' }], 'no', 'lung cancer')).toEqual(['lung cancer'])
  })

  it('the same text gives the same findings, in a document or alone', () => {
    const recognizer = recognizerOf({ text: 'lung cancer' })
    const once = recognizer.recognize(documentOf('lung cancer'))
    expect(recognizer.recognize(documentOf('lung cancer'))).toEqual(once)
  })

  it('three hundred sentences give three hundred mentions', () => {
    expect(found([{ text: 'lung cancer' }], 'He had lung cancer. '.repeat(300))).toHaveLength(300)
  })
})
