import type { Mention, TextDocument } from '../../core/document.ts'
import type { ClassLegend } from './classes.ts'
import { escapedHtml, escapedJson } from '../../core/text/html-text.ts'
import { type Block, blocksOf, MAX_DEPTH, type Piece, TextCutter } from './marked-text.ts'

/** A document as a part of the page: heading, errors, text with marks, abbreviations, what was no mention, and the facts of its mentions. */
export const articleOf = (document: TextDocument, number: number, classes: ClassLegend): string => {
  const { id, mentions, errors = [] } = document
  for (const mention of mentions) classes.count(mention.class)
  const painter = new Painter(document, classes)
  const cutter = new TextCutter(document)
  const blocks = blocksOf(document).map((block) => painter.block(block, cutter.pieces(block)))
  const name = escapedHtml(id)
  return `<article id="d${String(number)}" data-id="${name}">
<h2>${name === '' ? 'no id' : name}</h2>
${errors.map((error) => `<p class="error">${escapedHtml(error)}</p>\n`).join('')}${blocks.join('')}${painter.hidden()}${abbreviationsOf(document)}${rejectedOf(document)}<script type="application/json">${escapedJson({ mentions })}</script>
</article>
`
}

const abbreviationsOf = ({ abbreviations = [] }: TextDocument): string =>
  abbreviations.length === 0
    ? ''
    : `<p class="note">Abbreviations: ${escapedHtml(abbreviations.map(({ short, long }) => `${short} = ${long}`).join('; '))}</p>\n`

const rejectedOf = ({ rejected = [] }: TextDocument): string => {
  if (rejected.length === 0) return ''
  const items = rejected.map(
    ({ text, class: name, reason }) => `<li>${escapedHtml(`${text} (${name}): ${reason}`)}</li>\n`,
  )
  return `<details class="note"><summary>No mentions: ${String(rejected.length)}</summary><ul>\n${items.join('')}</ul></details>\n`
}

class Painter {
  readonly #document: TextDocument
  readonly #classes: ClassLegend
  readonly #begun = new Set<number>()

  constructor(document: TextDocument, classes: ClassLegend) {
    this.#document = document
    this.#classes = classes
  }

  block({ name = '' }: Block, pieces: readonly Piece[]): string {
    const heading = name === '' ? '' : `<h3>${escapedHtml(name)}</h3>\n`
    return `${heading}<div class="text">${pieces.map((piece) => this.#drawn(piece)).join('')}</div>\n`
  }

  /** Says of mentions that were not drawn. */
  hidden(): string {
    const count = this.#document.mentions.length - this.#begun.size
    return count === 0
      ? ''
      : `<p class="note">Mentions not drawn, being within ${String(MAX_DEPTH)} others or outside of the sections: ${String(count)}.</p>\n`
  }

  #drawn(piece: Piece): string {
    if (piece.kind === 'text') return escapedHtml(this.#document.text.slice(piece.start, piece.end))
    if (piece.kind === 'close') return '</mark>'
    const mention = this.#document.mentions[piece.mention]
    return mention === undefined ? '<mark>' : this.#tag(mention, piece.mention)
  }

  #tag(mention: Mention, index: number): string {
    const { number, hue } = this.#classes.of(mention.class)
    const names = [
      ...(this.#begun.has(index) ? [] : ['first']),
      ...(mention.spans.length > 1 ? ['part'] : []),
      ...(mention.ids.length === 0 ? ['nil'] : []),
    ]
    this.#begun.add(index)
    const kind = names.length === 0 ? '' : ` class="${names.join(' ')}"`
    return `<mark${kind} data-m="${String(index)}" data-c="${String(number)}" style="--h:${String(hue)}" title="${escapedHtml(titleOf(mention))}">`
  }
}

/** What is seen without a script: class, id, label, score. */
const titleOf = ({ class: name, ids, candidates, score, composite }: Mention): string => {
  const label = candidates?.find(({ id }) => id === ids[0])?.label
  return [
    name,
    (composite === true ? ids.join(' + ') : ids[0]) ?? 'NIL',
    ...(label === undefined || label === null ? [] : [label]),
    ...(score === undefined ? [] : [score.toFixed(2)]),
  ].join(' · ')
}
