import type { TextDocument } from '../core/document.ts'
import { readJsonElements } from '../io/json-elements.ts'
import { documentOf } from './bioc/document-in.ts'
import { LACKING, bioCOf } from './bioc/document-out.ts'
import { documentOfJson } from './bioc/from-json.ts'
import type { BioCDocument, BioCPassage, Infons } from './bioc/model.ts'
import type {
  DocumentReader,
  DocumentWriter,
  ReadDocumentsOptions,
  WriteDocumentsOptions,
} from './contract.ts'
import { nameOf, sourceOf } from './input.ts'
import { type Fields, isFields, textsAt } from './json-fields.ts'
import { withinLimits } from './limits.ts'
import { LossReport } from './losses.ts'

/**
 * BioC JSON: a collection (`{"documents": […]}`), a list of collections, PubTator's `{"PubTator3": […]}`, or one document.
 * Otherwise as BioC XML. Infons that are no text are kept as JSON, `null` not at all.
 */
export const biocJsonReader: DocumentReader = {
  async *read(input, options) {
    const collection: Record<string, string> = {}
    const single: Record<string, unknown> = {}
    const elements = readJsonElements(nameOf(input), {
      ...sourceOf(input, options),
      select: isWanted,
      maxElementLength: MAX_ELEMENT,
    })
    for await (const batch of elements)
      for (const { path, value, line } of batch) {
        const [last, before] = [path.at(-1), path.at(-2)]
        if (last === '*' && (before === 'documents' || before === 'PubTator3')) {
          if (isFields(value)) yield* documentIn(value, line, collection, options)
          else options.report({ line, message: 'a document that is no object was left out', repair: REPAIR })
        } else if (HEADER.has(last ?? ''))
          withinLimits(
            () => {
              noteHeader(collection, single, last ?? '', value)
            },
            { line },
            options,
          )
        else add(single, last === '*' ? (before ?? '') : (last ?? ''), value)
      }
    if (single['passages'] !== undefined) yield* documentIn(single, 1, {}, options)
  },
}

const documentIn = (
  value: Fields,
  line: number,
  collection: Infons,
  options: ReadDocumentsOptions,
): readonly TextDocument[] => {
  const make = (): TextDocument => documentOf(documentOfJson(value, line), collection, options.report)
  const document = withinLimits(make, { line }, options)
  return document === undefined ? [] : [document]
}

const REPAIR = 'Write {"id": "…", "passages": […]}.'

/** Longest document taken, UTF-16 code units. */
const MAX_ELEMENT = 256 * 1024 * 1024

const HEADER = new Set(['source', 'date', 'key', 'infons'])
// Of a document that is the whole of the file.
const LISTS = new Set(['passages', 'relations', 'annotations'])

const isWanted = (path: readonly string[]): boolean => {
  const [first, second] = path[0] === '*' ? path.slice(1) : path
  const depth = path[0] === '*' ? path.length - 1 : path.length
  if (depth === 1) return first !== undefined && (HEADER.has(first) || first === 'id')
  if (depth !== 2 || second !== '*' || first === undefined) return false
  return first === 'documents' || first === 'PubTator3' || (path[0] !== '*' && LISTS.has(first))
}

const noteHeader = (
  collection: Record<string, string>,
  single: Record<string, unknown>,
  key: string,
  value: unknown,
): void => {
  if (key !== 'infons') {
    if (typeof value === 'string' && value.trim() !== '') collection[`collection.${key}`] = value
    return
  }
  single['infons'] = value
  for (const [name, text] of Object.entries(textsAt({ infons: value }, 'infons') ?? {}))
    collection[`collection.${name}`] = text
}

const add = (single: Record<string, unknown>, key: string, value: unknown): void => {
  const list = single[key]
  if (key === 'id') single[key] = value
  else if (Array.isArray(list)) list.push(value)
  else single[key] = [value]
}

/** BioC JSON, a document a line within the collection; offsets in code points. */
export const biocJsonWriter = (options: WriteDocumentsOptions): DocumentWriter => {
  const losses = new LossReport('BioC', LACKING, options)
  let isFirst = true
  return {
    begin: () => '{"source":"","date":"","key":"","infons":{},"documents":[',
    document: (document) => {
      const separator = isFirst ? '\n' : ',\n'
      isFirst = false
      return separator + JSON.stringify(jsonOf(bioCOf(document, losses)))
    },
    end: () => '\n]}\n',
  }
}

const jsonOf = ({ id, infons, passages, relations }: BioCDocument): Fields => ({
  id,
  infons,
  passages: passages.map(passageJson),
  annotations: [],
  relations,
})

const passageJson = ({ offset, infons, text, annotations }: BioCPassage): Fields => ({
  offset,
  infons,
  text,
  sentences: [],
  annotations: annotations.map(({ id, infons: of, text: there, locations }) => ({
    id,
    infons: of,
    text: there,
    locations,
  })),
  relations: [],
})
