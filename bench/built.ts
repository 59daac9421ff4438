// The build output, as users run it: `npm run build` first.
import type * as Api from '../src/api.ts'
import type * as TextBlocks from '../src/io/text-blocks.ts'
import type * as Dictionary from '../src/index/dictionary/dictionary.ts'
import type * as FuzzyIndex from '../src/index/fuzzy/fuzzy-index.ts'
import type * as NameIndex from '../src/index/name-index.ts'
import type * as Registry from '../src/parsers/registry.ts'

const built = (module: string): Promise<unknown> =>
  import(new URL(`../dist/${module}.js`, import.meta.url).href)

export const api = (await built('api')) as typeof Api
export const { readTextBlocks } = (await built('io/text-blocks')) as typeof TextBlocks
export const { parsers } = (await built('parsers/registry')) as typeof Registry
export const { openDictionary } = (await built('index/dictionary/dictionary')) as typeof Dictionary
export const { openNameIndex } = (await built('index/name-index')) as typeof NameIndex
export const { openFuzzyIndex } = (await built('index/fuzzy/fuzzy-index')) as typeof FuzzyIndex
