import type { Mention } from '../core/document.ts'
import { type Answer, isRight, type Wanted } from './concepts.ts'
import { ErrorTally, type ErrorReport, type MentionError } from './errors.ts'
import { groupBy } from '../core/group-by.ts'
import { overlapping, spanKey } from './spans.ts'

/** A document's gold and answers, and which of them have no mate. */
export interface Judged {
  readonly plain: readonly Wanted[]
  readonly nil: readonly Mention[]
  readonly answers: readonly Answer[]
  readonly missed: readonly Wanted[]
  readonly wrong: readonly Answer[]
}

/** Gathers mentions that were missed or found for nothing, with their ids and what stood in their place. */
export class ConceptErrors {
  readonly #falsePositives = new ErrorTally()
  readonly #falseNegatives = new ErrorTally()

  add(document: { readonly id: string; readonly text: string }, judged: Judged): void {
    for (const error of missedErrors(judged)) this.#falseNegatives.add(document, error)
    for (const error of wrongErrors(judged)) this.#falsePositives.add(document, error)
  }

  report(limit: number): { readonly falsePositives: ErrorReport; readonly falseNegatives: ErrorReport } {
    return {
      falsePositives: this.#falsePositives.report(limit),
      falseNegatives: this.#falseNegatives.report(limit),
    }
  }
}

const missedErrors = ({ missed, answers }: Judged): readonly MentionError[] => {
  const there = groupBy(answers, ({ mention }) => spanKey(mention))
  const near = overlapping(missed.map(mentionOf), answers.map(mentionOf))
  return missed.map((wanted, index) => {
    const { mention } = wanted
    const of = { mention, ids: mention.ids }
    const same = there.get(spanKey(mention)) ?? []
    const other = same.find(({ said }) => said.length > 0)
    if (other) return { ...of, kind: 'id', instead: named(other.mention) }
    if (same.length > 0) return { ...of, kind: 'nil' }
    const neighbours = (near[index] ?? []).flatMap((at) => answers[at] ?? [])
    const right = neighbours.find((answer) => isRight(answer, wanted))
    return right ? { ...of, kind: 'boundary', instead: right.mention.text } : { ...of, kind: 'alone' }
  })
}

const wrongErrors = ({ wrong, plain, nil }: Judged): readonly MentionError[] => {
  const there = groupBy(plain, ({ mention }) => spanKey(mention))
  const nothing = new Set(nil.map(spanKey))
  const near = overlapping(wrong.map(mentionOf), plain.map(mentionOf))
  return wrong.map((answer, index) => {
    const { mention } = answer
    const of = { mention, ids: mention.composite === true ? mention.ids : mention.ids.slice(0, 1) }
    const [same] = there.get(spanKey(mention)) ?? []
    if (same) return { ...of, kind: 'id', instead: same.mention.ids.join(', ') }
    if (nothing.has(spanKey(mention))) return { ...of, kind: 'nil' }
    const neighbours = (near[index] ?? []).flatMap((at) => plain[at] ?? [])
    const right = neighbours.find((wanted) => isRight(answer, wanted))
    return right ? { ...of, kind: 'boundary', instead: right.mention.text } : { ...of, kind: 'alone' }
  })
}

const mentionOf = ({ mention }: { readonly mention: Mention }): Mention => mention

const named = ({ ids, candidates }: Mention): string =>
  [ids[0] ?? '', candidates?.[0]?.label ?? ''].filter((part) => part !== '').join(' ')
