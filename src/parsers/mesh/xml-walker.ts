export type Attributes = Readonly<Record<string, string>>

/** What an element means: what it does to the draft of the record it stands in, and what may stand in it. */
export interface Rule<Draft> {
  readonly children?: ReadonlyMap<string, Rule<Draft>>
  readonly open?: (draft: Draft, attributes: Attributes, line: number) => void
  /** Gets the text of the element, trimmed, unless it is empty. */
  readonly text?: (draft: Draft, text: string) => void
  readonly close?: (draft: Draft) => void
}

/** The rule of an element that holds others. */
export const branch = <Draft>(
  children: Readonly<Record<string, Rule<Draft>>>,
  rest: Omit<Rule<Draft>, 'children'> = {},
): Rule<Draft> => ({ children: new Map(Object.entries(children)), ...rest })

/** Follows one record from tag to tag; of elements it has no rule for it tells, and passes over what is in them. */
export class RecordWalker<Draft> {
  readonly #draft: Draft
  readonly #onUnknown: (name: string, line: number) => void
  readonly #rules: Rule<Draft>[]
  #rule: Rule<Draft>
  #skipped = 0
  #text = ''

  constructor(rule: Rule<Draft>, draft: Draft, onUnknown: (name: string, line: number) => void) {
    this.#rule = rule
    this.#rules = []
    this.#draft = draft
    this.#onUnknown = onUnknown
  }

  open(name: string, attributes: Attributes, line: number): void {
    const rule = this.#skipped > 0 ? undefined : this.#rule.children?.get(name)
    if (rule === undefined) {
      if (this.#skipped++ === 0) this.#onUnknown(name, line)
      return
    }
    this.#rules.push(this.#rule)
    this.#rule = rule
    this.#text = ''
    rule.open?.(this.#draft, attributes, line)
  }

  text(text: string): void {
    if (this.#rule.text !== undefined && this.#skipped === 0) this.#text += text
  }

  /** @returns whether the record itself was closed */
  close(): boolean {
    if (this.#skipped > 0) {
      this.#skipped--
      return false
    }
    const rule = this.#rule
    if (rule.text !== undefined) {
      const text = this.#text.trim()
      if (text !== '') rule.text(this.#draft, text)
    }
    rule.close?.(this.#draft)
    const outer = this.#rules.pop()
    if (outer === undefined) return true
    this.#rule = outer
    return false
  }
}
