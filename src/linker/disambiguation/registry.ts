import { contextDisambiguator } from './context.ts'
import type { Disambiguator } from './contract.ts'
import { documentDisambiguator } from './document.ts'

/** By the `type` in a configuration. */
export const DISAMBIGUATORS = {
  context: contextDisambiguator,
  document: documentDisambiguator,
} as const satisfies Readonly<Record<string, Disambiguator>>

export type DisambiguatorType = keyof typeof DISAMBIGUATORS

export const DISAMBIGUATOR_TYPES = ['context', 'document'] as const satisfies readonly DisambiguatorType[]

export const DEFAULT_DISAMBIGUATORS: readonly Disambiguator[] = Object.values(DISAMBIGUATORS)
