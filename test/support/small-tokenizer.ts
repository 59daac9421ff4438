/** Settings as `tokenizer.json` writes them. */
export interface SmallTokenizerOptions {
  readonly lowercase?: boolean
  readonly strip_accents?: boolean | null
  readonly handle_chinese_chars?: boolean
  readonly clean_text?: boolean
}

/** Tokens that every vocabulary begins with. */
export const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'] as const
const LETTERS = Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789αβγδσςœßıéİ中文한́̈')
const PIECES = [
  'heart',
  'attack',
  'ing',
  'ed',
  'disease',
  'β',
  'he',
  'art',
  'type',
  'İst',
  'wilson',
  'ﬁb',
  '👍',
  '𝛼',
]
const MARKS = Array.from('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~–’½')

/** A made-up vocabulary: letters, a few words, marks; not all of what there is. */
export const smallVocabulary = (): string[] => [
  ...SPECIAL,
  ...new Set([
    ...LETTERS,
    ...PIECES,
    ...MARKS,
    ...LETTERS.slice(3).map((letter) => `##${letter}`),
    ...PIECES.map((piece) => `##${piece}`),
  ]),
]

/** What a `tokenizer.json` of Hugging Face would say with the small vocabulary. */
export const smallTokenizerJson = (options: SmallTokenizerOptions = {}): Record<string, unknown> =>
  tokenizerJson(smallVocabulary(), SPECIAL, options)

/**
 * What it would say with another one.
 *
 * @param added what is found in a text as it is written
 */
export const tokenizerJson = (
  vocabulary: readonly string[],
  added: readonly string[],
  options: SmallTokenizerOptions = {},
): Record<string, unknown> => ({
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: added.map((content) => ({
    id: vocabulary.indexOf(content),
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  normalizer: {
    type: 'BertNormalizer',
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
    ...options,
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [
      { SpecialToken: { id: '[CLS]', type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '[SEP]', type_id: 0 } },
    ],
    pair: [],
    special_tokens: {
      '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
      '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
    },
  },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
  },
})
