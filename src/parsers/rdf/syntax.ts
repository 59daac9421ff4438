import { KnownError } from '../../core/errors.ts'

export type RdfSyntax = 'rdf-xml' | 'turtle' | 'n-triples'

const XML = /^<(?:\?xml|!--|!DOCTYPE|(?:[\w.-]+:)?RDF[\s>]|[\w.:-]+\s[^<>]*xmlns)/
const LINE_NAME = /\.(?:nt|nq)(?:\.(?:gz|zip))?$/i
const LINES_LOOKED_AT = 40

const IRI = '<[^<>"\\s]*>'
const BLANK = '_:[^\\s<>"]+'
const LITERAL = `"(?:[^"\\\\]|\\\\.)*"(?:@[\\w-]+|\\^\\^${IRI})?`
const LINE = new RegExp(
  `^\\s*(?:${IRI}|${BLANK})\\s*${IRI}\\s*(?:${IRI}|${BLANK}|${LITERAL})\\s*(?:(?:${IRI}|${BLANK})\\s*)?\\.\\s*(?:#.*)?$`,
)

/** Formats that are met in place of RDF, by how they begin, and what to do. */
const OTHERS: readonly (readonly [begins: RegExp, what: string, repair: string])[] = [
  [/^(?:Prefix|Ontology)\s*\(/, 'OWL functional syntax', 'Set "type" to "ofn".'],
  [/^format-version:/, 'OBO', 'Set "type" to "obo".'],
  [
    /^\{/,
    'JSON',
    'Set "type" to "obographs" if it is OBO Graphs; JSON-LD is not read: convert it to Turtle.',
  ],
  [/^(?:Prefix|Ontology):/, 'Manchester syntax', 'Convert it, e.g. with ROBOT, to RDF/XML.'],
  [
    /^<!DOCTYPE\s+html|^<html/i,
    'an HTML page',
    'Download the file again: a saved error page is the usual cause.',
  ],
]

/**
 * Tells RDF/XML, Turtle (with TriG) and the line formats apart by the first kilobytes; the name decides where an
 * N-Triples file has a bad line among the first.
 *
 * @throws KnownError `SOURCE_SYNTAX` for what is known to be another format
 */
export const syntaxOf = (head: string, file: string): RdfSyntax => {
  const text = head.replace(/^\ufeff/, '').trimStart()
  for (const [begins, what, repair] of OTHERS)
    if (begins.test(text))
      throw new KnownError('SOURCE_SYNTAX', `this is ${what}, no RDF`, repair, { place: { file, line: 1 } })
  if (XML.test(text)) return 'rdf-xml'
  return isLines(text, file) ? 'n-triples' : 'turtle'
}

const isLines = (text: string, file: string): boolean => {
  // The last line may be cut, or be the only one.
  const lines = text.split('\n').slice(0, LINES_LOOKED_AT + 1)
  const whole = (lines.length > 1 ? lines.slice(0, -1) : lines).filter((line) => !/^\s*(?:#|$)/.test(line))
  const hits = whole.filter((line) => LINE.test(line)).length
  return hits > 0 && (hits === whole.length || LINE_NAME.test(file))
}
