/** A well-known source: what a configuration needs to use it, and what its users should know. */
export interface CatalogueEntry {
  /** Name of the source in the configuration. */
  readonly name: string
  readonly title: string
  readonly type: string
  readonly entityClass: string
  readonly path: string
  /** Absent where a licence must be accepted first; `obtain` then says how to come by the file. */
  readonly url?: string
  /** SPDX where there is such an identifier. */
  readonly license: string
  /** What the publishers ask to be cited, as a DOI where there is one. */
  readonly citation: string
  readonly idPrefixes?: readonly string[]
  readonly roots?: readonly string[]
  readonly options?: Readonly<Record<string, unknown>>
  /** For sources without `url`: how to get the file, and where to put it. */
  readonly obtain?: string
}

/** Where downloaded files lie, relative to the configuration. */
export const SOURCES_FOLDER = 'data/sources'
