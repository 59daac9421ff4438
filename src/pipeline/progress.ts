import type { Issue } from '../core/issue.ts'

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
    }
  | { readonly kind: 'issue'; readonly source: string; readonly file: string; readonly issue: Issue }
  /** After the last source. */
  | { readonly kind: 'stage-begun' | 'stage-done'; readonly stage: BuildStage }

export type BuildStage =
  'indexing records' | 'indexing names' | 'indexing words' | 'looking for collisions' | 'checking files'
