import type { Mention, Section, TextDocument } from '../core/document.ts'
import { KnownError } from '../core/errors.ts'
import { type Columns, columnsOf } from './conll/columns.ts'
import { type Extent, extentsOf } from './conll/labels.ts'
import type { DocumentReader, ReadDocumentsOptions } from './contract.ts'
import { nameOf, stemOf } from './input.ts'
import { type Line, readLines } from './lines.ts'
import { MAX_DOCUMENT_LENGTH, tooLarge } from './limits.ts'
import { inOrder, mentionAt } from './spans.ts'

/**
 * CoNLL: a token and its label a line (IOB1, IOB2, IOBES and their kin), a blank line after each sentence; which columns
 * these are, the first lines tell. The text is rebuilt: tokens joined by a blank, sentences by a line feed. A sentence is
 * a document, called after the file and its number, unless the file parts documents by `-DOCSTART-` lines: then their
 * sentences are sections. Tags of AIONER around a sentence (`<ALL>` … `</ALL>`) are metadata (`task`). Mentions with a
 * bare `B` or `I` have the class `options.label`.
 */
export const conllReader: DocumentReader = {
  async *read(input, options) {
    const name = nameOf(input)
    let gatherer: Gatherer | undefined
    for await (const lines of readLines(input, options)) {
      if (gatherer === undefined) {
        const columns = columnsOf(lines)
        if (columns === undefined) throw notConll(name)
        gatherer = new Gatherer(stemOf(name), columns, options)
      }
      for (const line of lines) gatherer.add(line)
      yield* gatherer.take()
    }
    gatherer?.finish()
    yield* gatherer?.take() ?? []
  },
}

const notConll = (file: string): KnownError =>
  new KnownError(
    'SOURCE_SYNTAX',
    'no column holds labels: B-…, I-… or O in every line',
    'Check the format: CoNLL has a token and its label a line, parted by a tab or blanks.',
    { place: { file } },
  )

// `-DOCSTART- -X- O O`, `-DOCSTART- (1234)`, `###MEDLINE:1234`, `# newdoc id = 1234`.
const DOCUMENT_START = /^(?:-DOCSTART-|###MEDLINE:|# newdoc(?: id)?\s*=?)(.*)$/
const NO_ID = /^(?:-X-|O|_|-DOCSTART-)?$/
const TAG = /^<([A-Za-z][\w-]*)>$/

interface Sentence {
  readonly text: string
  readonly mentions: readonly (Extent & { readonly start: number; readonly end: number })[]
  readonly task: string | undefined
}

class Gatherer {
  readonly #stem: string
  readonly #columns: Columns
  readonly #options: ReadDocumentsOptions
  #tokens: string[] = []
  #labels: string[] = []
  #sentences: Sentence[] = []
  #hasDocuments = false
  #id: string | undefined
  #count = 0
  /** UTF-16 code units of the document so far. */
  #length = 0
  /** Where it begins. */
  #line = 0
  #found: TextDocument[] = []

  constructor(stem: string, columns: Columns, options: ReadDocumentsOptions) {
    this.#stem = stem
    this.#columns = columns
    this.#options = options
  }

  take(): readonly TextDocument[] {
    const found = this.#found
    this.#found = []
    return found
  }

  add(line: Line): void {
    if (line.isBroken) return
    if (line.text.trim() === '') {
      this.#endSentence()
      return
    }
    const start = DOCUMENT_START.exec(line.text)
    if (start !== null) this.#startDocument(start[1] ?? '')
    else if (!isComment(line.text)) this.#token(line)
  }

  finish(): void {
    this.#endSentence()
    this.#endDocument()
  }

  #startDocument(rest: string): void {
    this.finish()
    this.#hasDocuments = true
    this.#id = rest
      .split(/[\s()]+/)
      .filter((word) => !NO_ID.test(word))
      .join(' ')
  }

  #token({ text, number }: Line): void {
    const cells = this.#columns.split(text)
    const [token, label] = [cells[this.#columns.token], cells[this.#columns.label]]
    if (token === undefined || token === '' || label === undefined) {
      const message = `"${text.slice(0, 60)}" has no token or no label; left out`
      this.#options.report({
        line: number,
        message,
        repair: 'Write token and label, parted as in the first line.',
      })
      return
    }
    if (this.#length === 0) this.#line = number
    this.#length += token.length + 1
    if (this.#length > MAX_DOCUMENT_LENGTH) {
      this.#tokens = []
      this.#labels = []
      this.#sentences = []
    }
    this.#tokens.push(token)
    this.#labels.push(label)
  }

  #endSentence(): void {
    if (this.#tokens.length === 0) return
    this.#sentences.push(sentenceOf(this.#tokens, this.#labels))
    this.#tokens = []
    this.#labels = []
    if (!this.#hasDocuments) this.#endDocument()
  }

  #endDocument(): void {
    const length = this.#length
    this.#length = 0
    if (this.#sentences.length === 0) return
    this.#count++
    const id = this.#id === undefined || this.#id === '' ? `${this.#stem}-${String(this.#count)}` : this.#id
    const sentences = this.#sentences
    this.#sentences = []
    if (length > MAX_DOCUMENT_LENGTH) this.#options.report(tooLarge({ line: this.#line, id }))
    else this.#found.push(documentOf(id, sentences, this.#hasDocuments, this.#options.label ?? 'entity'))
  }
}

const isComment = (line: string): boolean => line.startsWith('# ') && !line.includes('\t')

const sentenceOf = (allTokens: readonly string[], allLabels: readonly string[]): Sentence => {
  const task = TAG.exec(allTokens[0] ?? '')?.[1]
  const isTagged = task !== undefined && allTokens.at(-1) === `</${task}>`
  const tokens = isTagged ? allTokens.slice(1, -1) : allTokens
  const labels = isTagged ? allLabels.slice(1, -1) : allLabels
  const starts: number[] = []
  let at = 0
  for (const token of tokens) {
    starts.push(at)
    at += token.length + 1
  }
  const mentions = extentsOf(labels).map((extent) => ({
    ...extent,
    start: starts[extent.first] ?? 0,
    end: (starts[extent.last] ?? 0) + (tokens[extent.last]?.length ?? 0),
  }))
  return { text: tokens.join(' '), mentions, task: isTagged ? task : undefined }
}

const documentOf = (
  id: string,
  sentences: readonly Sentence[],
  hasSections: boolean,
  label: string,
): TextDocument => {
  const text = sentences.map((sentence) => sentence.text).join('\n')
  const sections: Section[] = []
  const mentions: Mention[] = []
  let start = 0
  for (const sentence of sentences) {
    const end = start + sentence.text.length
    sections.push({ name: 'sentence', start, end })
    for (const mention of sentence.mentions)
      mentions.push(
        mentionAt(text, [[start + mention.start, start + mention.end]], {
          class: mention.class === '' ? label : mention.class,
          ids: [],
        }),
      )
    start = end + 1
  }
  const task = sentences.find((sentence) => sentence.task !== undefined)?.task
  return {
    id,
    text,
    sections: hasSections ? sections : [],
    mentions: inOrder(mentions),
    ...(task === undefined ? {} : { metadata: { task } }),
  }
}
