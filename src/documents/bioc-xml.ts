import { KnownError } from '../core/errors.ts'
import { readXml } from '../io/xml-events.ts'
import { LACKING, bioCOf } from './bioc/document-out.ts'
import { documentOf } from './bioc/document-in.ts'
import { BioCXmlHandler, contentOf, documentOfXml, type XmlElement } from './bioc/from-xml.ts'
import { BEGIN, END, xmlOf } from './bioc/to-xml.ts'
import type { DocumentReader, DocumentWriter, WriteDocumentsOptions } from './contract.ts'
import { nameOf, sourceOf } from './input.ts'
import { withinLimits } from './limits.ts'
import { LossReport } from './losses.ts'

/**
 * BioC XML: passages become sections, annotations of passages, sentences and documents mentions, all relations the
 * document's. Source, date, key and infons of the collection go to the metadata of each document as `collection.source`
 * and so on. Offsets are code points. The borders of sentences are not kept.
 */
export const biocXmlReader: DocumentReader = {
  async *read(input, options) {
    const handler = new BioCXmlHandler()
    const collection: Record<string, string> = {}
    const report = ({ line, message, repair }: { line: number; message: string; repair: string }) => {
      options.report({ line, message, repair })
    }
    const pieces = readXml(nameOf(input), handler, {
      ...sourceOf(input, options),
      report,
      maxValueBytes: MAX_VALUE,
    })
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
      if (handler.root !== undefined && handler.root !== 'collection')
        throw notBioC(nameOf(input), handler.root)
      for (const element of handler.take()) {
        if (element.name === 'document') {
          const make = () => documentOf(documentOfXml(element), collection, options.report)
          const document = withinLimits(make, { line: element.line }, options)
          if (document !== undefined) yield document
        } else if (element.name === 'infon') Object.assign(collection, collectionInfons(element))
        else if (contentOf(element).trim() !== '')
          collection[`collection.${element.name}`] = contentOf(element)
      }
    }
  },
}

/** Longest text taken, bytes. */
const MAX_VALUE = 256 * 1024 * 1024

const collectionInfons = (element: XmlElement): Record<string, string> => ({
  [`collection.${element.attributes['key'] ?? ''}`]: contentOf(element),
})

const notBioC = (file: string, root: string): KnownError =>
  new KnownError(
    'SOURCE_SYNTAX',
    `XML, but not BioC: it begins with <${root.slice(0, 60)}>`,
    'Check the format: BioC XML begins with <collection>.',
    { place: { file } },
  )

/** BioC XML, offsets in code points. Characters that XML does not allow are written as U+FFFD. */
export const biocXmlWriter = (options: WriteDocumentsOptions): DocumentWriter => {
  const losses = new LossReport('BioC', LACKING, options)
  return {
    begin: () => BEGIN,
    document: (document) => {
      const { text, isWhole } = xmlOf(bioCOf(document, losses))
      if (!isWhole) losses.say(document, 'characters that XML does not allow are written as U+FFFD')
      return text
    },
    end: () => END,
  }
}
