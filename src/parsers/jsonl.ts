import { z } from 'zod'
import { didYouMean } from '../core/nearest.ts'
import type { ParsedTerm } from '../core/term.ts'
import { readTextBlocks } from '../io/text-blocks.ts'
import type { ParseContext, Parser } from './contract.ts'
import { ORIGIN_KEYS, recordSchema, TERM_KEYS, termOf } from './jsonl/record.ts'
import { isObject, type JsonObject } from './obographs/fields.ts'

/**
 * The product's own JSON Lines: a term a line, with the keys of `ParsedTerm`, of which only `id` is needed; lists of
 * synonyms and xrefs may be plain texts. What `ontoground term --json` prints can be read too. A value of the wrong kind is
 * reported and left out, and the rest of the term kept.
 */
export const jsonlParser: Parser<Record<string, never>> = {
  options: z.strictObject({}),
  async *parse(file, _options, context) {
    const reader = new LineReader(context)
    const { signal } = context
    const report = context.report.bind(context)
    for await (const { text, firstLine } of readTextBlocks(file, { signal, report })) {
      const terms: ParsedTerm[] = []
      let line = firstLine
      for (let start = 0; start < text.length; line++) {
        const end = text.indexOf('\n', start)
        const record = text.slice(start, end).trim()
        if (record !== '') terms.push(...reader.line(record, line))
        start = end + 1
      }
      yield { terms, additions: [] }
    }
  },
}

/** Unknown keys told of at most: a file may have a key of its own in each line. */
const MAX_UNKNOWN_KEYS = 100
const KEYS = [...TERM_KEYS]

class LineReader {
  readonly #context: ParseContext
  readonly #unknown = new Set<string>()

  constructor(context: ParseContext) {
    this.#context = context
  }

  line(text: string, line: number): readonly ParsedTerm[] {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch (error) {
      const reason = error instanceof Error ? error.message.slice(0, 200) : 'no JSON'
      this.#malformed(
        line,
        `the line is no JSON and was left out (${reason})`,
        'Write one JSON object on each line.',
      )
      return []
    }
    // An answer of `term --json` holds the records of one concept from several sources: each is a term.
    const answer = isObject(value) && value['id'] === undefined ? value['records'] : undefined
    const records: readonly unknown[] = Array.isArray(answer) ? answer : [value]
    return records.flatMap((record) => this.#term(record, line) ?? [])
  }

  #term(record: unknown, line: number): ParsedTerm | undefined {
    if (!isObject(record)) {
      this.#malformed(
        line,
        'what stands here is no JSON object; it was left out',
        'Write {"id": …, "label": …}.',
      )
      return undefined
    }
    for (const key of Object.keys(record)) if (!TERM_KEYS.has(key)) this.#unknownKey(key, line)
    if (typeof record['id'] !== 'string' || record['id'].trim() === '') {
      this.#context.report({
        code: 'missing-id',
        line,
        message: '"id" is missing or no text; the term was left out',
        repair: 'Give the term an id, e.g. "id": "MESH:D003924".',
      })
      return undefined
    }
    const read = recordSchema.safeParse(record)
    return read.success ? termOf(read.data, line) : this.#mended(record, read.error.issues, line)
  }

  /** The term without what is wrong in it. */
  #mended(record: JsonObject, faults: readonly z.core.$ZodIssue[], line: number): ParsedTerm | undefined {
    const leftOut = new Map<string, Set<number>>()
    for (const { path, message } of faults) {
      const [key, at] = path
      const shown = path.map((step) => (typeof step === 'number' ? `[${String(step)}]` : `.${String(step)}`))
      this.#malformed(
        line,
        `${shown.join('').slice(1)}: ${message}; ${key === 'id' ? 'the term' : 'it'} was left out`,
        REPAIR,
      )
      if (typeof key === 'string') {
        const places = leftOut.get(key) ?? new Set()
        leftOut.set(key, places.add(typeof at === 'number' ? at : WHOLE))
      }
    }
    const entries = Object.entries(record).flatMap(([key, value]) => {
      const places = leftOut.get(key)
      if (places === undefined) return [[key, value] as const]
      if (places.has(WHOLE) || !Array.isArray(value)) return []
      return [[key, value.filter((_, at) => !places.has(at))] as const]
    })
    const mended = recordSchema.safeParse(Object.fromEntries(entries))
    return mended.success ? termOf(mended.data, line) : undefined
  }

  #unknownKey(key: string, line: number): void {
    if (ORIGIN_KEYS.has(key) || this.#unknown.has(key) || this.#unknown.size === MAX_UNKNOWN_KEYS) return
    this.#unknown.add(key)
    const shown = key.slice(0, 60)
    this.#context.report({
      code: 'unknown-tag',
      line,
      message: `the key "${shown}" says nothing of a term and is passed over (said once).${didYouMean(shown, KEYS)}`,
      repair: `Use one of: ${KEYS.join(', ')}.`,
    })
  }

  #malformed(line: number, message: string, repair: string): void {
    this.#context.report({ code: 'malformed-line', line, message, repair })
  }
}

const WHOLE = -1
const REPAIR = 'Give it the shape docs/formats.md shows for "jsonl".'
