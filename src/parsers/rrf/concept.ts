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

/** One name of a concept: a row of MRCONSO. */
export interface Atom {
  readonly text: string
  readonly kind: AtomKind
  /** CURIE of its code, or `''`. */
  readonly code: string
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
    xrefs: xrefsOf(atoms),
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

interface Draft {
  readonly text: string
  readonly language: string
  scope: Synonym['scope']
  type: string | undefined
  readonly xrefs: Set<string>
}

/** Many sources say the same name: it is one synonym, with the codes of all that say it. */
const synonymsOf = (atoms: readonly Atom[], best: Atom): readonly Synonym[] => {
  if (atoms.length === 1) return []
  const drafts = new Map<string, Draft>()
  for (const { text, language, kind, code } of atoms) {
    if (text === best.text && language === best.language) continue
    const key = language === best.language ? text : `${language}\t${text}`
    const { scope, type } = kind.meaning
    let draft = drafts.get(key)
    if (!draft) {
      draft = { text, language, scope, type, xrefs: new Set() }
      drafts.set(key, draft)
    } else {
      if (scope === 'exact') draft.scope = 'exact'
      draft.type = joinedType(draft.type, type)
    }
    if (code !== '') draft.xrefs.add(code)
  }
  return Array.from(drafts.values(), synonymOf)
}

/** Being short is a fact of the name; the other types hold only if no source has the name as a plain one. */
const joinedType = (a: string | undefined, b: string | undefined): string | undefined => {
  if (isShort(a)) return a
  return isShort(b) || a !== undefined ? b : a
}

const isShort = (type: string | undefined): boolean => type === 'abbreviation' || type === 'acronym'

const synonymOf = ({ text, language, scope, type, xrefs }: Draft): Synonym => ({
  text,
  scope,
  ...(type === undefined ? {} : { type }),
  language,
  ...(xrefs.size === 0 ? {} : { xrefs: [...xrefs] }),
})

/**
 * The codes of the sources. NLM holds the names of a concept for synonyms: where the name is the one a source gives its
 * own concept, the two concepts mean the same. Entry terms can mean something narrower than the code they stand under.
 */
const xrefsOf = (atoms: readonly Atom[]): readonly Xref[] => {
  const named = new Map<string, boolean>()
  for (const { code, kind } of atoms)
    if (code !== '' && named.get(code) !== true) named.set(code, kind.meaning.names)
  return Array.from(named, ([object, isName]) => ({
    predicate: isName ? 'skos:exactMatch' : 'oboInOwl:hasDbXref',
    object,
  }))
}
