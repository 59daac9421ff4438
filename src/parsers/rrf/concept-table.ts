/**
 * Numbers by concept id, compactly: ids that differ in their last two digits alone share a page. Ten million of them
 * take some 60 MB where a Map would take a gigabyte.
 */
export class ConceptTable {
  readonly #pages = new Map<string, Uint32Array>()
  readonly #others = new Map<string, number>()

  /** 0 when nothing was set. */
  get(cui: string): number {
    const place = placeInPage(cui)
    if (place === -1) return this.#others.get(cui) ?? 0
    return this.#pages.get(cui.slice(0, -2))?.[place] ?? 0
  }

  set(cui: string, value: number): void {
    const place = placeInPage(cui)
    if (place === -1) {
      this.#others.set(cui, value)
      return
    }
    const key = cui.slice(0, -2)
    let page = this.#pages.get(key)
    if (!page) {
      page = new Uint32Array(100)
      this.#pages.set(key, page)
    }
    page[place] = value
  }
}

const ZERO = 48

/** 0–99, or -1 for an id that does not end in two digits. */
const placeInPage = (cui: string): number => {
  const tens = cui.charCodeAt(cui.length - 2) - ZERO
  const units = cui.charCodeAt(cui.length - 1) - ZERO
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? tens * 10 + units : -1
}
