import type { KnownError } from '../core/errors.ts'
import type { EmbeddingProgress } from '../encoder/embedding-cache-fill.ts'
import type { Issue } from '../core/issue.ts'

export type { EmbeddingProgress }

/** What a build tells its caller while it works. */
export type BuildEvent =
  | { readonly kind: 'source-begun'; readonly source: string; readonly index: number; readonly of: number }
  | { readonly kind: 'source-progress'; readonly source: string; readonly terms: number }
  | {
      readonly kind: 'source-done'
      readonly source: string
      readonly terms: number
      readonly mappings: number
      readonly issues: number
      /** Taken over from the build before: nothing of it has changed. */
      readonly reused: boolean
    }
  | { readonly kind: 'issue'; readonly source: string; readonly file: string; readonly issue: Issue }
  | ({ readonly kind: 'embedding' } & EmbeddingProgress)
  /** The encoder cannot be used: the build goes on without vectors. */
  | { readonly kind: 'encoder-failed'; readonly problem: KnownError }
  /** Another process changes this knowledge base: the build begins when that is done. */
  | { readonly kind: 'waiting'; readonly holder: string }
  /** Builds beyond those to be kept. */
  | { readonly kind: 'removed'; readonly builds: readonly string[] }
  /** The build before cannot be read: what changed is not said. */
  | { readonly kind: 'not-compared'; readonly reason: string }
  /** After the last source. */
  | { readonly kind: 'stage-begun' | 'stage-done'; readonly stage: BuildStage }

export type BuildStage =
  | 'indexing records'
  | 'indexing names'
  | 'indexing words'
  | 'embedding names'
  | 'looking for collisions'
  | 'checking files'
  | 'comparing with the build before'

/** Tells when a stage begins and ends. */
export const duringStage = async <Result>(
  onEvent: (event: BuildEvent) => void,
  stage: BuildStage,
  work: () => Result | Promise<Result>,
): Promise<Result> => {
  onEvent({ kind: 'stage-begun', stage })
  const result = await work()
  onEvent({ kind: 'stage-done', stage })
  return result
}
