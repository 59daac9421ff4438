import type { DocumentRelation, Mention, Section, TextDocument } from '../../core/document.ts'
import { type OffsetMap, offsetMapOf } from '../../core/text/code-points.ts'
import type { DocumentProblem } from '../contract.ts'
import { inOrder, mentionAt, spansWithin } from '../spans.ts'
import { factsOf, relationOf, without } from './infons.ts'
import {
  type BioCAnnotation,
  type BioCDocument,
  type BioCMarks,
  type BioCPassage,
  gapOf,
  type Infons,
  MAX_GAP,
} from './model.ts'

type Report = (problem: DocumentProblem) => void

/** Passages become sections at their offsets; annotations and relations of all levels are the document's. */
export const documentOf = (document: BioCDocument, collection: Infons, report: Report): TextDocument => {
  const { id, passages, infons } = document
  const layout = new Layout(id, report)
  for (const passage of passages) layout.add(passage)
  const { text, sections } = layout.whole()
  const reader = new AnnotationReader(id, text, report)
  const mentions: Mention[] = []
  const relations: DocumentRelation[] = []
  const take = (marks: BioCMarks, shift: number): void => {
    for (const annotation of marks.annotations) mentions.push(...reader.mention(annotation, shift))
    for (const relation of marks.relations) relations.push(relationOf(relation))
  }
  passages.forEach((passage, index) => {
    const shift = layout.shifts[index] ?? 0
    take(passage, shift)
    for (const sentence of passage.sentences) take(sentence, shift)
  })
  take(document, 0)
  const metadata = { ...collection, ...infons }
  return {
    id,
    text,
    sections,
    mentions: inOrder(mentions),
    ...(relations.length === 0 ? {} : { relations }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  }
}

/** The text that passages make, and how far each is from where it says. */
class Layout {
  /** Code points that the offsets of a passage are to be moved by. */
  readonly shifts: number[] = []
  readonly #id: string
  readonly #report: Report
  readonly #pieces: string[] = []
  readonly #sections: Section[] = []
  #infons: Infons = {}
  #length = 0
  #codePoints = 0
  #hasMoved = false

  constructor(id: string, report: Report) {
    this.#id = id
    this.#report = report
  }

  add(passage: BioCPassage): void {
    const gap = passage.offset === undefined ? -1 : passage.offset - this.#codePoints
    const isInPlace = Number.isInteger(gap) && gap >= 0 && gap <= MAX_GAP
    this.#append(gapOf(isInPlace ? gap : Math.min(this.#length, 1)))
    if (!isInPlace) this.#sayMoved(passage)
    this.shifts.push(isInPlace ? 0 : this.#codePoints - (passage.offset ?? 0))
    const start = this.#length
    this.#append(textOf(passage))
    const metadata = without(passage.infons, ['type'])
    this.#infons = passage.infons
    this.#sections.push({
      name: passage.infons['type'] ?? '',
      start,
      end: this.#length,
      ...(metadata === undefined ? {} : { metadata }),
    })
  }

  /** A single passage of which nothing is said is no section. */
  whole(): { text: string; sections: readonly Section[] } {
    const isBare = this.#sections.length === 1 && Object.keys(this.#infons).length === 0
    return { text: this.#pieces.join(''), sections: isBare ? [] : this.#sections }
  }

  #append(text: string): void {
    this.#pieces.push(text)
    this.#length += text.length
    this.#codePoints += offsetMapOf(text).length
  }

  #sayMoved({ offset, line }: BioCPassage): void {
    if (this.#hasMoved) return
    this.#hasMoved = true
    const message = `a passage is said to begin at ${String(offset)}, and can begin at ${String(this.#codePoints)}; it and its annotations were moved`
    const repair = `Count offsets in code points from the start of the document, passages in order, at most ${String(MAX_GAP)} apart.`
    this.#report({ line, id: this.#id, message, repair })
  }
}

/** The text of a passage, or that of its sentences, at their offsets. */
const textOf = ({ text, sentences, offset = 0 }: BioCPassage): string => {
  if (text !== '' || sentences.length === 0) return text
  const pieces: string[] = []
  let at = offset
  for (const sentence of sentences) {
    const gap = (sentence.offset ?? at) - at
    const filled = gap >= 0 && gap <= MAX_GAP ? ' '.repeat(gap) : ''
    pieces.push(filled, sentence.text)
    at += filled.length + offsetMapOf(sentence.text).length
  }
  return pieces.join('')
}

class AnnotationReader {
  readonly #id: string
  readonly #text: string
  readonly #offsets: OffsetMap
  readonly #report: Report
  readonly #keys = new Set<string>()
  #saidTwice = false

  constructor(id: string, text: string, report: Report) {
    this.#id = id
    this.#text = text
    this.#offsets = offsetMapOf(text)
    this.#report = report
  }

  mention(annotation: BioCAnnotation, shift: number): Mention[] {
    const { locations, line, id, text: stated } = annotation
    const spans = spansWithin(
      locations.map(({ offset = NaN, length = NaN }) => [
        this.#offsets.toUtf16(offset + shift),
        this.#offsets.toUtf16(offset + shift + length),
      ]),
      this.#text.length,
    )
    if (spans === undefined) {
      const places = locations.map(({ offset, length }) => `${String(offset)}+${String(length)}`).join(', ')
      const message = `annotation "${(stated ?? '').slice(0, 60)}" at ${places || 'no location'} is not within the text; left out`
      this.#say(line, message)
      return []
    }
    const mention = mentionAt(this.#text, spans, {
      ...factsOf(annotation),
      ...(id === undefined || this.#isTaken(id, line) ? {} : { key: id }),
    })
    this.#compare(mention, stated, line)
    return [mention]
  }

  #isTaken(key: string, line: number): boolean {
    if (!this.#keys.has(key)) {
      this.#keys.add(key)
      return false
    }
    if (!this.#saidTwice)
      this.#say(line, `the document has two annotations "${key}"; the later ones lose the name`)
    this.#saidTwice = true
    return true
  }

  #compare(mention: Mention, stated: string | undefined, line: number): void {
    if (stated === undefined || stated === mention.text) return
    const there = this.#text.slice(mention.spans[0]?.[0], mention.spans.at(-1)?.[1])
    if (stated === there || isAlike(stated, mention.text)) return
    const message = `the annotation says "${stated.slice(0, 60)}", the text at its offsets is "${mention.text.slice(0, 60)}"; kept with these offsets`
    this.#say(line, message)
  }

  #say(line: number, message: string): void {
    const repair = 'Check the offsets: they count code points from the start of the document.'
    this.#report({ line, id: this.#id, message, repair })
  }
}

/** Whether two texts differ in blanks alone; not looked into where one is far longer. */
const isAlike = (stated: string, there: string): boolean =>
  there.length <= 10 * stated.length + 100 && oneLine(stated) === oneLine(there)

const oneLine = (text: string): string => text.replace(/\s+/g, ' ')
