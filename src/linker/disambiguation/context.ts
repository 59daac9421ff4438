import type { Disambiguator } from './contract.ts'

/** Log-odds where all that the label says beyond the mention stands in the text; fitted on the train splits. */
const WEIGHT = 0.7

/** What the text speaks of: a concept is likelier, the more words of its label stand there, beyond those of the mention. */
export const contextDisambiguator: Disambiguator = {
  name: 'context',
  read: ({ texts }) => {
    const around = new Set(texts.flatMap((text) => [...stemsOf(text).keys()]))
    return ({ text }, { label }) => {
      if (label === null || around.size === 0) return null
      const said = stemsOf(text)
      const more = [...stemsOf(label)].filter(([stem]) => !said.has(stem))
      const found = more.filter(([stem]) => around.has(stem))
      if (found.length === 0) return null
      return {
        feature: 'context',
        value: `the text says "${found.map(([, word]) => word).join(' ')}"`,
        weight: (WEIGHT * found.length) / more.length,
      }
    }
  },
}

/** Longer words are the same if so many letters are. */
const STEM_LETTERS = 6

/** Words of three letters and more, by their stems. */
const stemsOf = (text: string): ReadonlyMap<string, string> =>
  new Map((text.toLowerCase().match(/\p{L}{3,}/gu) ?? []).map((word) => [word.slice(0, STEM_LETTERS), word]))
