import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type JsonElement, type JsonElementOptions, readJsonElements } from '../../src/io/json-elements.ts'
import { failureOf } from '../support/failure.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'

const scratch = scratchFolder()
/** Bytes the reader takes from a file at a time. */
const CHUNK = 64 * 1024

const read = async (
  bytes: string | Uint8Array,
  select: JsonElementOptions['select'],
  options: Omit<JsonElementOptions, 'select'> = {},
): Promise<JsonElement[]> => {
  const file = newFile(scratch, 'json')
  writeFileSync(file, bytes)
  const found: JsonElement[] = []
  for await (const elements of readJsonElements(file, { select, ...options })) found.push(...elements)
  return found
}

const atDepth =
  (depth: number) =>
  (path: readonly string[]): boolean =>
    path.length === depth

describe('values cut out of a JSON file', () => {
  it('come with their path, value and line, in order', async () => {
    const text = '{\n "a": [1,\n  {"b": "x"}],\n "c": null, "d": true,\n "e": -1.5e3\n}\n'
    expect(await read(text, (path) => path.length === 2 || /^[cde]$/.test(path[0] ?? ''))).toEqual([
      { path: ['a', '*'], value: 1, line: 2 },
      { path: ['a', '*'], value: { b: 'x' }, line: 3 },
      { path: ['c'], value: null, line: 4 },
      { path: ['d'], value: true, line: 4 },
      { path: ['e'], value: -1500, line: 5 },
    ])
  })

  it.each([
    ['quotes', String.raw`{"a":["say \"hi\"", "\\", "\\\"", "\\\\"]}`],
    ['brackets in strings', '{"a":["[", "{", "]}", "\\"]"]}'],
    ['escapes', String.raw`{"a":["\u00e9", "\ud83d\ude00", "\n\t\/"]}`],
    ['nested values', '{"a":[{"b":[{"c":{"d":[[],{}]}}]}, [[["x"]]]]}'],
    ['blanks everywhere', ' \n\t{ "a" \r\n:\n[ 1 , 2\n, "x" ]\n } \n'],
    ['nothing', '{"a":[]}'],
    ['a byte order mark', '\ufeff{"a":["x"]}'],
  ])('%s', async (_, text) => {
    const whole = JSON.parse(text.replace(/^\ufeff/, '')) as { readonly a: readonly unknown[] }
    const found = await read(text, atDepth(2))
    expect(found.map((element) => element.value)).toEqual(whole.a)
  })

  it('know a key whichever way it is written', async () => {
    const text = String.raw`{"gr\u0061phs":[1], "a\"b":[2]}`
    expect((await read(text, atDepth(2))).map((element) => element.path[0])).toEqual(['graphs', 'a"b'])
  })

  it('are not entered, and the rest is passed over', async () => {
    const text = '{"skip":{"a":[1,{"x":"]"}]},"take":{"a":{"a":2}},"more":"\\"}"}'
    const found = await read(text, (path) => path[0] === 'take')
    expect(found).toEqual([{ path: ['take'], value: { a: { a: 2 } }, line: 1 }])
  })

  it('are the values JSON.parse finds, wherever the bytes are cut', async () => {
    const document = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }), { maxKeys: 5 })
    const shape = fc.record({
      document,
      depth: fc.integer({ min: 1, max: 3 }),
      indent: fc.nat(2),
      before: fc.nat(200),
      zipped: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(shape, async ({ document, depth, indent, before, zipped }) => {
        const text = JSON.stringify(document, null, indent)
        // Blanks push a border between two chunks into the document.
        const bytes = Buffer.from(' '.repeat(CHUNK - Math.min(before, Buffer.byteLength(text))) + text)
        const found = await read(zipped ? gzipSync(bytes) : bytes, atDepth(depth))
        const expected = valuesAt(JSON.parse(text), depth, [])
        expect(found.map(({ path, value }) => ({ path, value }))).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })

  it('say the line they begin on, wherever the bytes are cut', async () => {
    const value = fc.jsonValue({ maxDepth: 2 })
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 20 }), fc.nat(400), async (values, before) => {
        const nodes = values.map((content, n) => ({ n: `#${String(n)}#`, content }))
        const text = JSON.stringify({ graphs: [{ other: values, nodes }] }, null, 1)
        const padding = '\n'.repeat(CHUNK - before)
        const found = await read(padding + text, (path) => path.length === 4 && path[2] === 'nodes')
        const lines = nodes.map(({ n }) => {
          const brace = text.lastIndexOf('{', text.indexOf(`"n": "${n}"`))
          return CHUNK - before + text.slice(0, brace).split('\n').length
        })
        expect(found.map((element) => element.line)).toEqual(lines)
      }),
      { numRuns: 60 },
    )
  })
})

/** What lies `depth` steps down, as JSON.parse sees it. */
const valuesAt = (value: unknown, depth: number, path: readonly string[]): Omit<JsonElement, 'line'>[] => {
  if (depth === 0) return [{ path, value }]
  if (typeof value !== 'object' || value === null) return []
  return Array.isArray(value)
    ? value.flatMap((item: unknown) => valuesAt(item, depth - 1, [...path, '*']))
    : Object.entries(value).flatMap(([key, item]) => valuesAt(item, depth - 1, [...path, key]))
}

describe('what is no whole JSON file is refused', () => {
  it.each([
    ['cut in an object', '{"a":[{"b":1},\n{"b"', 'SOURCE_TRUNCATED', 2],
    ['cut in a string', '{"a":["abc', 'SOURCE_TRUNCATED', 1],
    ['cut between values', '{"a":[1,2,\n\n', 'SOURCE_TRUNCATED', 3],
    ['only blanks', ' \n ', 'SOURCE_TRUNCATED', 2],
    ['a page of HTML', '<html>\n<body>x</body></html>', 'SOURCE_SYNTAX', 1],
    ['an OBO file', 'format-version: 1.2\n\n[Term]\n', 'SOURCE_SYNTAX', 1],
    ['a bare word', 'hello', 'SOURCE_SYNTAX', 1],
    ['a bare number', '12', 'SOURCE_SYNTAX', 1],
    ['the wrong bracket', '{"a":[1}}', 'SOURCE_SYNTAX', 1],
    ['the wrong bracket in a value', '{"a":[\n{"b":[}]}]}', 'SOURCE_SYNTAX', 2],
    ['an unquoted key in a value', '{"a":[\n\n{b:1}]}', 'SOURCE_SYNTAX', 3],
    ['a second document', '{"a":[]}\n{"a":[]}', 'SOURCE_SYNTAX', 2],
    ['a word after the end', '{"a":[]}\nmore', 'SOURCE_SYNTAX', 2],
    ['half a string after the end', '{"a":[]}\n"more', 'SOURCE_SYNTAX', 2],
    ['a bracket too many', '{"a":[]}}', 'SOURCE_SYNTAX', 1],
    ['UTF-16', Buffer.from('\ufeff{"a":[]}', 'utf16le'), 'SOURCE_ENCODING', 1],
    ['Latin-1', Buffer.from('{"a":["\u00e9"]}', 'latin1'), 'SOURCE_ENCODING', 1],
    ['NUL bytes', '{"a":["\0"]}', 'SOURCE_NOT_TEXT', 1],
    ['nothing', '', 'SOURCE_EMPTY', undefined],
  ])('%s', async (_, bytes, code, line) => {
    const error = await failureOf(() => read(bytes, atDepth(2)))
    expect(error.code).toBe(code)
    expect(error.place?.line).toBe(line)
  })

  it('a document cut at any place', async () => {
    const text = '{"a":[{"b":"é\\"x"},["y",{"c":null}],true],"d":-1}'
    for (let at = 1; at < text.length; at++) {
      const error = await failureOf(() => read(Buffer.from(text.slice(0, at)), atDepth(2)))
      expect(['SOURCE_TRUNCATED', 'SOURCE_SYNTAX'], text.slice(0, at)).toContain(error.code)
    }
  })

  it('a value longer than allowed', async () => {
    const text = `{"a":["${'x'.repeat(300_000)}"]}`
    const error = await failureOf(() => read(text, atDepth(2), { maxElementLength: 100_000 }))
    expect(error.code).toBe('SOURCE_SYNTAX')
    expect(error.message).toContain('too long')
  })

  it('not a file of many values, each shorter than that', async () => {
    const text = `{"a":[${Array.from({ length: 2000 }, () => `"${'x'.repeat(500)}"`).join(',')}]}`
    expect(await read(text, atDepth(2), { maxElementLength: 100_000 })).toHaveLength(2000)
  })

  it('arbitrary bytes end in a known error or in values', async () => {
    const noise = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc
        .string({ unit: fc.constantFrom(...Array.from('{}[]":,\\ 1a\n')), minLength: 1, maxLength: 60 })
        .map((text) => Buffer.from(`{"a":${text}`)),
    )
    await fc.assert(
      fc.asyncProperty(noise, async (bytes) => {
        const outcome = await read(bytes, atDepth(2)).catch((error: unknown) => error)
        if (!Array.isArray(outcome)) expect(outcome).toHaveProperty('name', 'KnownError')
      }),
      { numRuns: 200 },
    )
  })
})

describe('reading', () => {
  it('stops when the signal is given', async () => {
    const text = `{"a":[${'1,'.repeat(200_000)}1]}`
    const file = newFile(scratch)
    writeFileSync(file, text)
    const controller = new AbortController()
    const error = await failureOf(async () => {
      const batches = readJsonElements(file, { select: atDepth(2), signal: controller.signal })
      for await (const batch of batches) if (batch.length > 0) controller.abort()
    })
    expect(error.code).toBe('ABORTED')
  })

  // The bound is loose, for a slow machine: what it tells apart is n from n².
  it.each([
    ['taken', atDepth(2)],
    ['passed over', () => false],
  ])('a long value that is %s takes time in proportion to its length', async (_, select) => {
    const text = `{"a":["${'x'.repeat(30_000_000)}"]}`
    const before = performance.now()
    expect(await read(text, select)).toHaveLength(select([]) ? 0 : Number(select(['a', '*'])))
    expect(performance.now() - before).toBeLessThan(4000)
  })
})
