import { endOf, type Mention, startOf } from '../core/document.ts'

/** What is wrong with a mention that was missed, or found for nothing. */
export type ErrorKind =
  /** Same spans, another class. */
  | 'class'
  /** Same spans, another concept. */
  | 'id'
  /** Same spans, but no concept on one of the sides. */
  | 'nil'
  /** Other spans that overlap, all else right. */
  | 'boundary'
  /** Same short form in the document, another long form. */
  | 'long-form'
  /** Same long form in the document, another short form. */
  | 'short-form'
  /** Nothing like it on the other side. */
  | 'alone'
  | LinkErrorKind

/** What is wrong with the link of a mention that was given. */
export type LinkErrorKind =
  /** Answered, and no candidate is right. */
  | 'no-candidate'
  /** Answered, and a right candidate is not the first. */
  | 'rank'
  /** NIL, though the knowledge base has the concept. */
  | 'nil-though-covered'
  /** Answered, though no concept is right, or none that the knowledge base has. */
  | 'answered-though-nil'

/** Errors of one kind of string, with one place where it happened. */
export interface WorstError {
  readonly count: number
  readonly class: string
  readonly text: string
  /** Ids of the mention, where ids are scored. */
  readonly ids?: readonly string[]
  readonly kinds: Readonly<Partial<Record<ErrorKind, number>>>
  readonly example: ErrorExample
}

export interface ErrorExample {
  readonly document: string
  readonly start: number
  readonly end: number
  readonly before: string
  readonly after: string
  /** What stood on the other side in place of it: its text, class or id. */
  readonly instead?: string
}

/** One mention that was missed, or found for nothing. */
export interface MentionError {
  readonly mention: Mention
  readonly kind: ErrorKind
  readonly instead?: string | undefined
  /** Ids of the mention, where ids are scored. */
  readonly ids?: readonly string[]
}

export interface ErrorReport {
  readonly total: number
  readonly kinds: Readonly<Partial<Record<ErrorKind, number>>>
  /** Most frequent first. */
  readonly worst: readonly WorstError[]
}

/** Units of text shown on either side. */
const CONTEXT = 40

/** Gathers errors by string, class and ids. */
export class ErrorTally {
  readonly #byKey = new Map<string, WorstError>()
  readonly #kinds: Partial<Record<ErrorKind, number>> = {}
  #total = 0

  add({ id, text }: { readonly id: string; readonly text: string }, error: MentionError): void {
    const { mention, kind, ids } = error
    this.#total++
    this.#kinds[kind] = (this.#kinds[kind] ?? 0) + 1
    const key = JSON.stringify([mention.text, mention.class, ids])
    const before = this.#byKey.get(key)
    const kinds = before?.kinds ?? {}
    this.#byKey.set(key, {
      count: (before?.count ?? 0) + 1,
      class: mention.class,
      text: mention.text,
      ...(ids === undefined ? {} : { ids }),
      kinds: { ...kinds, [kind]: (kinds[kind] ?? 0) + 1 },
      example: before?.example ?? exampleOf(id, text, error),
    })
  }

  /** @param limit at most this many of the worst */
  report(limit: number): ErrorReport {
    // Strings of one count stay in the order of their first appearance.
    const worst = [...this.#byKey.values()].sort((a, b) => b.count - a.count).slice(0, limit)
    return { total: this.#total, kinds: { ...this.#kinds }, worst }
  }
}

const exampleOf = (document: string, text: string, { mention, instead }: MentionError): ErrorExample => {
  const [start, end] = [startOf(mention), endOf(mention)]
  return {
    document,
    start,
    end,
    before: text.slice(betweenPairs(text, Math.max(0, start - CONTEXT)), start),
    after: text.slice(end, betweenPairs(text, Math.min(text.length, end + CONTEXT))),
    ...(instead === undefined ? {} : { instead }),
  }
}

/** The offset, moved past the second half of a surrogate pair. */
const betweenPairs = (text: string, offset: number): number =>
  /^[\udc00-\udfff]/.test(text.slice(offset, offset + 1)) ? offset + 1 : offset
