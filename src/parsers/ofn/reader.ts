import { type ErrorCode, KnownError } from '../../core/errors.ts'
import type { TextBlock } from '../../io/text-blocks.ts'
import type { ParseContext } from '../contract.ts'
import { AXIOM_NAMES, type Expression, isLiteral, type Part } from './expression.ts'
import { Prefixes } from './prefixes.ts'
import { Tokenizer, type TokenSink } from './tokenizer.ts'

/** What is told of a document of functional-style syntax, in order. */
export interface DocumentHandler {
  /** Of the ontology itself: its IRI (place 0) and the version IRI (place 1). */
  ontologyIri(iri: string, place: number, line: number): void
  /** An axiom, or what else stands at that level: `Import`, `Annotation`. */
  expression(expression: Expression): void
}

const UNDERSCORE = 95
const ZERO = 48
const NINE = 57

const MAX_DEPTH = 1000
/** Longest axiom taken, characters: no known one has a hundredth of it. */
const MAX_AXIOM_LENGTH = 64 * 1024 * 1024

/**
 * Reads OWL 2 functional-style syntax (w3.org/TR/owl2-syntax) into one expression per axiom, IRIs made full, in memory
 * bounded by the longest axiom. What cannot be read is reported and left out; reading goes on at the next axiom, which
 * is known by its name, as no axiom stands within another. `push` each block, `end` once.
 */
export class FunctionalReader implements TokenSink {
  readonly #file: string
  readonly #handler: DocumentHandler
  readonly #context: ParseContext
  readonly #tokens = new Tokenizer(this)
  readonly #prefixes = new Prefixes()
  /** Expressions not closed yet, outermost first; `Ontology` itself is not among them. */
  #open: Expression[] = []
  /** The token before was a word: the next tells whether it opens an expression. */
  #word: string | undefined
  #wordLine = 0
  /** `^^` came, its datatype did not. */
  #awaitsDatatype = false
  /** Why the open axiom cannot be used. */
  #flaw: string | undefined
  /** After a break: nothing counts until the next axiom begins. */
  #lost = false
  #place: 'before' | 'head' | 'inside' | 'after' = 'before'
  #headIris = 0
  /** Of the open axiom, characters, to the end of the last block. */
  #length = 0

  constructor(file: string, handler: DocumentHandler, context: ParseContext) {
    this.#file = file
    this.#handler = handler
    this.#context = context
  }

  push(block: TextBlock): void {
    this.#tokens.push(block)
    this.#length = this.#open.length > 0 ? this.#length + block.text.length : this.#tokens.pendingLength
    if (this.#length > MAX_AXIOM_LENGTH) this.#refuse('an axiom is too long', block.firstLine)
  }

  end(): void {
    this.#tokens.end()
    this.#takeWord()
    if (this.#place === 'before') throw this.#notFunctional('it has no Ontology(…)', 1)
    if ((this.#place === 'after' && this.#open.length === 0) || this.#lost) return
    const axiom = this.#open[0]
    const message = axiom ? `the file ends within ${shown(axiom.name)}(…)` : 'Ontology(…) is not closed'
    throw this.#failure('SOURCE_TRUNCATED', message, 'Fetch the file again: it was cut short.', axiom?.line)
  }

  open(line: number): void {
    const name = this.#word
    this.#word = undefined
    if (name === undefined) {
      this.broken('a parenthesis opens without a name', line)
      return
    }
    const isStart = AXIOM_NAMES.has(name) || name === 'Ontology' || name === 'Import' || name === 'Prefix'
    if (isStart && this.#open.length > 0) this.broken('a closing parenthesis is missing', this.#wordLine)
    if (isStart) this.#lost = false
    if (this.#lost) return
    if (name === 'Ontology') this.#place = 'head'
    else {
      if (this.#open.length === 0) this.#beginAxiom(name)
      if (this.#open.length >= MAX_DEPTH) this.#refuse('expressions are nested too deep', line)
      this.#open.push({ name, line: this.#wordLine, parts: [] })
    }
  }

  close(line: number): void {
    this.#takeWord()
    if (this.#lost) return
    if (this.#awaitsDatatype) this.#flaw ??= '"^^" precedes no datatype'
    this.#awaitsDatatype = false
    const closed = this.#open.pop()
    const parent = this.#open.at(-1)
    if (closed === undefined) {
      if (this.#place === 'before' || this.#place === 'after')
        this.broken('a parenthesis closes what was not opened', line)
      else this.#place = 'after'
    } else if (parent) parent.parts.push(closed)
    else this.#complete(closed)
  }

  equals(line: number): void {
    const prefix = this.#word
    const top = this.#open.at(-1)
    this.#word = undefined
    if (top?.name === 'Prefix' && top.parts.length === 0 && prefix?.endsWith(':') === true)
      top.parts.push(prefix.slice(0, -1))
    else this.broken('"=" has no meaning here', line)
  }

  word(text: string, line: number): void {
    this.#takeWord()
    this.#word = text
    this.#wordLine = line
  }

  iri(iri: string, line: number): void {
    this.#takeWord()
    this.#addName(iri, line)
  }

  literal(text: string, line: number): void {
    this.#takeWord()
    this.#add({ text }, line)
  }

  language(tag: string): void {
    this.#takeWord()
    const literal = this.#open.at(-1)?.parts.at(-1)
    if (isLiteral(literal)) literal.language = tag
    else this.#flaw ??= `the language tag @${shown(tag)} follows no string`
  }

  datatype(line: number): void {
    this.#takeWord()
    this.#awaitsDatatype = isLiteral(this.#open.at(-1)?.parts.at(-1))
    if (!this.#awaitsDatatype) this.broken('"^^" follows no string', line)
  }

  broken(message: string, line: number): void {
    if (this.#place === 'before' && this.#open.length === 0) throw this.#notFunctional(message, line)
    if (!this.#lost) this.#leaveOut(this.#open[0], message, line)
    this.#open = []
    this.#word = undefined
    this.#flaw = undefined
    this.#awaitsDatatype = false
    this.#lost = true
  }

  #beginAxiom(name: string): void {
    this.#length = 0
    this.#flaw = undefined
    this.#awaitsDatatype = false
    if (this.#place === 'head') this.#place = 'inside'
    if (this.#place === 'inside' || name === 'Prefix') return
    if (this.#place === 'before' && !AXIOM_NAMES.has(name))
      throw this.#notFunctional(`"${shown(name)}(" is no beginning of it`, this.#wordLine)
    this.#place = 'inside'
    this.#context.report({
      code: 'malformed-line',
      line: this.#wordLine,
      message: `${shown(name)}(…) stands outside of Ontology(…); read as if it were inside`,
      repair: 'Look for a parenthesis too many or too few before it.',
    })
  }

  // A word that opened no expression is an abbreviated IRI, a blank node or a number.
  #takeWord(): void {
    const word = this.#word
    if (word === undefined) return
    this.#word = undefined
    if (this.#lost) return
    const name = isOwnName(word) ? word : this.#prefixes.resolve(word)
    if (name === undefined) this.#flaw ??= unresolved(word)
    this.#addName(name ?? word, this.#wordLine)
  }

  #addName(name: string, line: number): void {
    const literal = this.#awaitsDatatype ? this.#open.at(-1)?.parts.at(-1) : undefined
    this.#awaitsDatatype = false
    if (isLiteral(literal)) literal.datatype = name
    else this.#add(name, line)
  }

  #add(part: Part, line: number): void {
    if (this.#lost) return
    const top = this.#open.at(-1)
    if (top) top.parts.push(part)
    else if (this.#place === 'head' && typeof part === 'string' && this.#headIris < 2)
      this.#handler.ontologyIri(part, this.#headIris++, line)
    else this.broken(`"${shown(textOf(part))}" stands outside of any axiom`, line)
  }

  #complete(axiom: Expression): void {
    if (this.#flaw !== undefined) this.#leaveOut(axiom, this.#flaw, axiom.line)
    else if (axiom.name !== 'Prefix') this.#handler.expression(axiom)
    else {
      const [prefix, base] = axiom.parts
      if (typeof prefix === 'string' && typeof base === 'string' && axiom.parts.length === 2)
        this.#prefixes.declare(prefix, base)
      else this.#leaveOut(axiom, 'it is not of the form Prefix(name:=<IRI>)', axiom.line)
    }
    this.#flaw = undefined
  }

  #leaveOut(axiom: Expression | undefined, message: string, line: number): void {
    const what = axiom ? `${shown(axiom.name)}(…)` : 'what stands before the next axiom'
    this.#context.report({
      code: 'malformed-line',
      line: axiom?.line ?? line,
      message: `${what} cannot be read and was left out: ${message}${axiom && line !== axiom.line ? ` (line ${String(line)})` : ''}`,
      repair: 'Check its quotes, parentheses and prefixes.',
    })
  }

  #notFunctional(message: string, line: number): KnownError {
    const repair = 'Check that "type" fits the file: RDF/XML and Turtle want "owl", OBO wants "obo".'
    return this.#failure('SOURCE_SYNTAX', `no OWL functional-style syntax: ${message}`, repair, line)
  }

  #refuse(message: string, line: number): never {
    const at = this.#open[0]?.line ?? line
    throw this.#failure('SOURCE_LIMIT', message, 'No known ontology goes so far: check its origin.', at)
  }

  #failure(code: ErrorCode, message: string, repair: string, line: number | undefined): KnownError {
    const place = line === undefined ? { file: this.#file } : { file: this.#file, line }
    return new KnownError(code, message, repair, { place })
  }
}

/** Blank nodes and numbers mean themselves. */
const isOwnName = (word: string): boolean => {
  const first = word.charCodeAt(0)
  if (first === UNDERSCORE) return word.startsWith(':', 1) && word.length > 2
  return first >= ZERO && first <= NINE && /^\d+$/.test(word)
}

/** As much of a text as a message holds. */
const shown = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

const textOf = (part: Part): string =>
  typeof part === 'string' ? part : isLiteral(part) ? part.text : part.name

const unresolved = (word: string): string =>
  word.includes(':')
    ? `the prefix "${shown(word.slice(0, word.indexOf(':') + 1))}" is not declared`
    : `"${shown(word)}" is no IRI`
