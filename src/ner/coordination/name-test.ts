import type { RecognizerParts } from '../contract.ts'
import type { IsName } from './recognizer.ts'

/**
 * Tells of which classes a reading is a name, by the judgement of the dictionary: of those it is at least so sure of (0–1).
 * The spotter is asked first: most readings are no names, and it knows ten times as fast.
 */
export const nameTest = (
  { spotter, judge }: Pick<RecognizerParts, 'spotter' | 'judge'>,
  leastScore = 0.5,
): IsName => {
  let spots: ReturnType<typeof spotter> | undefined
  return (reading) => {
    spots ??= spotter()
    let spotted = 0
    spots.scan(reading, 0, reading.length, (start, end) => {
      if (start === 0 && end === reading.length) spotted++
    })
    if (spotted === 0) return []
    return judge
      .verdictOn(reading)
      .judgements.filter(({ score }) => score >= leastScore)
      .map((judgement) => judgement.class)
  }
}
