import type { ParsedTerm, Synonym, Xref } from '../../core/term.ts'
import type { TermType } from './term-types.ts'

/** What all names of one source and term type (SAB, TTY) have in common. */
export interface AtomKind {
  readonly meaning: TermType
  /** Of the source's codes; `''` when they are no ids. */
  readonly prefix: string
  /** MRRANK: higher is better. */
  readonly rank: number
  readonly kept: boolean
}

/** A code under which a source has names of the concept. */
export interface SourceCode {
  readonly prefix: string
  /** As the source writes it. */
  readonly raw: string
  readonly curie: string
  /** Whether one of the names is that of the code itself. */
  named: boolean
}

/** One name of a concept: a row of MRCONSO. */
export interface Atom {
  readonly text: string
  readonly kind: AtomKind
  /** Where the source has the name from; `null` where it has no code. */
  readonly code: SourceCode | null
  /** Place in the list of languages wanted: 0 is best. */
  readonly languageRank: number
  readonly language: string
  readonly suppressed: boolean
  readonly obsolete: boolean
  /** TS, STT, ISPREF: higher is better. */
  readonly standing: number
}

/** How a concept's names become a term. `atoms` are in the order of the file, one at least. */
export const termOfAtoms = (
  id: string,
  line: number,
  atoms: readonly Atom[],
  codes: readonly SourceCode[],
  more: Pick<ParsedTerm, 'subsets' | 'entityClass'>,
): ParsedTerm => {
  const best = atoms.reduce((first, atom) => (isBetter(atom, first) ? atom : first))
  return {
    id,
    label: best.text,
    synonyms: synonymsOf(atoms, best),
    definition: null,
    parents: [],
    relations: [],
    xrefs: codes.map(xrefOf),
    altIds: [],
    obsolete: atoms.every(({ obsolete }) => obsolete),
    replacedBy: [],
    consider: [],
    ...more,
    line,
  }
}

// The rank of the atom's source and type says which name NLM prefers; without MRRANK, and between equals, the flags of
// the row do, then the order of the file.
const isBetter = (a: Atom, b: Atom): boolean => {
  if (a.languageRank !== b.languageRank) return a.languageRank < b.languageRank
  if (a.suppressed !== b.suppressed) return !a.suppressed
  if (a.kind.rank !== b.kind.rank) return a.kind.rank > b.kind.rank
  return a.standing > b.standing
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }

/** Up to here a list is searched faster than a Map is filled. */
const FEW = 12

/** Many sources say the same name: it is one synonym, with the codes of all that say it. */
const synonymsOf = (atoms: readonly Atom[], best: Atom): readonly Synonym[] => {
  const synonyms: Mutable<Synonym>[] = []
  const byKey = atoms.length > FEW ? new Map<string, Mutable<Synonym>>() : null
  for (const atom of atoms) {
    if (isSameName(atom, best)) continue
    const known = byKey ? byKey.get(keyOf(atom, best)) : synonyms.find((synonym) => isSameName(synonym, atom))
    if (known) {
      join(known, atom)
      continue
    }
    const synonym = synonymOf(atom)
    synonyms.push(synonym)
    byKey?.set(keyOf(atom, best), synonym)
  }
  return synonyms
}

// No text holds a NUL; and most names are in the language of the label, whose key costs nothing.
const keyOf = ({ text, language }: Atom, best: Atom): string =>
  language === best.language ? text : `${language}\0${text}`

const isSameName = (a: Pick<Synonym, 'text' | 'language'>, b: Atom): boolean =>
  a.text === b.text && a.language === b.language

const synonymOf = ({ text, kind, language, code }: Atom): Mutable<Synonym> => {
  const { scope, type } = kind.meaning
  const synonym: Mutable<Synonym> =
    type === undefined ? { text, scope, language } : { text, scope, type, language }
  if (code) synonym.xrefs = [code.curie]
  return synonym
}

const join = (synonym: Mutable<Synonym>, { kind, code }: Atom): void => {
  const { scope, type } = kind.meaning
  if (scope === 'exact') synonym.scope = 'exact'
  const joined = joinedType(synonym.type, type)
  if (joined === undefined) delete synonym.type
  else synonym.type = joined
  if (code && synonym.xrefs?.includes(code.curie) !== true)
    synonym.xrefs = [...(synonym.xrefs ?? []), code.curie]
}

/** Being short is a fact of the name; the other types hold only if no source has the name as a plain one. */
const joinedType = (a: string | undefined, b: string | undefined): string | undefined => {
  if (isShort(a)) return a
  return isShort(b) || a !== undefined ? b : a
}

const isShort = (type: string | undefined): boolean => type === 'abbreviation' || type === 'acronym'

/**
 * The codes of the sources. NLM holds the names of a concept for synonyms: where the name is the one a source gives its
 * own concept, the two concepts mean the same. Entry terms can mean something narrower than the code they stand under.
 */
const xrefOf = ({ curie, named }: SourceCode): Xref => ({
  predicate: named ? 'skos:exactMatch' : 'oboInOwl:hasDbXref',
  object: curie,
})
