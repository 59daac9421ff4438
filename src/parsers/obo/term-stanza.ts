import { normalizeCurie, splitCurie } from '../../core/curie.ts'
import type { ParsedTerm, Relation, Synonym, SynonymScope, Xref } from '../../core/term.ts'
import type { ParseContext } from '../contract.ts'
import { distinct, distinctPairs, distinctSynonyms } from '../distinct.ts'
import { isMappingPredicate, localName, synonymType } from '../predicates.ts'
import { type OboHeader, scopeNamed } from './header.ts'
import { bareValue, idValue, quotedValue, unescape, withoutDescription, xrefList } from './values.ts'

/** The commonest tags, for quick recognition. */
export const TERM_TAGS =
  'id name def synonym is_a xref relationship subset alt_id property_value is_obsolete consider replaced_by'.split(
    ' ',
  )

/** Tags with nothing a term record holds. What no list names is reported once. */
export const IGNORED_TAGS: ReadonlySet<string> = new Set(
  (
    'namespace comment created_by creation_date intersection_of union_of disjoint_from equivalent_to ' +
    'builtin formula instance_of domain range modified_by modification_date'
  ).split(' '),
)

const LEGACY_SYNONYM_TAGS: Readonly<Record<string, string>> = {
  exact_synonym: 'EXACT',
  narrow_synonym: 'NARROW',
  broad_synonym: 'BROAD',
  related_synonym: 'RELATED',
}

/** What follows most synonyms: a scope, no type, no xrefs. */
const PLAIN_SYNONYM_ENDS = new Map<string, Synonym['scope']>(
  ['exact', 'narrow', 'broad', 'related'].flatMap((word) => {
    const scope = scopeNamed(word.toUpperCase())
    return scope ? [[` ${word.toUpperCase()} []`, scope] as const] : []
  }),
)

const MAYBE_MAPPING = /Match|equivalentClass|sameAs/
const DB_XREF = 'oboInOwl:hasDbXref'

/** Collects the lines of one `[Term]` stanza. */
export class TermStanza {
  readonly line: number
  id = ''
  #label: string | null = null
  #definition: string | null = null
  #obsolete = false
  #anonymous = false
  readonly #synonyms: Synonym[] = []
  readonly #parents: string[] = []
  readonly #relations: Relation[] = []
  readonly #xrefs: Xref[] = []
  readonly #altIds: string[] = []
  readonly #replacedBy: string[] = []
  readonly #consider: string[] = []
  readonly #subsets: string[] = []
  readonly #header: OboHeader
  readonly #context: ParseContext
  readonly #unknownTags: Set<string>

  constructor(line: number, header: OboHeader, context: ParseContext, unknownTags: Set<string>) {
    this.line = line
    this.#header = header
    this.#context = context
    this.#unknownTags = unknownTags
  }

  take(tag: string, value: string, line: number): void {
    switch (tag) {
      case 'id':
        this.id = normalizeCurie(idValue(value))
        break
      case 'name':
        this.#name(value, line)
        break
      case 'def':
        this.#define(value, line)
        break
      case 'synonym':
        this.#synonym(value, null, line)
        break
      case 'is_a':
        if (!holdsInPart(value)) pushId(this.#parents, value)
        break
      case 'relationship':
        this.#relation(value, line)
        break
      case 'xref':
      case 'xref_analog':
      case 'xref_unk':
        this.#xref(value, line)
        break
      case 'alt_id':
        pushId(this.#altIds, value)
        break
      case 'is_obsolete':
        this.#obsolete = bareValue(value) === 'true'
        break
      case 'replaced_by':
        pushId(this.#replacedBy, value)
        break
      case 'consider':
      case 'use_term':
        pushId(this.#consider, value)
        break
      case 'subset':
        this.#subset(value)
        break
      case 'property_value':
        this.#property(value)
        break
      default:
        this.#other(tag, value, line)
    }
  }

  /** An anonymous class is an expression without a name; a named one so marked by mistake (HPO has two) is kept. */
  get isNameless(): boolean {
    return this.#anonymous && this.#label === null
  }

  build(): ParsedTerm {
    return {
      id: this.id,
      label: this.#label,
      synonyms: distinctSynonyms(this.#synonyms),
      definition: this.#definition,
      parents: distinct(this.#parents),
      relations: distinctPairs(this.#relations),
      xrefs: distinctPairs(this.#xrefs),
      altIds: distinct(this.#altIds),
      obsolete: this.#obsolete,
      replacedBy: distinct(this.#replacedBy),
      consider: distinct(this.#consider),
      subsets: distinct(this.#subsets),
      line: this.line,
    }
  }

  #name(value: string, line: number): void {
    if (this.#label === null) this.#label = unescape(bareValue(value)) || null
    else this.#repeated('name', line)
  }

  #define(value: string, line: number): void {
    const quoted = quotedValue(value)
    if (!quoted) this.#malformed('def', value, line)
    else if (this.#definition === null) this.#definition = quoted[0]
    else this.#repeated('def', line)
  }

  #subset(value: string): void {
    const id = idValue(value)
    if (id !== '') this.#subsets.push(localName(normalizeCurie(id)))
  }

  #synonym(value: string, legacyScope: string | null, line: number): void {
    const quoted = quotedValue(value)
    const plainScope = quoted && legacyScope === null ? PLAIN_SYNONYM_ENDS.get(quoted[1]) : undefined
    if (quoted && plainScope && quoted[0].trim() !== '') {
      this.#synonyms.push({ text: quoted[0], scope: plainScope })
      return
    }
    const xrefs = quoted && xrefList(quoted[1])
    if (!quoted || !xrefs || quoted[0].trim() === '') {
      this.#malformed('synonym', value, line)
      return
    }
    const [scopeWord, typeWord] = scopeAndType(quoted[1], legacyScope)
    const type = synonymType(typeWord)
    const synonym: Mutable<Synonym> = {
      text: quoted[0],
      scope: scopeNamed(scopeWord) ?? this.#defaultScope(typeWord),
    }
    if (type !== undefined) synonym.type = type
    if (xrefs.length > 0) synonym.xrefs = distinct(xrefs.map(normalizeCurie))
    this.#synonyms.push(synonym)
  }

  // OBO 1.2: a synonym without a scope has the scope of its type, else RELATED.
  #defaultScope(type: string): Exclude<SynonymScope, 'label'> {
    return this.#header.scopeOfType.get(type) ?? 'related'
  }

  #relation(value: string, line: number): void {
    if (holdsInPart(value)) return
    const [predicate, object] = bareValue(value).split(/\s+/)
    if (predicate !== undefined && object !== undefined) {
      this.#relations.push({ predicate: normalizeCurie(predicate), object: normalizeCurie(unescape(object)) })
    } else this.#malformed('relationship', value, line)
  }

  #xref(value: string, line: number): void {
    const object = normalizeCurie(unescape(withoutDescription(bareValue(value))))
    if (object === '') return
    if (!object.includes(':')) {
      const message = `xref "${object}" has no prefix; kept as it is`
      this.#context.report({ code: 'malformed-xref', line, message, repair: 'Write it as PREFIX:id.' })
    }
    const prefix = this.#header.equivalentPrefixes.size === 0 ? undefined : splitCurie(object)?.prefix
    const equivalent = prefix !== undefined && this.#header.equivalentPrefixes.has(prefix)
    this.#xrefs.push({ predicate: equivalent ? 'owl:equivalentClass' : DB_XREF, object })
  }

  #property(value: string): void {
    if (!MAYBE_MAPPING.test(value)) return
    const [rawPredicate, rawObject] = bareValue(value).split(/\s+/)
    if (rawPredicate === undefined || rawObject === undefined) return
    const predicate = normalizeCurie(rawPredicate)
    const object = normalizeCurie(unescape(rawObject.replace(/^"|"$/g, '')))
    if (object !== '' && isMappingPredicate(predicate)) this.#xrefs.push({ predicate, object })
  }

  #other(tag: string, value: string, line: number): void {
    const legacyScope = Object.hasOwn(LEGACY_SYNONYM_TAGS, tag) ? LEGACY_SYNONYM_TAGS[tag] : undefined
    if (legacyScope !== undefined) this.#synonym(value, legacyScope, line)
    else if (tag === 'is_anonymous') this.#anonymous = bareValue(value) === 'true'
    else if (!IGNORED_TAGS.has(tag) && !this.#unknownTags.has(tag)) {
      this.#unknownTags.add(tag)
      const message = `tag "${tag}" is not in OBO 1.4; its lines are passed over (said once per tag)`
      this.#context.report({ code: 'unknown-tag', line, message, repair: 'Correct the tag, or ignore this.' })
    }
  }

  #repeated(tag: string, line: number): void {
    const message = `${this.id} has a second "${tag}"; the first was kept`
    this.#context.report({ code: 'repeated-tag', line, message, repair: `Keep one "${tag}" line.` })
  }

  #malformed(tag: string, value: string, line: number): void {
    const shown = value.length > 80 ? `${value.slice(0, 80)}…` : value
    this.#context.report({
      code: 'malformed-line',
      line,
      message: `"${tag}: ${shown}" cannot be read and was left out`,
      repair:
        tag === 'relationship'
          ? 'Write relationship: NAME ID.'
          : `Write ${tag}: "text" … [], with closed quotes and brackets.`,
    })
  }
}

const PARTLY = /(?:^|[\s{,])(?:gci_relation|gci_filler)=|all_only="true"|(?:maxC|c)ardinality="0"/

/** Qualifiers can say that a line holds of some instances only, or of none: then it says nothing of the class. */
const holdsInPart = (value: string): boolean => {
  const open = value.indexOf('{')
  if (open === -1) return false
  const qualifiers = value.slice(open)
  return PARTLY.test(qualifiers) && !qualifiers.includes('all_some="true"')
}

const pushId = (list: string[], value: string): void => {
  const id = idValue(value)
  if (id !== '') list.push(normalizeCurie(id))
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }

/** The words between the quoted text and the xrefs: scope, then type; either may be missing. */
const scopeAndType = (rest: string, legacyScope: string | null): readonly [scope: string, type: string] => {
  const open = rest.indexOf('[')
  const words = (open === -1 ? bareValue(rest) : rest.slice(0, open)).trim()
  if (legacyScope !== null) return [legacyScope, words]
  const blank = words.indexOf(' ')
  const first = blank === -1 ? words : words.slice(0, blank)
  if (scopeNamed(first) === undefined) return ['', words]
  return [first, blank === -1 ? '' : words.slice(blank + 1).trim()]
}
