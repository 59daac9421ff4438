import * as tokenizers from '@huggingface/tokenizers'

/** What is used of the reference; its own types do not resolve under NodeNext. */
interface ReferenceTokenizers {
  readonly Tokenizer: new (
    tokenizer: object,
    config: object,
  ) => {
    encode(text: string): { readonly ids: readonly number[] }
  }
}

/** What Hugging Face's tokenizer makes of a text; `json` is the content of `tokenizer.json`. */
export const referenceTokenizer = (json: object): ((text: string) => readonly number[]) => {
  const { Tokenizer } = tokenizers as unknown as ReferenceTokenizers
  const tokenizer = new Tokenizer(json, {})
  return (text) => tokenizer.encode(text).ids
}
