import { z } from 'zod'
import { normalizeCurie } from '../core/curie.ts'
import { KnownError } from '../core/errors.ts'
import type { ParsedTerm } from '../core/term.ts'
import { type JsonElement, readJsonElements } from '../io/json-elements.ts'
import { reportBareXrefs } from './bare-xrefs.ts'
import type { ParseContext, ParsedBatch, Parser, TermAddition } from './contract.ts'
import { isObject, type JsonObject, objectsAt, stringAt } from './obographs/fields.ts'
import { termOfNode } from './obographs/node.ts'
import { isMergedId, mergedInto } from './owl/merged-id.ts'
import { localName } from './predicates.ts'
import { releaseOfOntology } from './release.ts'

/**
 * OBO Graphs JSON (github.com/geneontology/obographs): `CLASS` nodes become terms, their `edges` additions; `PROPERTY`
 * nodes name relations. Nodes that only echo an id from elsewhere (no label, no meta) are no terms. All graphs of a
 * document are read.
 */
export const oboGraphsParser: Parser<Record<string, never>> = {
  options: z.strictObject({}),
  async *parse(file, _options, context) {
    const reader = new GraphReader(context)
    for await (const elements of readJsonElements(file, { select: isWanted, signal: context.signal }))
      yield reader.read(elements)
    reader.finish(file)
  },
}

const LISTS = new Set(['nodes', 'edges'])

// graphs[].nodes[], graphs[].edges[], graphs[].meta, graphs[].id
const isWanted = (path: readonly string[]): boolean => {
  if (path[0] !== 'graphs' || path[1] !== '*') return false
  if (path.length === 3) return path[2] === 'meta' || path[2] === 'id'
  return path.length === 4 && path[3] === '*' && LISTS.has(path[2] ?? '')
}

class GraphReader {
  readonly #context: ParseContext
  #nodes = 0
  #described = false
  #titled = false

  constructor(context: ParseContext) {
    this.#context = context
  }

  read(elements: readonly JsonElement[]): ParsedBatch {
    const terms: ParsedTerm[] = []
    const additions: TermAddition[] = []
    for (const { path, value, line } of elements) {
      if (path[2] === 'id') {
        this.#title(value)
      } else if (!isObject(value)) this.#malformed(line, path[2] ?? '')
      else if (path[2] === 'nodes') this.#node(value, line, terms, additions)
      else if (path[2] === 'edges') this.#edge(value, line, additions)
      else this.#meta(value)
    }
    return { terms, additions }
  }

  finish(file: string): void {
    if (this.#nodes > 0) return
    throw new KnownError(
      'SOURCE_SYNTAX',
      'JSON, but no OBO Graphs document: no graphs[].nodes[]',
      'Check that "type" fits the file.',
      {
        place: { file },
      },
    )
  }

  #node(node: JsonObject, line: number, terms: ParsedTerm[], additions: TermAddition[]): void {
    this.#nodes++
    const type = stringAt(node, 'type')
    if (type === 'PROPERTY') this.#property(node)
    if (type !== 'CLASS' || (node['lbl'] === undefined && node['meta'] === undefined)) return
    const term = termOfNode(node, line)
    if (term && isMergedId(term)) additions.push(...mergedInto(term))
    else if (term) {
      reportBareXrefs(term.xrefs, line, this.#context)
      terms.push(term)
    } else
      this.#context.report({
        code: 'missing-id',
        line,
        message: 'a node without an id was left out',
        repair: 'Give it an "id".',
      })
  }

  #property(node: JsonObject): void {
    const id = stringAt(node, 'id')
    const label = stringAt(node, 'lbl')
    if (id !== undefined)
      this.#context.defineRelation({
        id: localName(normalizeCurie(id)),
        ...(label === undefined ? {} : { label }),
      })
  }

  #edge(edge: JsonObject, line: number, additions: TermAddition[]): void {
    const [sub, pred, obj] = [stringAt(edge, 'sub'), stringAt(edge, 'pred'), stringAt(edge, 'obj')]
    if (sub === undefined || pred === undefined || obj === undefined) {
      this.#malformed(line, 'edges')
      return
    }
    const id = normalizeCurie(sub)
    const object = normalizeCurie(obj)
    // All is below the top of OWL: to say so says nothing.
    if (object === 'owl:Thing') return
    if (pred === 'is_a') additions.push({ id, line, parents: [object] })
    else if (pred !== 'subPropertyOf' && pred !== 'inverseOf' && pred !== 'type') {
      additions.push({ id, line, relations: [{ predicate: localName(normalizeCurie(pred)), object }] })
    }
  }

  #title(id: unknown): void {
    if (!this.#titled && typeof id === 'string') this.#context.describe({ title: id })
    this.#titled = true
  }

  // The first graph is the ontology itself, later ones are its imports: what they say of themselves is not its release.
  #meta(meta: JsonObject): void {
    if (this.#described) return
    this.#described = true
    const release = releaseOfGraph(meta)
    if (release !== undefined) this.#context.describe({ release })
  }

  #malformed(line: number, list: string): void {
    const message = `an entry of "${list}" has not the shape of OBO Graphs; left out`
    this.#context.report({
      code: 'malformed-line',
      line,
      message,
      repair: 'Nodes want "id", edges "sub", "pred" and "obj".',
    })
  }
}

const releaseOfGraph = (meta: JsonObject): string | undefined => {
  const info = objectsAt(meta, 'basicPropertyValues').find((property) =>
    /owl[#_]versionInfo$/.test(stringAt(property, 'pred') ?? ''),
  )
  return releaseOfOntology(stringAt(meta, 'version'), info && stringAt(info, 'val'))
}
