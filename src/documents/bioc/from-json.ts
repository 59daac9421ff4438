import { type Fields, numberAt, objectsAt, stringAt, textsAt } from '../json-fields.ts'
import type { BioCAnnotation, BioCDocument, BioCMarks, BioCPassage, BioCSentence } from './model.ts'

/** @param line on which the document begins: its parts are not told apart by line */
export const documentOfJson = (fields: Fields, line: number): BioCDocument => ({
  id: stringAt(fields, 'id') ?? numberAt(fields, 'id')?.toString() ?? '',
  line,
  ...marksOf(fields, line),
  passages: objectsAt(fields, 'passages').map((passage) => passageOf(passage, line)),
})

export const passageOf = (fields: Fields, line: number): BioCPassage => ({
  ...sentenceOf(fields, line),
  line,
  sentences: objectsAt(fields, 'sentences').map((sentence) => sentenceOf(sentence, line)),
})

const sentenceOf = (fields: Fields, line: number): BioCSentence => ({
  offset: numberAt(fields, 'offset'),
  text: stringAt(fields, 'text') ?? '',
  ...marksOf(fields, line),
})

const marksOf = (fields: Fields, line: number): BioCMarks => ({
  infons: textsAt(fields, 'infons') ?? {},
  annotations: objectsAt(fields, 'annotations').map((annotation) => annotationOf(annotation, line)),
  relations: objectsAt(fields, 'relations').map((relation) => ({
    ...nameOf(relation),
    infons: textsAt(relation, 'infons') ?? {},
    nodes: objectsAt(relation, 'nodes').map((node) => ({
      refid: stringAt(node, 'refid') ?? '',
      role: stringAt(node, 'role') ?? '',
    })),
  })),
})

const annotationOf = (fields: Fields, line: number): BioCAnnotation => {
  const text = stringAt(fields, 'text')
  return {
    ...nameOf(fields),
    line,
    infons: textsAt(fields, 'infons') ?? {},
    locations: objectsAt(fields, 'locations').map((location) => ({
      offset: numberAt(location, 'offset'),
      length: numberAt(location, 'length'),
    })),
    ...(text === undefined ? {} : { text }),
  }
}

const nameOf = (fields: Fields): { id?: string } => {
  const id = stringAt(fields, 'id') ?? numberAt(fields, 'id')?.toString()
  return id === undefined ? {} : { id }
}
