const DATE = /\d{4}-\d{2}-\d{2}/

export const hasDate = (version: string): boolean => DATE.test(version)

/**
 * The release a version string names: the date inside a version IRI or path (`cl/releases/2021-08-06/cl-basic.json` →
 * `2021-08-06`), any other version as it stands.
 */
export const releaseOf = (version: string): string => {
  const text = version.trim()
  return text.includes('/') ? (DATE.exec(text)?.[0] ?? text) : text
}

/** The release of an ontology: a dated version IRI says it best; else `owl:versionInfo`, else the IRI as it stands. */
export const releaseOfOntology = (versionIri?: string, versionInfo?: string): string | undefined => {
  if (versionIri !== undefined && hasDate(versionIri)) return releaseOf(versionIri)
  return versionInfo ?? versionIri
}
