import type { DocumentProblem, ReadDocumentsOptions } from './contract.ts'

/**
 * Most that is gathered for one document before it is given up, UTF-16 code units: half of what a string holds.
 */
export const MAX_DOCUMENT_LENGTH = 256 * 1024 * 1024

/**
 * A document, or `undefined`, with a report, where it goes beyond what JavaScript holds: a string of more than 2^29 code
 * units, or objects nested so deep that they cannot be written. The documents beside it are not harmed.
 *
 * @param place of the document in the input
 */
export const withinLimits = <T>(
  make: () => T | undefined,
  place: Pick<DocumentProblem, 'line' | 'id'>,
  { report }: Pick<ReadDocumentsOptions, 'report'>,
): T | undefined => {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    report(tooLarge(place))
    return undefined
  }
}

export const tooLarge = (place: Pick<DocumentProblem, 'line' | 'id'>): DocumentProblem => ({
  ...place,
  message: 'the document is too long, or nested too deep, to be held, and was left out',
  repair: 'Cut it into several documents.',
})
