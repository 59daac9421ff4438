/**
 * BioC (Comeau et al. 2013, doi:10.1093/database/bat064) as its XML and its JSON both say it. Offsets are code points in
 * the document; `undefined` for what is missing or no number.
 */
export type Infons = Readonly<Record<string, string>>

export interface BioCAnnotation {
  readonly id?: string
  readonly infons: Infons
  readonly locations: readonly { readonly offset: number | undefined; readonly length: number | undefined }[]
  /** Absent where the file has none. */
  readonly text?: string
  readonly line: number
}

export interface BioCRelation {
  readonly id?: string
  readonly infons: Infons
  readonly nodes: readonly { readonly refid: string; readonly role: string }[]
}

/** What passages, sentences and documents have alike. */
export interface BioCMarks {
  readonly infons: Infons
  readonly annotations: readonly BioCAnnotation[]
  readonly relations: readonly BioCRelation[]
}

export interface BioCSentence extends BioCMarks {
  readonly offset: number | undefined
  readonly text: string
}

export interface BioCPassage extends BioCSentence {
  readonly sentences: readonly BioCSentence[]
  readonly line: number
}

export interface BioCDocument extends BioCMarks {
  readonly id: string
  readonly passages: readonly BioCPassage[]
  readonly line: number
}

/** Longest gap between two passages that is filled; passages further apart are moved together. */
export const MAX_GAP = 10_000

/** What stands in a gap: a line feed, and blanks. */
export const gapOf = (length: number): string => (length === 0 ? '' : `\n${' '.repeat(length - 1)}`)
