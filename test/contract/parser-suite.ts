import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KnownError } from '../../src/core/errors.ts'
import { ISSUE_CODES } from '../../src/core/issue.ts'
import type { BoundParser } from '../../src/parsers/contract.ts'
import { zipOf } from '../fixtures/zip.ts'
import {
  type Attempt,
  attemptFile,
  joined,
  type Parsed,
  parseFile,
  type ParseOptions,
} from '../parsers/parsed.ts'
import { failureOf } from '../support/failure.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import { expectSound } from './sound-records.ts'

/** What a parser's test gives the suite. All sources are text in the format the parser reads. */
export interface ParserCase {
  readonly load: () => Promise<BoundParser>
  /** Of the parser; default none. */
  readonly options?: unknown
  /** File name with the ending the format has, without `.gz`. */
  readonly fileName: string
  /** Files that lie beside the one the texts below stand for, by name: the source is then the folder of them all. */
  readonly besides?: Readonly<Record<string, string>>
  /**
   * A small source without a flaw: two terms or more, with synonyms, xrefs and several lines. Formats of mappings alone
   * give mappings wherever terms are spoken of here.
   */
  readonly sample: string
  /** A source with flaws that are reported, and terms that are kept. */
  readonly flawed: string
  /** A source in which two records have one id. */
  readonly repeated: string
  /** A source of `count` terms, each with an id of its own. */
  readonly many: (count: number) => string
}

/** What every parser must obey: call it in the parser's own test file. */
export const parserSuite = (name: string, given: ParserCase): void => {
  describe(`the parser "${name}", as every parser,`, () => {
    const bench = new Bench(given)
    describeForms(bench, given)
    describeRecords(bench, given)
    describeStops(bench, given)
    describeDamage(bench, given)
  })
}

class Bench {
  readonly #scratch = scratchFolder()
  readonly #given: ParserCase

  constructor(given: ParserCase) {
    this.#given = given
  }

  load(): Promise<BoundParser> {
    return this.#given.load()
  }

  /** The path of a source with this content. */
  file(content: string | Uint8Array, ending = ''): string {
    const { fileName, besides } = this.#given
    const file = newFile(this.#scratch, besides ? 'source' : fileName + ending)
    if (!besides) writeFileSync(file, content)
    else {
      mkdirSync(file)
      for (const [name, text] of Object.entries({ ...besides, [fileName + ending]: content }))
        writeFileSync(join(file, name), text)
    }
    return file
  }

  zip(content: string): string {
    const { fileName, besides = {} } = this.#given
    const file = newFile(this.#scratch, `${fileName}.zip`)
    const entries = Object.entries({ ...besides, [fileName]: content })
    writeFileSync(file, zipOf(entries.map(([name, text]) => ({ name, content: text }))))
    return file
  }

  async parse(content: string | Uint8Array, options: ParseOptions = {}, ending = ''): Promise<Parsed> {
    return this.parsePath(this.file(content, ending), options)
  }

  async parsePath(file: string, options: ParseOptions = {}): Promise<Parsed> {
    return parseFile(await this.load(), file, { options: this.#given.options, ...options })
  }

  async attempt(content: string | Uint8Array): Promise<Attempt> {
    return attemptFile(await this.load(), this.file(content), { options: this.#given.options })
  }

  expectSound(parsed: Parsed, content: string | Uint8Array): void {
    expectSound(parsed, content, ...Object.values(this.#given.besides ?? {}))
  }
}

// Some hundred kilobytes in any format: more than a reader takes at a time.
const MANY = 20_000

/** What was read, each record once: terms joined, or mappings where the source has nothing else. */
const recordsOf = (parsed: Parsed): readonly { readonly key: string; readonly line: number }[] =>
  parsed.terms.length > 0
    ? Array.from(joined(parsed).values(), ({ id, line }) => ({ key: id, line }))
    : parsed.mappings.map(({ subject, predicate, object, line }) => ({
        key: [subject, predicate, object].join('\t'),
        line,
      }))

const describeForms = (bench: Bench, { sample, flawed }: ParserCase): void => {
  it('reads its sample without an issue', async () => {
    const parsed = await bench.parse(sample)
    expect(parsed.issues).toEqual([])
    expect(recordsOf(parsed).length).toBeGreaterThan(1)
    const terms = [...joined(parsed).values()]
    if (terms.length > 0) {
      expect(terms.some((term) => term.synonyms.length > 0)).toBe(true)
      expect(terms.some((term) => term.xrefs.length > 0)).toBe(true)
    }
  })

  it.each(['sample', 'flawed'] as const)('reads the %s alike with CRLF line ends', async (which) => {
    const text = which === 'sample' ? sample : flawed
    expect(await bench.parse(text.replaceAll('\n', '\r\n'))).toEqual(await bench.parse(text))
  })

  it('reads it alike with a byte order mark', async () => {
    expect(await bench.parse(`\ufeff${sample}`)).toEqual(await bench.parse(sample))
  })

  it('reads it alike without a newline at the end', async () => {
    expect(await bench.parse(sample.trimEnd())).toEqual(await bench.parse(sample))
  })

  it('reads it alike from gzip and zip', async () => {
    const plain = await bench.parse(sample)
    expect(await bench.parse(gzipSync(sample), {}, '.gz')).toEqual(plain)
    expect(await bench.parsePath(bench.zip(sample))).toEqual(plain)
  })

  it.each(['sample', 'flawed'] as const)('says the same of the %s each time', async (which) => {
    const text = which === 'sample' ? sample : flawed
    expect(JSON.stringify(await bench.parse(text))).toBe(JSON.stringify(await bench.parse(text)))
  })

  it('refuses an empty file', async () => {
    expect((await failureOf(() => bench.parse(''))).code).toBe('SOURCE_EMPTY')
  })

  it('finds no term in a file of blanks', async () => {
    expect((await bench.attempt(' \n\n \n')).parsed.terms).toEqual([])
  })

  it('refuses options it does not know', async () => {
    const parser = await bench.load()
    expect(parser.optionsSchema.safeParse({ 'no such option': true }).success).toBe(false)
  })
}

const describeRecords = (bench: Bench, { sample, flawed, repeated, many }: ParserCase): void => {
  it('yields sound records: ids normalised, lists without repeats, lines of the file', async () => {
    for (const text of [sample, flawed, repeated]) bench.expectSound(await bench.parse(text), text)
  })

  it('keeps both records of a repeated id: the store reports it, or joins them', async () => {
    const { terms, additions, mappings, repeatedIds } = await bench.parse(repeated)
    if (terms.length === 0) {
      expect(new Set(mappings.map(({ subject }) => subject)).size).toBeLessThan(mappings.length)
      return
    }
    const ids = [...terms, ...(repeatedIds === 'join' ? additions : [])].map(({ id }) => id)
    if (repeatedIds === 'join') expect(new Set(ids).size).toBeLessThan(ids.length)
    else expect(new Set(ids).size).toBe(ids.length - 1)
  })

  it('reports flaws with a known code, a line, a message and a repair, and goes on', async () => {
    const parsed = await bench.parse(flawed)
    expect(parsed.issues.length).toBeGreaterThan(0)
    expect(recordsOf(parsed).length).toBeGreaterThan(0)
    for (const issue of parsed.issues) {
      expect(Object.keys(ISSUE_CODES)).toContain(issue.code)
      expect(issue.message).not.toBe('')
      expect(issue.repair).not.toBe('')
    }
  })

  it('reads a long source in several batches, every term once and in order', async () => {
    let batches = 0
    const parsed = await bench.parse(many(MANY), { onBatch: () => batches++ })
    expect(batches).toBeGreaterThan(2)
    const records = recordsOf(parsed)
    expect(new Set(records.map(({ key }) => key)).size).toBe(MANY)
    expect(records).toHaveLength(MANY)
    if (parsed.repeatedIds === 'flaw') expect(parsed.terms.length + parsed.mappings.length).toBe(MANY)
    const lines = records.map(({ line }) => line)
    expect([...lines].sort((a, b) => a - b)).toEqual(lines)
  })
}

const describeStops = (bench: Bench, { sample, flawed, many }: ParserCase): void => {
  it('stops at once when the signal was given before', async () => {
    const error = await failureOf(() => bench.parse(sample, { signal: AbortSignal.abort() }))
    expect(error.code).toBe('ABORTED')
  })

  it('stops in the middle when the signal is given', async () => {
    const controller = new AbortController()
    let batches = 0
    const onBatch = (): void => {
      batches++
      controller.abort()
    }
    const text = many(MANY)
    expect((await failureOf(() => bench.parse(text, { signal: controller.signal, onBatch }))).code).toBe(
      'ABORTED',
    )
    expect(batches).toBe(1)
  })

  it('ends with the very error that reporting an issue throws, as under --strict', async () => {
    const strict = new KnownError('SOURCE_ISSUE', 'the first issue', 'Mend it.')
    const onIssue = (): void => {
      throw strict
    }
    expect(await failureOf(() => bench.parse(flawed, { onIssue }))).toBe(strict)
  })
}

/** One change to a file: where (a share of its length), what is done, and bytes for it. */
interface Edit {
  readonly at: number
  readonly kind: 'flip' | 'cut' | 'insert' | 'repeat'
  readonly bytes: Uint8Array
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: fc.constantFrom('flip', 'cut', 'insert', 'repeat'),
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 4 }),
    fc
      .string({
        unit: fc.constantFrom(...Array.from('"[]{}()\\!:,;=|<>/# \t\r\n\0é')),
        minLength: 1,
        maxLength: 4,
      })
      .map((text) => new Uint8Array(Buffer.from(text))),
  ),
})

const edited = (source: Buffer, { at, kind, bytes }: Edit): Buffer => {
  const place = Math.min(source.length - 1, Math.floor(at * source.length))
  const before = source.subarray(0, place)
  switch (kind) {
    case 'flip':
      return Buffer.concat([before, bytes, source.subarray(place + bytes.length)])
    case 'cut':
      return Buffer.concat([before, source.subarray(place + 7 * (bytes[0] ?? 0))])
    case 'insert':
      return Buffer.concat([before, bytes, source.subarray(place)])
    case 'repeat':
      return Buffer.concat([source.subarray(0, place + (bytes[0] ?? 0)), source.subarray(place)])
  }
}

const describeDamage = (bench: Bench, { sample, flawed }: ParserCase): void => {
  const expectKnown = ({ parsed, error }: Attempt, content: string | Uint8Array): void => {
    if (error !== undefined) expect(error).toBeInstanceOf(KnownError)
    bench.expectSound(parsed, content)
  }

  it('reads a file that was cut up to the cut, and ends in a known error or none', async () => {
    const whole = await bench.parse(sample)
    const bytes = Buffer.from(sample)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: bytes.length - 1 }), async (length) => {
        const cut = bytes.subarray(0, length)
        const attempt = await bench.attempt(cut)
        expectKnown(attempt, cut)
        const sure = attempt.parsed.terms.slice(0, -1)
        expect(sure).toEqual(whole.terms.slice(0, sure.length))
      }),
      { numRuns: 150 },
    )
  })

  it('reads a gzip file that was cut up to a known error', async () => {
    const bytes = gzipSync(sample)
    const { error } = await bench.attempt(bytes.subarray(0, bytes.length / 2))
    expect(error).toBeInstanceOf(KnownError)
    expect(error).toHaveProperty('code', 'SOURCE_TRUNCATED')
  })

  it('ends in a known error or sound records, however the file was damaged', async () => {
    const damaged = fc
      .tuple(fc.constantFrom(sample, flawed), fc.array(edit, { minLength: 1, maxLength: 4 }))
      .map(([text, edits]) => edits.reduce<Buffer>((source, each) => edited(source, each), Buffer.from(text)))
      .filter((bytes) => bytes.length > 0)
    await fc.assert(
      fc.asyncProperty(damaged, async (bytes) => {
        expectKnown(await bench.attempt(bytes), bytes)
      }),
      { numRuns: 300 },
    )
  })

  it('ends in a known error or sound records, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
        expectKnown(await bench.attempt(bytes), bytes)
      }),
      { numRuns: 100 },
    )
  })
}
