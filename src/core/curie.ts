import { IRI_BASES, PREFIX_SPELLINGS } from './curie-prefixes.ts'
import type { Curie } from './term.ts'

const canonicalByLowerCase = new Map<string, string>(
  Object.entries(PREFIX_SPELLINGS).flatMap(([canonical, others]) =>
    [canonical.toLowerCase(), ...others].map((spelling) => [spelling, canonical] as const),
  ),
)

const OBO_PURL = 'http://purl.obolibrary.org/obo/'
const OBO_LOCAL = /^([A-Za-z][A-Za-z0-9_]*)_([A-Za-z0-9-]+)$/
// OBO 1.4 writes an id that is no OBO id, as ubprop:upper_level, as ubprop#_upper_level in an IRI.
const OBO_NON_CANONICAL = /^([A-Za-z][\w-]*)#_(\S+)$/
const RESOLVER = /^https?:\/\/(?:identifiers\.org|bioregistry\.io)\/(?:([^/:]+)[/:])(.+)$/

const RELEASE_DATE = /_\d{4}(?:_\d{1,2}){0,2}[a-z]?$/

/** The product's spelling of a prefix: `msh` → `MESH`; a prefix it does not know comes back as it is. */
export const canonicalPrefix = (prefix: string): string =>
  canonicalByLowerCase.get(prefix.toLowerCase().replace(RELEASE_DATE, '')) ?? prefix

/**
 * One spelling for every way of writing an id: IRIs become CURIEs where their base is known, prefixes get their
 * canonical spelling, a doubled prefix (`CHEBI:CHEBI:15377`) is said once. What is no CURIE comes back trimmed.
 */
export const normalizeCurie = (raw: string): Curie => {
  const colon = raw.indexOf(':')
  const last = raw.length - 1
  // The short way for ids in normal form and for IRIs: most ids of most sources.
  if (colon > 0 && colon < last && raw.charCodeAt(0) > BLANK && raw.charCodeAt(last) > BLANK) {
    if (raw.charCodeAt(colon + 1) !== SLASH) {
      if (isNormal(raw, colon)) return raw
    } else if (raw.charCodeAt(colon + 2) === SLASH) return curieOfIri(raw)
  }
  return normalized(raw)
}

const normalized = (raw: string): Curie => {
  const text = raw.charCodeAt(0) <= 32 || raw.charCodeAt(raw.length - 1) <= 32 ? raw.trim() : raw
  const colon = text.indexOf(':')
  if (colon <= 0) return text
  if (text.startsWith('//', colon + 1)) return curieOfIri(text)
  const prefix = text.slice(0, colon)
  const canonical = cachedCanonical(prefix)
  if (canonical === CELLOSAURUS || text.includes(':', colon + 1))
    return `${canonical}:${bareLocal(canonical, text.slice(colon + 1))}`
  return canonical === prefix ? text : canonical + text.slice(colon)
}

const CELLOSAURUS = 'CELLOSAURUS'

/** The local id without its prefix said again, however often; accessions of Cellosaurus keep their `CVCL_`. */
const bareLocal = (canonical: string, local: string): string => {
  const colon = local.indexOf(':')
  if (colon > 0 && colon < local.length - 1 && sameWord(cachedCanonical(local.slice(0, colon)), canonical)) {
    return bareLocal(canonical, local.slice(colon + 1))
  }
  return canonical === CELLOSAURUS && /^[A-Z0-9]{4}$/.test(local) ? `CVCL_${local}` : local
}

const sameWord = (a: string, b: string): boolean => a === b || a.toLowerCase() === b.toLowerCase()

const UNDERSCORED = /^(?:obo:)?([A-Za-z][A-Za-z0-9.]*)_([A-Za-z0-9]+)$/

/**
 * What an id that a person wrote may mean, likeliest first: the id as it stands, then `DOID_5844`, `obo:DOID_5844` and
 * `CVCL_0030` read as CURIEs. Only a look-up can tell: an id may hold an underscore of its own.
 */
export const readingsOf = (raw: string): readonly Curie[] => {
  const asItStands = normalizeCurie(raw)
  const match = UNDERSCORED.exec(raw.trim())
  return match?.[1] === undefined || match[2] === undefined
    ? [asItStands]
    : [asItStands, normalizeCurie(`${match[1]}:${match[2]}`)]
}

const ACCESSION = /^[A-Za-z]?\d+$/
const OBO_ID = /^[A-Za-z]+_\d{7}$/

/**
 * An id in normal form that stands where sources write CURIEs, and sometimes `GO_0005634` or `NCIT_C3456`: read as a CURIE
 * when its prefix is one the product knows, or it is of the form OBO ids have. Any other may hold an underscore of its own.
 */
export const normalizeXref = (raw: string): Curie => {
  const id = normalizeCurie(raw)
  if (id.includes(':') && !id.startsWith('obo:')) return id
  const [, prefix, local] = UNDERSCORED.exec(id) ?? []
  if (prefix === undefined || local === undefined) return id
  const isKnown =
    canonicalByLowerCase.has(prefix.toLowerCase()) && (ACCESSION.test(local) || isCellLine(prefix, local))
  return isKnown || OBO_ID.test(`${prefix}_${local}`) ? normalizeCurie(`${prefix}:${local}`) : id
}

const isCellLine = (prefix: string, local: string): boolean =>
  canonicalPrefix(prefix) === CELLOSAURUS && /^[A-Z0-9]{4}$/.test(local)

/** Prefix and local id; `undefined` when the text has no colon, or nothing on one side of it, or is an IRI. */
export const splitCurie = (curie: Curie): { readonly prefix: string; readonly local: string } | undefined => {
  const colon = curie.indexOf(':')
  if (colon <= 0 || colon === curie.length - 1 || curie.startsWith('//', colon + 1)) return undefined
  return { prefix: curie.slice(0, colon), local: curie.slice(colon + 1) }
}

/** Ids compare without regard to the case of their prefix. */
export const sameCurie = (a: Curie, b: Curie): boolean => foldPrefix(a) === foldPrefix(b)

/** The id with its prefix in lower case: a key under which ids that compare equal meet. */
export const foldPrefix = (curie: Curie): string => {
  const normal = normalizeCurie(curie)
  const colon = normal.indexOf(':')
  return colon <= 0 ? normal : normal.slice(0, colon).toLowerCase() + normal.slice(colon)
}

const prefixCache = new Map<string, string>()

// A source has a few dozen prefixes and millions of ids; hostile input must not grow the cache without end.
const MAX_CACHED = 4096
const MAX_CACHED_LENGTH = 64

const cachedCanonical = (prefix: string): string => {
  const canonical = prefixCache.get(prefix) ?? canonicalPrefix(prefix)
  if (prefix.length > MAX_CACHED_LENGTH) return canonical
  if (prefixCache.size < MAX_CACHED) prefixCache.set(prefix, canonical)
  if (canonical === prefix && canonical !== CELLOSAURUS)
    canonicalByShape[shapeOf(prefix, prefix.length)] = prefix
  return canonical
}

const [BLANK, SLASH, ZERO, NINE] = [32, 47, 48, 57]

// Canonical prefixes met so far, by length and some letters: each place holds the latest of its shape.
const canonicalByShape: (string | undefined)[] = Array.from({ length: 4096 })

const shapeOf = (text: string, colon: number): number =>
  (colon + text.charCodeAt(0) * 7 + text.charCodeAt(1) * 61 + text.charCodeAt(colon - 1) * 31) & 4095

/** Whether the id is in normal form beyond doubt. */
const isNormal = (raw: string, colon: number): boolean => {
  const prefix = canonicalByShape[shapeOf(raw, colon)]
  return prefix?.length === colon && raw.startsWith(prefix) && raw.indexOf(':', colon + 1) === -1
}

// The letter at which the IRIs of most hosts differ.
const TELLING_PLACE = 12
const basesByLetter = new Map<number, [base: string, prefix: string, drop: string][]>()
for (const [base, [prefix, drop]] of IRI_BASES) {
  const letter = base.charCodeAt(TELLING_PLACE)
  basesByLetter.set(letter, [...(basesByLetter.get(letter) ?? []), [base, prefix, drop]])
}

const curieOfIri = (iri: string): Curie => {
  if (iri.startsWith(OBO_PURL)) return curieOfPurl(iri, iri.slice(OBO_PURL.length))
  for (const [base, prefix, drop] of basesByLetter.get(iri.charCodeAt(TELLING_PLACE)) ?? []) {
    // The base is all up to the last slash or hash.
    if (iri.startsWith(base) && iri.startsWith(drop, base.length) && !/[/#]/.test(iri.slice(base.length)))
      return `${prefix}:${iri.slice(base.length + drop.length)}`
  }
  const host = iri.indexOf('//') + 2
  const resolved =
    iri.startsWith('identifiers.org/', host) || iri.startsWith('bioregistry.io/', host)
      ? RESOLVER.exec(iri)
      : null
  return resolved?.[1] !== undefined && resolved[2] !== undefined
    ? normalizeCurie(`${resolved[1]}:${resolved[2]}`)
    : iri
}

// Prefixes met in OBO PURLs, for the plain case: one of them and a number is told without a pattern.
const purlPrefixes = new Map<string, string>()

const curieOfPurl = (iri: string, rest: string): Curie => {
  const underscore = rest.indexOf('_')
  const known = purlPrefixes.get(rest.slice(0, underscore))
  if (known !== undefined && isNumber(rest, underscore + 1)) return `${known}:${rest.slice(underscore + 1)}`
  const match = OBO_LOCAL.exec(rest) ?? OBO_NON_CANONICAL.exec(rest)
  if (match?.[1] === undefined || match[2] === undefined) return iri
  const canonical = cachedCanonical(match[1])
  if (
    match[1].length <= MAX_CACHED_LENGTH &&
    purlPrefixes.size < MAX_CACHED &&
    rest.charAt(match[1].length) === '_'
  )
    purlPrefixes.set(match[1], canonical)
  return `${canonical}:${match[2]}`
}

const isNumber = (text: string, from: number): boolean => {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < ZERO || code > NINE) return false
  }
  return from < text.length
}
