import { writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { readTokenizer } from '../../src/models/tokenizer-file.ts'
import { WordPiece } from '../../src/models/word-piece.ts'
import { failureOf } from '../support/failure.ts'
import { hostileText, seeded } from '../support/hostile-text.ts'
import { referenceTokenizer } from '../support/reference-tokenizer.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import {
  smallTokenizerJson,
  type SmallTokenizerOptions,
  smallVocabulary,
} from '../support/small-tokenizer.ts'

const scratch = scratchFolder()
const MOST = 1_000_000

const written = (content: unknown, name = 'tokenizer.json'): string => {
  const file = newFile(scratch, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

const ours = async (options: SmallTokenizerOptions = {}): Promise<WordPiece> =>
  new WordPiece(await readTokenizer(written(smallTokenizerJson(options)), options.lowercase ?? true))

const tokens = (piece: WordPiece, text: string): string[] => {
  const vocabulary = smallVocabulary()
  return piece.pieces(text, MOST).map((id) => vocabulary[id] ?? '?')
}

/** Any UTF-16, half surrogate pairs too. */
const units = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
  .map((codes) => String.fromCharCode(...codes))
const anyText = fc
  .oneof(
    units,
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.nat().map((seed) => hostileText(seeded(seed))),
    fc
      .array(fc.constantFrom(...smallVocabulary(), ' ', '\t', '\u0301', '\ud800', 'É'), { maxLength: 30 })
      .map((parts) => parts.join('')),
  )
  // The reference differs from Hugging Face's own library, written in Rust, in two: it knows a sigma at the end of a
  // word, and no ideographs past U+FFFF.
  .map((text) => text.replaceAll('Σ', 'S').replace(/[\u{20000}-\u{2fa1f}]/gu, '中'))

const SETTINGS: readonly SmallTokenizerOptions[] = [
  {},
  { lowercase: false },
  { lowercase: true, strip_accents: false },
  { lowercase: false, strip_accents: true },
  { handle_chinese_chars: false },
]

describe('the tokenizer gives what the reference gives', () => {
  it.each(SETTINGS)('on any text, with %j', async (options) => {
    const reference = referenceTokenizer(smallTokenizerJson(options))
    const piece = await ours(options)
    fc.assert(
      fc.property(anyText, (text) => {
        expect(piece.encode(text, MOST)).toEqual(reference(text))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('the tokenizer', () => {
  let piece: WordPiece
  beforeAll(async () => {
    piece = await ours()
  })

  it.each([
    ['Heart attack', ['heart', 'attack']],
    ['hearted', ['heart', '##ed']],
    ['TYPE-2', ['type', '-', '2']],
    ['İST', ['i', '##s', '##t']],
    ['e\u0301É', ['e', '##e']],
    // A sigma at the end of a word is one like others.
    ['ΑΣ', ['α', '##σ']],
    ['中文a', ['中', '文', 'a']],
    ['a\u{20000}d', ['a', '[UNK]', 'd']],
    ['a\u0000\ufffd\u200bd\ud800', ['a', '##d']],
    ['a\u2028d\u00a0e\tf\r\n', ['a', 'd', 'e', 'f']],
    ['x[SEP]y [sep]', ['x', '[SEP]', 'y', '[', 's', '##e', '##p', ']']],
    ['👍', ['👍']],
    ['👎 a', ['[UNK]', 'a']],
    ['', []],
    [' \n', []],
  ])('cuts %j', (text, expected) => {
    expect(tokens(piece, text)).toEqual(expected)
  })

  it('keeps accents and case where the model does', async () => {
    const kept = await ours({ lowercase: false })
    expect(tokens(kept, 'İstéA')).toEqual(['İst', '##é', '##A'])
  })

  it('knows no word of more than 100 characters, counted in code points', () => {
    expect(tokens(piece, 'd'.repeat(100))).toHaveLength(100)
    expect(tokens(piece, 'd'.repeat(101))).toEqual(['[UNK]'])
    expect(tokens(piece, '𝛼'.repeat(100))).toHaveLength(100)
    expect(tokens(piece, '𝛼'.repeat(101))).toEqual(['[UNK]'])
  })

  it('cuts off what is too long, never the token at the end', () => {
    const whole = piece.encode('heart attack disease', MOST)
    expect(whole).toHaveLength(5)
    expect(piece.encode('heart attack disease', 4)).toEqual([...whole.slice(0, 3), ...whole.slice(-1)])
    expect(piece.encode('hearted', 3)).toEqual([2, ...piece.pieces('heart', 1), 3])
    expect(piece.encode('heart', 2)).toEqual([2, 3])
  })

  it('gives the same twice, also after many other words', () => {
    const before = piece.encode('Wilson disease of the heart', MOST)
    for (let word = 0; word < 100_000; word++) piece.encode(`w${word.toString(36)}`, MOST)
    expect(piece.encode('Wilson disease of the heart', MOST)).toEqual(before)
  })

  it.each([
    ['a megabyte without a blank', 'a'.repeat(1e6)],
    ['a megabyte of blanks', ' '.repeat(1e6)],
    ['a megabyte of accents', `e${'\u0301\u0323'.repeat(5e5)}`],
    ['ten thousand parentheses', '('.repeat(10_000)],
    ['half a megabyte of brackets', '['.repeat(5e5)],
    ['half a megabyte of emoji', '👩\u200d🔬'.repeat(1e5)],
  ])('is done with %s at once', (_, text) => {
    const start = performance.now()
    piece.encode(text, 32)
    piece.encode(text, MOST)
    expect(performance.now() - start).toBeLessThan(5000)
  })
})

describe('a tokenizer file', () => {
  it('as vocab.txt gives the same as tokenizer.json', async () => {
    const piece = await ours()
    const lines = new WordPiece(
      await readTokenizer(written(`${smallVocabulary().join('\r\n')}\r\n`, 'vocab.txt'), true),
    )
    fc.assert(
      fc.property(anyText, (text) => {
        expect(lines.encode(text, 32)).toEqual(piece.encode(text, 32))
      }),
    )
  })

  it('may have the older post-processor, and none of the newer keys', async () => {
    const json = smallTokenizerJson()
    json['post_processor'] = { type: 'BertProcessing', sep: ['[SEP]', 3], cls: ['[CLS]', 2] }
    json['model'] = { vocab: Object.fromEntries(smallVocabulary().map((token, id) => [token, id])) }
    const piece = new WordPiece(await readTokenizer(written(json), true))
    expect(piece.encode('heart', 32)).toEqual((await ours()).encode('heart', 32))
  })

  it.each([
    ['no JSON', '{"model"', 'MODEL_DAMAGED', /not valid JSON/],
    [
      'of another type',
      { ...smallTokenizerJson(), model: { type: 'BPE', vocab: {} } },
      'MODEL_UNSUITED',
      /model\.type/,
    ],
    [
      'with another normalizer',
      { ...smallTokenizerJson(), normalizer: { type: 'NFKC' } },
      'MODEL_UNSUITED',
      /normalizer\.type/,
    ],
    [
      'without [UNK]',
      { ...smallTokenizerJson(), model: { type: 'WordPiece', vocab: { a: 0 } } },
      'MODEL_UNSUITED',
      /has no "\[UNK\]"/,
    ],
    ['of another case', smallTokenizerJson({ lowercase: false }), 'MODEL_UNSUITED', /"lowercase": false/],
  ])('%s is refused', async (_, content, code, message) => {
    const error = await failureOf(() => readTokenizer(written(content), true))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
    expect(error.place?.file).toMatch(/tokenizer\.json$/)
  })

  it('that is not there is told', async () => {
    expect((await failureOf(() => readTokenizer(`${scratch}/vocab.txt`, true))).code).toBe('MODEL_DAMAGED')
    const error = await failureOf(() => readTokenizer(written('[PAD]\n[UNK]\n', 'vocab.txt'), true))
    expect(error.message).toMatch(/has no "\[CLS\]"/)
  })
})
