import { KnownError } from '../../core/errors.ts'
import type { VectorBackend } from './contract.ts'

/**
 * The backend of vector indexes. Loaded when first asked for: its library is native, and what is lexical works without.
 *
 * @throws KnownError `MODEL_RUNTIME` where the library does not work on this machine
 */
export const loadVectorBackend = async (): Promise<VectorBackend> => {
  try {
    return (await import('./usearch-backend.ts')).usearchBackend()
  } catch (cause) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).split('\n', 1)[0] ?? ''
    throw new KnownError(
      'MODEL_RUNTIME',
      `vector indexes cannot be used: ${reason}`,
      'Run npm install usearch@2.25.3, or leave the model out: what is lexical works without.',
      { cause },
    )
  }
}
