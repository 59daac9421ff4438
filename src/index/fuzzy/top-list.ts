/** The best few of many: numbers with scores, kept as a heap whose worst lies on top. Equal scores: the lower number wins. */
export class TopList {
  readonly #numbers: Uint32Array
  readonly #scores: Float64Array
  #length = 0

  /** @param most how many are kept, at least 1 */
  constructor(most: number) {
    this.#numbers = new Uint32Array(most)
    this.#scores = new Float64Array(most)
  }

  /** What is not above this is not taken: the worst score when full, else -Infinity. */
  get bar(): number {
    return this.#length < this.#numbers.length ? -Infinity : (this.#scores[0] ?? 0)
  }

  add(number: number, score: number): void {
    if (this.#length < this.#numbers.length) this.#rise(this.#length++, number, score)
    else if (this.#isWorse(this.#numbers[0] ?? 0, this.#scores[0] ?? 0, number, score))
      this.#sink(number, score)
  }

  /** Best first. */
  sorted(): readonly { readonly number: number; readonly score: number }[] {
    return Array.from({ length: this.#length }, (_, at) => ({
      number: this.#numbers[at] ?? 0,
      score: this.#scores[at] ?? 0,
    })).sort((a, b) => b.score - a.score || a.number - b.number)
  }

  #isWorse(number: number, score: number, otherNumber: number, otherScore: number): boolean {
    return score < otherScore || (score === otherScore && number > otherNumber)
  }

  #rise(from: number, number: number, score: number): void {
    let place = from
    while (place > 0) {
      const parent = (place - 1) >>> 1
      if (!this.#isWorse(number, score, this.#numbers[parent] ?? 0, this.#scores[parent] ?? 0)) break
      this.#put(place, this.#numbers[parent] ?? 0, this.#scores[parent] ?? 0)
      place = parent
    }
    this.#put(place, number, score)
  }

  /** Puts a better one in the place of the worst. */
  #sink(number: number, score: number): void {
    let place = 0
    for (;;) {
      let child = 2 * place + 1
      if (child >= this.#length) break
      const right = child + 1
      if (right < this.#length && this.#isLower(right, child)) child = right
      if (!this.#isWorse(this.#numbers[child] ?? 0, this.#scores[child] ?? 0, number, score)) break
      this.#put(place, this.#numbers[child] ?? 0, this.#scores[child] ?? 0)
      place = child
    }
    this.#put(place, number, score)
  }

  #isLower(a: number, b: number): boolean {
    return this.#isWorse(
      this.#numbers[a] ?? 0,
      this.#scores[a] ?? 0,
      this.#numbers[b] ?? 0,
      this.#scores[b] ?? 0,
    )
  }

  #put(place: number, number: number, score: number): void {
    this.#numbers[place] = number
    this.#scores[place] = score
  }
}
