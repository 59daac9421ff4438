import { createHash } from 'node:crypto'
import { Script } from 'node:vm'
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import type { Mention, TextDocument } from '../../src/core/document.ts'
import { htmlWriter } from '../../src/documents/html.ts'
import { PALETTE } from '../../src/documents/html/colours.ts'
import { escapedHtml } from '../../src/core/text/html-text.ts'
import { MAX_DEPTH } from '../../src/documents/html/marked-text.ts'
import { documents } from './generated.ts'
import { collected, writeAll } from './reading.ts'

/** What stands on a page, read as XML: it is written so that it is both. */
interface Page {
  /** Texts of the blocks of each document. */
  readonly blocks: string[][]
  /** Of each document: what the pieces of a mention cover, by its number. */
  readonly marked: Map<string, string>[]
  readonly data: string[]
  readonly elements: Map<string, number>
}

const SCRIPT = /<script>([\s\S]*?)<\/script>/

const pageOf = (html: string): Page => {
  const page: Page = { blocks: [], marked: [], data: [], elements: new Map() }
  const parser = new SaxesParser()
  const open: { readonly name: string; readonly mention: string | undefined }[] = []
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    page.elements.set(name, (page.elements.get(name) ?? 0) + 1)
    if (name === 'article') {
      page.blocks.push([])
      page.marked.push(new Map())
    }
    if (attributes['class'] === 'text') page.blocks.at(-1)?.push('')
    open.push({ name, mention: attributes['data-m'] })
  })
  parser.on('text', (text) => {
    const inner = open.at(-1)?.name
    if (inner === 'script') page.data.push(text)
    if (inner !== 'div' && inner !== 'mark') return
    const blocks = page.blocks.at(-1)
    if (open.some(({ name }) => name === 'article')) blocks?.push(`${blocks.pop() ?? ''}${text}`)
    const marked = page.marked.at(-1)
    for (const { mention } of open)
      if (mention !== undefined) marked?.set(mention, `${marked.get(mention) ?? ''}${text}`)
  })
  parser.on('closetag', () => open.pop())
  parser.write(html.replace(SCRIPT, '')).close()
  return page
}

/** A text as the page shows it. */
const shown = (text: string): string =>
  escapedHtml(text)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&#13;', '\r')
    .replaceAll('&amp;', '&')

const bare = (text: string, mentions: readonly Mention[] = []): TextDocument => ({
  id: 'x',
  text,
  sections: [],
  mentions,
})

const mention = (start: number, end: number, more: Partial<Mention> = {}): Mention => ({
  spans: [[start, end]],
  text: '',
  class: 'gene',
  ids: ['A:1'],
  ...more,
})

const page = (...given: readonly TextDocument[]): string => writeAll(htmlWriter({}), given)

const HOSTILE =
  '</script><script>alert(1)</script><img src=x onerror="alert(2)">\'"&<!--\u2028\0\u0001\ud83d]]>'

describe('a page of annotated documents', () => {
  it('draws nested, crossing and discontinuous mentions', () => {
    const text = 'breast and ovarian cancer cells'
    const given = bare(text, [
      mention(0, 25),
      mention(0, 6, {
        spans: [
          [0, 6],
          [19, 25],
        ],
      }),
      mention(11, 25),
      mention(19, 31),
    ])
    const [marked] = pageOf(page(given)).marked
    expect(Object.fromEntries(marked ?? [])).toEqual({
      0: 'breast and ovarian cancer',
      1: 'breastcancer',
      2: 'ovarian cancer',
      3: 'cancer cells',
    })
  })

  it('has the whole of each text, and of each mention, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(documents({ lineBreaks: true, tabs: true, wild: true })), (given) => {
        const { blocks, marked, data } = pageOf(page(...given))
        expect(blocks.map((texts) => texts.join('').replace(/\s/g, ''))).toEqual(
          given.map(({ text }) => shown(text).replace(/\s/g, '')),
        )
        given.forEach(({ mentions, text }, index) => {
          mentions.forEach(({ spans }, number) => {
            // Blanks between sections are not drawn.
            const drawn = (marked[index]?.get(String(number)) ?? '').replace(/\s/g, '')
            const pieces = spans.map(([start, end]) => shown(text.slice(start, end)))
            expect(drawn).toBe(pieces.join('').replace(/\s/g, ''))
          })
          const facts = JSON.parse(data[index] ?? '') as { mentions: Mention[] }
          expect(facts.mentions).toEqual(mentions)
        })
      }),
    )
  })

  it('makes no markup of what a document says, wherever it says it', () => {
    const evil: TextDocument = {
      id: HOSTILE,
      text: HOSTILE,
      sections: [{ name: HOSTILE, start: 0, end: HOSTILE.length }],
      mentions: [
        {
          spans: [[0, HOSTILE.length]],
          text: HOSTILE,
          class: HOSTILE,
          ids: [HOSTILE],
          reasons: [HOSTILE],
          metadata: { [HOSTILE]: HOSTILE },
        },
      ],
      abbreviations: [{ short: HOSTILE, long: HOSTILE, start: 0, end: 1, longStart: 0, longEnd: 1 }],
      rejected: [{ spans: [[0, 1]], text: HOSTILE, class: HOSTILE, by: HOSTILE, reason: HOSTILE }],
      errors: [HOSTILE],
    }
    const html = page(evil)
    const { elements, blocks } = pageOf(html)
    expect(elements.get('img')).toBeUndefined()
    expect(elements.get('script')).toBe(1)
    expect(html.match(/<script/g)).toHaveLength(2)
    expect(blocks[0]).toEqual([shown(HOSTILE)])
    expect(html.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}]/u)
    expect(Buffer.from(html).toString('utf8')).toBe(html)
  })

  it('lets no script run but its own, and loads nothing', () => {
    const html = page(bare('x'))
    const script = SCRIPT.exec(html)?.[1] ?? ''
    expect(new Script(script)).toBeDefined()
    const hash = createHash('sha256').update(script).digest('base64')
    expect(html).toContain(`default-src 'none'; script-src 'sha256-${hash}'`)
    expect(html).not.toMatch(/https?:|@import|url\(|src=|href="[^#]/)
  })

  it('has a box for each class, with counts, and rules that hide it', () => {
    const html = page(
      bare('ab', [mention(0, 1), mention(0, 2, { class: '<x>' })]),
      bare('c', [mention(0, 1)]),
    )
    const labels = Array.from(html.matchAll(/<li><label>.*?<\/label>/g), ([label]) => label)
    expect(labels.map((label) => label.replace(/<[^>]*>/g, '').trim())).toEqual(['gene 2', '&lt;x&gt; 1'])
    for (const id of ['k0', 'k1']) expect(html).toContain(`body:has(#${id}:not(:checked)) mark[data-c=`)
  })

  it('ends, and says so, where thousands of mentions or classes are', () => {
    const many = Array.from({ length: 20_000 }, (_, at) => mention(at, 40_000 - at))
    const html = page(bare('x'.repeat(40_000), many))
    expect(html.match(/<mark /g)).toHaveLength(MAX_DEPTH)
    expect(html).toContain(`: ${String(many.length - MAX_DEPTH)}.</p>`)
    const classes = Array.from({ length: 5000 }, (_, at) => mention(0, 1, { class: `c${String(at)}` }))
    const legend = page(...classes.map((one) => bare('x', [one])))
    expect(legend.match(/<li><label>/g)).toHaveLength(201)
    expect(legend).toContain('other classes')
  })

  it('is written document by document', () => {
    const writer = htmlWriter({})
    writer.begin()
    const first = writer.document(bare('a', [mention(0, 1)]))
    expect(first).toMatch(/^<article id="d1".*<\/article>\n$/s)
    expect(writer.document(bare('b'))).toMatch(/^<article id="d2"/)
  })

  it('says what it does not show', () => {
    const { losses, options } = collected()
    const related = { ...bare('x'), relations: [{ type: 'r', arguments: [] }] }
    writeAll(htmlWriter(options), [related, related])
    expect(losses.map(({ message }) => message)).toEqual([
      'HTML has no place for relations; left out, here and further on',
    ])
  })
})

/** Relative luminance of a colour, WCAG 2.1. */
const luminanceOf = (rgb: readonly number[]): number => {
  const [r = 0, g = 0, b = 0] = rgb.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

const rgbOfHsl = (hue: number, saturation: number, lightness: number): number[] => {
  const reach = saturation * Math.min(lightness, 1 - lightness)
  return [0, 8, 4].map((n) => {
    const k = (n + hue / 30) % 12
    return lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1))
  })
}

const rgbOfHex = (hex: string): number[] => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)

const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)

describe('colours', () => {
  it.each(['light', 'dark'] as const)('are readable in any hue, %s', (mode) => {
    const { saturation, behind, text } = PALETTE[mode]
    const ink = luminanceOf(rgbOfHex(text))
    for (let hue = 0; hue < 360; hue++) {
      const ground = luminanceOf(rgbOfHsl(hue, saturation / 100, behind / 100))
      // WCAG 2.1, success criterion 1.4.6 (AAA).
      expect(contrast(ink, ground)).toBeGreaterThanOrEqual(7)
    }
  })
})
