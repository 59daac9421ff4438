/**
 * Lines end with LF here, as in all sources; n3 counts a lone CR as the end of one, too. Keeps where these stand, so that
 * its lines can be told as ours.
 */
export class LoneReturns {
  /** Ends of lines so far, as n3 counts them. */
  #ends = 0
  /** Which of the ends are lone CRs, ascending. */
  readonly #lone: number[] = []

  /** @param text the next piece, which no CR ends that a LF may follow */
  feed(text: string): void {
    if (!text.includes('\r')) {
      for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#ends++
      return
    }
    for (const [end] of text.matchAll(/\r\n|\r|\n/g)) {
      this.#ends++
      if (end === '\r') this.#lone.push(this.#ends)
    }
  }

  /** Our number of a line that n3 numbers so, both from 1. */
  lineOf(line: number): number {
    let [low, high] = [0, this.#lone.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#lone[middle] ?? 0) < line) low = middle + 1
      else high = middle
    }
    return line - low
  }
}
