import type { Curie } from '../../core/term.ts'
import type { Disambiguator } from './contract.ts'

/** A link is sure from here on. */
const SURE = 0.5
/** Log-odds for a link that is certain; fitted on the train splits (docs/linking.md). */
const WEIGHT = 1

interface Sighting {
  readonly key: string
  readonly text: string
  readonly score: number
}

/** Documents come back to what they speak of, by other names: what another mention surely is, this one is more likely. */
export const documentDisambiguator: Disambiguator = {
  name: 'document',
  read: ({ mentions }) => {
    const sightings = new Map<Curie, Sighting[]>()
    for (const { text, candidates } of mentions) {
      const [first] = candidates
      if (first === undefined || first.score < SURE) continue
      const own = { key: keyOf(text), text, score: first.score }
      const same = sightings.get(first.id) ?? []
      // One of each name is enough.
      if (!same.some(({ key }) => key === own.key)) sightings.set(first.id, [...same, own])
    }
    return ({ text }, { id }) => {
      const key = keyOf(text)
      const others = (sightings.get(id) ?? []).filter((other) => other.key !== key)
      const surest = others.reduce<Sighting | null>(
        (a, b) => (a !== null && a.score >= b.score ? a : b),
        null,
      )
      if (surest === null) return null
      return {
        feature: 'document',
        value: `it speaks of it as "${surest.text}", too`,
        weight: WEIGHT * surest.score,
      }
    }
  },
}

const keyOf = (text: string): string => text.trim().toLowerCase()
