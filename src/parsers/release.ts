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
