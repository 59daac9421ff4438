import { basename } from 'node:path'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { WordRules } from './bert-words.ts'
import { damaged, messageOf, unsuited } from './model-failure.ts'
import type { AddedToken, WordPieceSettings } from './word-piece.ts'

/**
 * Reads `tokenizer.json` (Hugging Face's format, of type WordPiece) or `vocab.txt` (a piece a line, its id the number of
 * the line).
 *
 * @param lowerCase what the model's settings say: of `vocab.txt`, which cannot say itself
 * @throws KnownError `MODEL_DAMAGED`, `MODEL_UNSUITED`
 */
export const readTokenizer = async (file: string, lowerCase: boolean): Promise<WordPieceSettings> => {
  const text = await readText(file)
  if (!file.endsWith('.json')) return fromVocabulary(text, file, lowerCase)
  const settings = fromJson(text, file)
  if (settings.rules.lowerCase !== lowerCase) {
    const said = `ontoground.json has "lowerCase": ${String(lowerCase)}`
    throw unsuited(
      file,
      `the tokenizer has "lowercase": ${String(settings.rules.lowerCase)}, ${said}`,
      'Correct "lowerCase" in ontoground.json.',
    )
  }
  return settings
}

const readText = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw damaged(file, 'the tokenizer is missing, or cannot be read', cause)
  }
}

const CONTINUATION = '##'
const BERT_LONGEST_WORD = 100

const fromVocabulary = (text: string, file: string, lowerCase: boolean): WordPieceSettings => {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''))
  if (lines.at(-1) === '') lines.pop()
  const ids = new Map(lines.map((line, id) => [line, id]))
  const idOf = (token: string): number => requireId(ids, token, file)
  return {
    rules: { cleanText: true, lowerCase, stripAccents: lowerCase, splitIdeographs: true },
    ...split(ids, CONTINUATION),
    unknownId: idOf('[UNK]'),
    longestWord: BERT_LONGEST_WORD,
    added: ['[UNK]', '[SEP]', '[PAD]', '[CLS]', '[MASK]']
      .filter((token) => ids.has(token))
      .map((content) => ({ content, id: idOf(content) })),
    prefix: [idOf('[CLS]')],
    suffix: [idOf('[SEP]')],
  }
}

const id = z.int().min(0)

/** By hand: there are tens of thousands. */
const isVocabulary = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((each) => Number.isInteger(each) && Number(each) >= 0)

const normalizerSchema = z.object({
  type: z.literal('BertNormalizer'),
  clean_text: z.boolean().default(true),
  handle_chinese_chars: z.boolean().default(true),
  strip_accents: z.boolean().nullish(),
  lowercase: z.boolean().default(true),
})

const piece = z.union([
  z.object({ SpecialToken: z.object({ id: z.string() }) }),
  z.object({ Sequence: z.object({ id: z.literal('A') }) }),
])

const postProcessorSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('TemplateProcessing'),
    single: z.array(piece),
    special_tokens: z.record(z.string(), z.object({ ids: z.array(id) })),
  }),
  z.object({
    type: z.literal('BertProcessing'),
    cls: z.tuple([z.string(), id]),
    sep: z.tuple([z.string(), id]),
  }),
])

type PostProcessor = z.infer<typeof postProcessorSchema>

const addedTokenSchema = z.object({
  id,
  content: z.string().min(1),
  single_word: z.literal(false).default(false),
  normalized: z.literal(false).default(false),
})

const tokenizerSchema = z.object({
  added_tokens: z.array(addedTokenSchema).default([]),
  normalizer: normalizerSchema,
  pre_tokenizer: z.object({ type: z.literal('BertPreTokenizer') }),
  post_processor: postProcessorSchema,
  model: z.object({
    type: z.literal('WordPiece').default('WordPiece'),
    vocab: z.custom<Readonly<Record<string, number>>>(isVocabulary, 'must give each piece its id'),
    unk_token: z.string().default('[UNK]'),
    continuing_subword_prefix: z.string().default(CONTINUATION),
    max_input_chars_per_word: z.int().min(1).default(BERT_LONGEST_WORD),
  }),
})

const fromJson = (text: string, file: string): WordPieceSettings => {
  const { normalizer, model, added_tokens, post_processor } = parsed(text, file)
  const ids = new Map(Object.entries(model.vocab))
  return {
    rules: rulesOf(normalizer),
    ...split(ids, model.continuing_subword_prefix),
    unknownId: requireId(ids, model.unk_token, file),
    longestWord: model.max_input_chars_per_word,
    added: added_tokens.map(({ content, id }): AddedToken => ({ content, id })),
    ...surroundings(post_processor),
  }
}

const parsed = (text: string, file: string): z.infer<typeof tokenizerSchema> => {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw damaged(file, `not valid JSON: ${messageOf(cause)}`, cause)
  }
  const checked = tokenizerSchema.safeParse(json)
  if (checked.success) return checked.data
  const [issue] = checked.error.issues
  const place = issue === undefined || issue.path.length === 0 ? 'the file' : issue.path.join('.')
  throw unsuited(
    file,
    `${place}: ${issue?.message ?? 'not valid'}`,
    'Only tokenizers of BERT are supported: WordPiece, with BertNormalizer and BertPreTokenizer.',
  )
}

const rulesOf = (normalizer: z.infer<typeof normalizerSchema>): WordRules => ({
  cleanText: normalizer.clean_text,
  lowerCase: normalizer.lowercase,
  stripAccents: normalizer.strip_accents ?? normalizer.lowercase,
  splitIdeographs: normalizer.handle_chinese_chars,
})

const surroundings = (processor: PostProcessor): Pick<WordPieceSettings, 'prefix' | 'suffix'> => {
  if (processor.type === 'BertProcessing') return { prefix: [processor.cls[1]], suffix: [processor.sep[1]] }
  const at = processor.single.findIndex((part) => 'Sequence' in part)
  const idsOf = (parts: typeof processor.single): number[] =>
    parts.flatMap((part) => ('SpecialToken' in part ? specialIds(processor, part.SpecialToken.id) : []))
  return { prefix: idsOf(processor.single.slice(0, at)), suffix: idsOf(processor.single.slice(at + 1)) }
}

const specialIds = (
  { special_tokens }: Extract<PostProcessor, { type: 'TemplateProcessing' }>,
  name: string,
): readonly number[] => (Object.hasOwn(special_tokens, name) ? special_tokens[name]?.ids : undefined) ?? []

/** Pieces that begin words, and those that go on, without their mark. */
const split = (
  ids: ReadonlyMap<string, number>,
  continuation: string,
): Pick<WordPieceSettings, 'heads' | 'tails'> => {
  const heads = new Map<string, number>()
  const tails = new Map<string, number>()
  for (const [token, id] of ids) {
    if (token === '') continue
    heads.set(token, id)
    if (token.startsWith(continuation)) tails.set(token.slice(continuation.length), id)
  }
  return { heads, tails }
}

const requireId = (ids: ReadonlyMap<string, number>, token: string, file: string): number => {
  const found = ids.get(token)
  if (found !== undefined) return found
  throw unsuited(
    file,
    `the vocabulary has no "${token}"`,
    `Use the tokenizer the model was trained with; ${basename(file)} seems to be another's.`,
  )
}
