import type { Disambiguator } from './contract.ts'

/** Log-odds where all that the label says beyond the mention stands in the text; fitted on the train splits. */
const WEIGHT = 0.7

/** What the text speaks of: a concept is likelier, the more words of its label stand there, beyond those of the mention. */
export const contextDisambiguator: Disambiguator = {
  name: 'context',
  read: ({ texts }) => {
    const around = new Set(texts.flatMap((text) => [...stemsOf(text).keys()]))
    const known = new Map<string, Stems>()
    const remembered = (text: string): Stems => {
      const stems = known.get(text) ?? stemsOf(text)
      known.set(text, stems)
      return stems
    }
    return ({ text }, { label }) => {
      if (label === null || around.size === 0) return null
      const said = remembered(text)
      const found: string[] = []
      let more = 0
      for (const [stem, word] of remembered(label)) {
        if (said.has(stem)) continue
        more++
        if (around.has(stem)) found.push(word)
      }
      if (found.length === 0) return null
      return {
        feature: 'context',
        value: `the text says "${found.join(' ')}"`,
        weight: (WEIGHT * found.length) / more,
      }
    }
  },
}

/** Longer words are the same if so many letters are. */
const STEM_LETTERS = 6

/** Words by their stems. */
type Stems = ReadonlyMap<string, string>

/** Words of three letters and more. */
const stemsOf = (text: string): Stems =>
  new Map((text.toLowerCase().match(/\p{L}{3,}/gu) ?? []).map((word) => [word.slice(0, STEM_LETTERS), word]))
