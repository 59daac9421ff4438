import { RDF, RDFS } from '../rdf/triple.ts'

const MESH = /^https?:\/\/id\.nlm\.nih\.gov\/mesh\/(?:(\d{4})\/)?/
const VOCABULARY = 'http://id.nlm.nih.gov/mesh/vocab#'

/** Properties of the MeSH vocabulary (id.nlm.nih.gov/mesh/vocab#) that terms are made of. */
const PROPERTIES = [
  'active',
  'altLabel',
  'broaderConcept',
  'broaderDescriptor',
  'casn1_label',
  'concept',
  'lexicalTag',
  'mappedTo',
  'narrowerConcept',
  'note',
  'pharmacologicalAction',
  'prefLabel',
  'preferredConcept',
  'preferredMappedTo',
  'preferredTerm',
  'registryNumber',
  'relatedConcept',
  'relatedRegistryNumber',
  'scopeNote',
  'seeAlso',
  'term',
  'treeNumber',
] as const

export type MeshProperty = (typeof PROPERTIES)[number] | 'type' | 'label'

const PROPERTY_OF_IRI: ReadonlyMap<string, MeshProperty> = new Map<string, MeshProperty>([
  [`${RDF}type`, 'type'],
  [`${RDFS}label`, 'label'],
  ...PROPERTIES.map((name) => [VOCABULARY + name, name] as const),
])

/** `undefined` for a property no term is made of. */
export const propertyOf = (iri: string): MeshProperty | undefined => PROPERTY_OF_IRI.get(iri)

/** `http://id.nlm.nih.gov/mesh/vocab#SCR_Disease` → `SCR_Disease`; `''` for what is not of the vocabulary. */
export const vocabularyName = (iri: string): string =>
  iri.startsWith(VOCABULARY) ? iri.slice(VOCABULARY.length) : ''

/** The year of an IRI that names the release, as `http://id.nlm.nih.gov/mesh/2015/D000001` does. */
export const yearOf = (iri: string): string | undefined => MESH.exec(iri)?.[1]

/** `http://id.nlm.nih.gov/mesh/A01.456` → `A01.456`; `''` for an IRI from elsewhere. */
export const localPart = (iri: string): string => {
  const base = MESH.exec(iri)
  return base === null ? '' : iri.slice(base[0].length)
}

/** A unique identifier as one number: there are two million in MeSH, and each must be remembered in few bytes. */
export type UiCode = number

/** Supplementary record, descriptor, concept, qualifier, term. */
const KINDS = 'CDMQT'
export type UiKind = 'C' | 'D' | 'M' | 'Q' | 'T'
// Tree numbers of one part, as A01, have two digits; with 13 the number stays exact.
const UI = /^([CDMQT])(\d{5,13})$/
const HEADING = /^(D\d{5,13})(?:Q\d{5,13})?$/

/** The code of the thing an IRI names; `undefined` for tree numbers, pairs of heading and qualifier, and all else. */
export const codeOf = (iri: string): UiCode | undefined => codeOfUi(localPart(iri))

/** As {@link codeOf}; of a pair of heading and qualifier, the heading. */
export const headingOf = (iri: string): UiCode | undefined =>
  codeOfUi(HEADING.exec(localPart(iri))?.[1] ?? '')

const codeOfUi = (ui: string): UiCode | undefined => {
  const [, letter, digits] = UI.exec(ui) ?? []
  // The 1 in front keeps the zeros: M0000001 and M000001 are two.
  return letter === undefined || digits === undefined
    ? undefined
    : Number(`1${digits}`) * 8 + KINDS.indexOf(letter)
}

export const kindOf = (code: UiCode): UiKind => LETTERS[code % 8] ?? 'C'

const LETTERS: readonly UiKind[] = ['C', 'D', 'M', 'Q', 'T']

export const uiOf = (code: UiCode): string => kindOf(code) + String(Math.floor(code / 8)).slice(1)

/** 53 bits that stand for a text: texts with the same digest are the same, but for one chance in 10¹⁵. */
export const digestOf = (text: string): number => {
  let low = 0x811c9dc5
  let high = 0xc2b2ae35
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x85ebca6b)
  }
  return (high >>> 11) * 0x100000000 + (low >>> 0)
}
