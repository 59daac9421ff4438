import type { Registry } from '../../core/registry.ts'
import type { Disambiguator } from './contract.ts'

export const DISAMBIGUATORS: Registry<Disambiguator> = {
  context: async () => (await import('./context.ts')).contextDisambiguator,
  document: async () => (await import('./document.ts')).documentDisambiguator,
}
