import { EventEmitter } from 'node:events'
import { TextDecoder } from 'node:util'
import { type ParseCallback, Parser, type Quad, type Term, type Token } from 'n3'
import { KnownError } from '../../core/errors.ts'
import { readBytes } from '../../io/source.ts'
import { notText, withoutByteOrderMark } from '../../io/text-blocks.ts'
import { LoneReturns } from './lone-returns.ts'
import type { TripleOptions } from './triple-options.ts'
import { localBlank, type Triple } from './triple.ts'

const MAX_DEPTH = 1000
/** Longest text between two triples, bytes. */
const MAX_STATEMENT_BYTES = 64 * 1024 * 1024
const MAX_INVALID_PLACES = 100

/** Turtle and TriG (w3.org/TR/turtle, w3.org/TR/trig), by the parser of n3. A syntax error ends it: nothing is skipped. */
export async function* readTurtle(file: string, options: TripleOptions): AsyncGenerator<readonly Triple[]> {
  const reader = new TurtleReader(file, options)
  for await (const chunk of readBytes(file, options)) yield reader.push(chunk)
  yield reader.end()
}

class TurtleReader {
  readonly #file: string
  readonly #options: TripleOptions
  readonly #input = new EventEmitter()
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  readonly #returns = new LoneReturns()
  /** A CR at the end of a chunk: a LF may follow it. */
  #held = ''
  #triples: Triple[] = []
  #error: KnownError | undefined
  #first = true
  #line = 1
  #lastLine = 1
  #ended = false
  #depth = 0
  #statement = 0
  #bytesSinceTriple = 0
  #invalidPlaces = 0

  constructor(file: string, options: TripleOptions) {
    this.#file = file
    this.#options = options
    const onQuad: ParseCallback = (error: Error | null, quad: Quad | null) => {
      if (error) this.#error ??= this.#syntaxError(error)
      else if (quad) this.#take(quad)
    }
    const onToken = (token: Token): void => {
      this.#watch(token)
    }
    const listeners = { onQuad, onToken }
    // The prefix keeps labels apart from the names n3 makes for nodes without one.
    new Parser({ blankNodePrefix: LABEL }).parse(this.#input, listeners)
  }

  push(chunk: Buffer): readonly Triple[] {
    if (chunk.includes(0)) throw notText(this.#file, this.#line)
    this.#bytesSinceTriple += chunk.length
    const bytes = this.#first ? withoutByteOrderMark(chunk, this.#file) : chunk
    this.#first = false
    this.#emit(this.#decoder.decode(bytes, { stream: true }), bytes)
    if (this.#bytesSinceTriple > MAX_STATEMENT_BYTES)
      throw this.#limit(`a statement is longer than ${String(MAX_STATEMENT_BYTES / 1024 / 1024)} MiB`)
    return this.#takeBatch()
  }

  end(): readonly Triple[] {
    this.#emit(this.#decoder.decode(), NO_BYTES)
    this.#feed('data', this.#held)
    this.#feed('end')
    return this.#takeBatch()
  }

  #emit(text: string, bytes: Buffer): void {
    // The character may stand in the file itself.
    if (text.includes(REPLACEMENT) && !bytes.includes(REPLACEMENT)) this.#reportInvalid()
    const whole = this.#held + text
    this.#held = whole.endsWith('\r') ? '\r' : ''
    this.#feed('data', this.#held === '' ? whole : whole.slice(0, -1))
  }

  /** n3 stumbles over some flaws (an IRI that begins with "!") instead of telling of them. */
  #feed(event: 'data' | 'end', text = ''): void {
    this.#returns.feed(text)
    try {
      this.#input.emit(event, text)
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      this.#error ??= this.#syntaxError(new Error('the statement cannot be read', { cause: error }))
    }
  }

  #takeBatch(): readonly Triple[] {
    if (this.#error) throw this.#error
    const triples = this.#triples
    this.#triples = []
    return triples
  }

  // Before the token is taken: the last triple of a statement comes with the full stop.
  #watch({ type, line }: Token): void {
    this.#lastLine = this.#line
    this.#line = this.#returns.lineOf(line)
    if (this.#ended) this.#statement++
    this.#ended = type === '.'
    if (type === '[' || type === '(' || type === '{') {
      if (++this.#depth > MAX_DEPTH)
        throw this.#limit(`brackets are nested more than ${String(MAX_DEPTH)} deep`)
    } else if (type === ']' || type === ')' || type === '}') this.#depth--
  }

  #take({ subject, predicate, object }: Quad): void {
    this.#bytesSinceTriple = 0
    const from = nodeOf(subject)
    const to = object.termType === 'Literal' ? object.value : nodeOf(object)
    // What is left are the triples about triples of RDF-star: no terminology has them.
    if (from === undefined || to === undefined) return
    this.#triples.push({
      subject: from,
      predicate: predicate.value,
      object: to,
      language: object.termType === 'Literal' ? object.language : undefined,
      line: this.#lastLine,
      statement: this.#statement,
    })
  }

  #reportInvalid(): void {
    const repair = 'Convert the file to UTF-8, e.g. iconv -f ISO-8859-1 -t UTF-8.'
    const line = this.#line
    if (++this.#invalidPlaces > MAX_INVALID_PLACES)
      throw new KnownError('SOURCE_ENCODING', 'the file is not UTF-8', repair, {
        place: { file: this.#file, line },
      })
    const message = 'characters that are not UTF-8 were read as U+FFFD, at this line or soon after'
    this.#options.report({ code: 'invalid-utf8', line, message, repair })
  }

  #limit(message: string): KnownError {
    return new KnownError(
      'SOURCE_LIMIT',
      message,
      'No known ontology goes so far: check where the file is from.',
      {
        place: { file: this.#file, line: this.#line },
      },
    )
  }

  #syntaxError(cause: Error): KnownError {
    const told = / on line (\d+)\.?$/.exec(cause.message)?.[1]
    const line = told === undefined ? this.#line : this.#returns.lineOf(Number(told))
    const message = cause.message.replace(/ on line \d+\.?$/, '')
    const options = { place: { file: this.#file, line }, cause }
    return message.includes(' eof')
      ? new KnownError(
          'SOURCE_TRUNCATED',
          `the Turtle ends too early (${message})`,
          'The download was cut short: fetch the file again.',
          options,
        )
      : new KnownError(
          'SOURCE_SYNTAX',
          `no valid Turtle: ${message}`,
          'Check that "type" fits the file, and that the file is whole.',
          options,
        )
  }
}

const REPLACEMENT = '\ufffd'
const NO_BYTES = Buffer.alloc(0)
const LABEL = 'label_'
const MADE = 'n3-'

const nodeOf = (term: Term | Quad): string | undefined => {
  if (term.termType === 'NamedNode') return term.value
  if (term.termType !== 'BlankNode') return undefined
  const name = term.value
  if (name.startsWith(LABEL)) return `_:${name.slice(LABEL.length)}`
  return localBlank(Number(name.slice(MADE.length)))
}
