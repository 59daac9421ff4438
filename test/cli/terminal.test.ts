import { describe, expect, it } from 'vitest'
import { parseMention } from '../../src/cli/mention-line.ts'
import { LinePrinter, type Output, print, tableLines, thousands } from '../../src/cli/terminal.ts'

/** An output that is full after every write until `drain` is called. */
class SlowOutput implements Output {
  readonly written: string[] = []
  #drained: (() => void) | undefined

  write(text: string): boolean {
    this.written.push(text)
    return false
  }

  once(_: 'drain', listener: () => void): void {
    this.#drained = listener
  }

  drain(): void {
    this.#drained?.()
  }
}

describe('printing', () => {
  it('waits until the reader has caught up', async () => {
    const output = new SlowOutput()
    let done = false
    const printing = print(output, 'text').then(() => {
      done = true
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect([output.written, done]).toEqual([['text'], false])
    output.drain()
    await printing
    expect(done).toBe(true)
  })

  it('of many lines loses none, in large pieces', async () => {
    const pieces: string[] = []
    const printer = new LinePrinter({
      once: () => undefined,
      write: (text) => {
        pieces.push(text)
        return true
      },
    })
    const lines = Array.from({ length: 10_000 }, (_, at) => `line ${String(at)}`)
    for (const line of lines) await printer.print(line)
    await printer.end()
    await printer.end()
    expect(pieces.join('')).toBe(lines.join('\n') + '\n')
    expect(pieces.length).toBeLessThan(10)
  })
})

describe('a table', () => {
  it('is aligned by what is seen, and leaves no blanks at the end of a line', () => {
    const columns = [{ title: 'name' }, { title: 'count', align: 'right' }, { title: 'note' }] as const
    const rows = [
      ['α', '1,000', 'long note'],
      ['😀😀', '7', ''],
    ]
    expect(tableLines(columns, rows)).toEqual([
      'name  count  note',
      'α     1,000  long note',
      '😀😀        7',
    ])
  })

  it.each([
    { count: 0, text: '0' },
    { count: 999, text: '999' },
    { count: 1000, text: '1,000' },
    { count: 1234567, text: '1,234,567' },
  ])('groups the digits of $count', ({ count, text }) => {
    expect(thousands(count)).toBe(text)
  })
})

describe('a line of mentions', () => {
  it.each([
    { line: 'heart attack', read: { mention: 'heart attack' } },
    { line: '  "quoted"\r', read: { mention: '"quoted"' } },
    { line: '[1,3]dioxole', read: { mention: '[1,3]dioxole' } },
    { line: '{"mention": " x "}', read: { mention: ' x ' } },
    { line: '{"mention": ""}', read: { mention: '' } },
    {
      line: '{"mention": "x", "id": 0, "class": "gene", "more": {}}',
      read: { mention: 'x', id: 0, class: 'gene' },
    },
    { line: '\ufeff{"mention": "x"}', read: { mention: 'x' } },
  ])('$line is $read', ({ line, read }) => {
    expect(parseMention(line)).toEqual(read)
  })

  it.each(['{', '{}', '{"mention": null}', '{"mention": "x", "class": 1}', '{"mention": "x", "id": true}'])(
    '%s is a problem',
    (line) => {
      expect(parseMention(line)).toHaveProperty('problem')
    },
  )
})
