/** An element of a page in memory: as much of one as the project's own scripts touch. */
export class SmallElement {
  readonly children: (SmallElement | string)[] = []
  readonly #listeners = new Map<string, (() => void)[]>()
  readonly name: string
  className = ''
  value = ''
  hidden = false

  constructor(name: string) {
    this.name = name
  }

  get textContent(): string {
    return this.children.map((child) => (typeof child === 'string' ? child : child.textContent)).join('')
  }

  set textContent(text: string) {
    this.children.splice(0, this.children.length, text)
  }

  append(...more: readonly (SmallElement | string)[]): void {
    for (const child of more)
      if (child instanceof SmallElement && child.name === '#fragment') this.children.push(...child.children)
      else this.children.push(child)
  }

  replaceChildren(): void {
    this.children.length = 0
  }

  addEventListener(event: string, listener: () => void): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener])
  }

  /** What a reader does to it. */
  does(event: string, value = this.value): void {
    this.value = value
    for (const listener of this.#listeners.get(event) ?? []) listener()
  }

  /** All elements of a name, within and below. */
  all(name: string): SmallElement[] {
    return this.children.flatMap((child) =>
      typeof child === 'string' ? [] : [...(child.name === name ? [child] : []), ...child.all(name)],
    )
  }
}

/** The document that a script sees: elements with these ids. */
export const smallDocument = (ids: readonly string[]) => {
  const elements = new Map(ids.map((id) => [id, new SmallElement(id)]))
  const element = (id: string): SmallElement => {
    const found = elements.get(id)
    if (found === undefined) throw new Error(`the page has no element "${id}"`)
    return found
  }
  return {
    element,
    document: {
      getElementById: element,
      createElement: (name: string) => new SmallElement(name),
      createDocumentFragment: () => new SmallElement('#fragment'),
    },
  }
}
