import { normalizeCurie } from '../../core/curie.ts'
import type { DocumentRelation, Mention, Span, TextDocument } from '../../core/document.ts'
import { type OffsetMap, offsetMapOf } from '../../core/text/code-points.ts'
import type { DocumentProblem } from '../contract.ts'
import { inOrder, type MentionFacts, mentionAt, spansWithin } from '../spans.ts'

/** Under which key of its metadata a mention has the name of an id, as an `N` line states it. */
export const nameKeyOf = (id: string): string => `name of ${id}`

/** A text-bound annotation whose ids are still to come. */
interface Draft {
  readonly key: string
  readonly label: string
  readonly spans: readonly Span[]
  readonly ids: string[]
  readonly metadata: Record<string, string>
}

/**
 * A document of a text and a standoff file (brat.nlplab.org/standoff.html). `T` lines are mentions and `N` lines their
 * ids; all others, events, relations, equivalences, attributes and notes, are kept as relations under their own keys.
 */
export const documentOfPair = (
  {
    name,
    text,
    annotations = '',
  }: { name: string; text: string | undefined; annotations: string | undefined },
  report: (problem: DocumentProblem) => void,
): TextDocument | undefined => {
  if (text === undefined) {
    const message = 'annotations without a text were left out'
    report({ line: 0, id: name, message, repair: `Put ${name}.txt beside ${name}.ann.` })
    return undefined
  }
  const reader = new StandoffReader(name, text, report)
  reader.read(annotations)
  return reader.document()
}

class StandoffReader {
  readonly #id: string
  readonly #text: string
  readonly #offsets: OffsetMap
  readonly #report: (problem: DocumentProblem) => void
  readonly #drafts = new Map<string, Draft>()
  readonly #relations: DocumentRelation[] = []

  constructor(id: string, text: string, report: (problem: DocumentProblem) => void) {
    this.#id = id
    this.#text = text
    this.#offsets = offsetMapOf(text)
    this.#report = report
  }

  /** `N` lines may stand before the `T` line they speak of. */
  read(annotations: string): void {
    const lines = annotations
      .split('\n')
      .map((line, index) => ({ text: line.replace(/\r$/, ''), number: index + 1 }))
    for (const { text, number } of lines) {
      if (text.startsWith('T')) this.#textBound(text, number)
      else if (text.trim() !== '' && !text.startsWith('N')) this.#other(text, number)
    }
    for (const { text, number } of lines) if (text.startsWith('N')) this.#normalization(text, number)
  }

  document(): TextDocument {
    const mentions = Array.from(this.#drafts.values(), ({ key, label, spans, ids, metadata }): Mention => {
      const facts: MentionFacts = {
        class: label,
        ids,
        key,
        ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
      }
      return mentionAt(this.#text, spans, facts)
    })
    return {
      id: this.#id,
      text: this.#text,
      sections: [],
      mentions: inOrder(mentions),
      ...(this.#relations.length === 0 ? {} : { relations: this.#relations }),
    }
  }

  // T1<tab>Cell 57 83;90 95<tab>text
  #textBound(line: string, number: number): void {
    const match = /^(T[^\t]*)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t(.*))?$/s.exec(line)
    const [, key = '', label = '', places = '', stated] = match ?? []
    const spans = spansWithin(
      places.split(';').map((place): [number | undefined, number | undefined] => {
        const [start, end] = place.split(' ')
        return [this.#offsets.toUtf16(Number(start)), this.#offsets.toUtf16(Number(end))]
      }),
      this.#text.length,
    )
    if (match === null || spans === undefined || this.#drafts.has(key)) {
      const reason =
        match === null
          ? 'is no text-bound annotation'
          : spans
            ? 'has a name that is taken'
            : 'is not within the text'
      this.#say(
        number,
        `"${line.slice(0, 60)}" ${reason}; left out`,
        'Write T1, tab, label, start, end, tab, text; offsets in code points.',
      )
      return
    }
    this.#drafts.set(key, { key, label, spans, ids: [], metadata: {} })
    const there = spans.map(([start, end]) => this.#text.slice(start, end)).join(' ')
    const isThere = stated?.length === there.length && stated === there.replace(/[\t\r\n]/g, ' ')
    if (stated !== undefined && !isThere)
      this.#say(
        number,
        `the line says "${stated.slice(0, 60)}", the text at its offsets is "${there.slice(0, 60)}"; kept with these offsets`,
        'Check the offsets: they count code points of the .txt file, carriage returns included.',
      )
  }

  // N1<tab>Reference T1 Taxonomy:9606<tab>Homo sapiens
  #normalization(line: string, number: number): void {
    const match = /^N[^\t]*\t\S+ (\S+) ([^\t]+)(?:\t(.*))?$/s.exec(line)
    const draft = this.#drafts.get(match?.[1] ?? '')
    if (match?.[2] === undefined || draft === undefined) {
      this.#say(
        number,
        `"${line.slice(0, 60)}" speaks of no annotation; left out`,
        'Write N1, tab, Reference T1 DATABASE:ID, tab, name.',
      )
      return
    }
    const id = normalizeCurie(match[2])
    if (!draft.ids.includes(id)) draft.ids.push(id)
    if (match[3] !== undefined && match[3] !== '') draft.metadata[nameKeyOf(id)] = match[3]
  }

  #other(line: string, number: number): void {
    const [key = '', body = '', ...more] = line.split('\t')
    const [head = '', ...words] = body.split(' ').filter((word) => word !== '')
    if (head === '') {
      this.#say(
        number,
        `"${line.slice(0, 60)}" is no annotation; left out`,
        'Begin with a name (T1, R1, #1) and a tab.',
      )
      return
    }
    const [type = '', trigger] = head.split(':')
    const parts = words.map((word) => {
      const colon = word.indexOf(':')
      return colon === -1
        ? { role: '', ref: word }
        : { role: word.slice(0, colon), ref: word.slice(colon + 1) }
    })
    const note = more.join('\t')
    this.#relations.push({
      ...(key === '*' ? {} : { key }),
      type,
      arguments: [
        ...(trigger === undefined ? [] : [{ role: type, ref: trigger }]),
        ...parts,
        ...(note === '' ? [] : [{ role: NOTE, ref: note }]),
      ],
    })
  }

  #say(line: number, message: string, repair: string): void {
    this.#report({ line, id: this.#id, message, repair })
  }
}

/** Role of what stands in the last column of a note. */
export const NOTE = 'note'
