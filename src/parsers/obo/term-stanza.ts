import { normalizeCurie, normalizeXref } from '../../core/curie.ts'
import type { ParsedTerm, Relation, Synonym, SynonymScope, Xref } from '../../core/term.ts'
import { reportBareXrefs } from '../bare-xrefs.ts'
import type { ParseContext } from '../contract.ts'
import { distinct, distinctPairs, distinctSynonyms, NONE } from '../distinct.ts'
import { isMappingPredicate, localName, synonymType, xrefPredicateOf } from '../predicates.ts'
import { type OboHeader, scopeNamed } from './header.ts'
import type { PlainLines } from './plain-lines.ts'
import { synonymOf } from './synonym.ts'
import {
  bareValue,
  firstWord,
  idValue,
  qualifiers,
  quotedValue,
  unescape,
  withoutDescription,
  xrefList,
} from './values.ts'

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

const DB_XREF = 'oboInOwl:hasDbXref'

/** Collects the lines of one `[Term]` stanza after another. */
export class TermStanza {
  line = 0
  id = ''
  #label: string | null = null
  #definition: string | null = null
  #obsolete = false
  #anonymous = false
  // Made when the first item comes: most lists of most terms stay empty.
  #synonyms: Synonym[] | undefined
  #parents: string[] | undefined
  #relations: Relation[] | undefined
  #xrefs: Xref[] | undefined
  #altIds: string[] | undefined
  #replacedBy: string[] | undefined
  #consider: string[] | undefined
  #subsets: string[] | undefined
  readonly #header: OboHeader
  readonly #context: ParseContext
  readonly #unknownTags = new Set<string>()

  constructor(header: OboHeader, context: ParseContext) {
    this.#header = header
    this.#context = context
  }

  begin(line: number): void {
    this.line = line
    this.id = ''
    this.#label = null
    this.#definition = null
    this.#obsolete = false
    this.#anonymous = false
    this.#synonyms = undefined
    this.#parents = undefined
    this.#relations = undefined
    this.#xrefs = undefined
    this.#altIds = undefined
    this.#replacedBy = undefined
    this.#consider = undefined
    this.#subsets = undefined
  }

  /**
   * The short way for the value between `from` and `to` of a plain line.
   *
   * @returns false when the value wants the long way, {@link take}; nothing was taken then
   */
  takePlain(tag: string, lines: PlainLines, from: number, to: number): boolean {
    switch (tag) {
      case 'id':
        return this.#plainId(lines.id(from, to))
      case 'name':
        return this.#label === null && this.#plainName(lines.text(from, to))
      case 'def':
        return this.#definition === null && this.#plainDefinition(lines.quoted(from, to))
      case 'synonym':
        return added((this.#synonyms ??= []), lines.synonym(from, to))
      case 'is_a':
        return added((this.#parents ??= []), lines.id(from, to))
      case 'xref':
        return this.#plainXref(lines.loneId(from, to))
      case 'relationship':
        return this.#plainRelation(lines.pair(from, to))
      case 'alt_id':
        return added((this.#altIds ??= []), lines.id(from, to))
      case 'subset':
        return added((this.#subsets ??= []), lines.subset(from, to))
      case 'consider':
        return added((this.#consider ??= []), lines.id(from, to))
      case 'property_value':
        return !lines.mayBeMapping(from, to)
      default:
        return false
    }
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
        if (!holdsInPart(value)) pushId((this.#parents ??= []), value)
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
        pushId((this.#altIds ??= []), value)
        break
      case 'is_obsolete':
        this.#obsolete = bareValue(value) === 'true'
        break
      case 'replaced_by':
        pushId((this.#replacedBy ??= []), value)
        break
      case 'consider':
      case 'use_term':
        pushId((this.#consider ??= []), value)
        break
      case 'subset':
        this.#subset(value)
        break
      case 'property_value':
        this.#property(value, line)
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
      synonyms: this.#synonyms ? distinctSynonyms(this.#synonyms) : NONE,
      definition: this.#definition,
      parents: this.#parents ? distinct(this.#parents) : NONE,
      relations: this.#relations ? distinctPairs(this.#relations) : NONE,
      xrefs: this.#xrefs ? distinctPairs(this.#xrefs) : NONE,
      altIds: this.#altIds ? distinct(this.#altIds) : NONE,
      obsolete: this.#obsolete,
      replacedBy: this.#replacedBy ? distinct(this.#replacedBy) : NONE,
      consider: this.#consider ? distinct(this.#consider) : NONE,
      subsets: this.#subsets ? distinct(this.#subsets) : NONE,
      line: this.line,
    }
  }

  #plainId(id: string | undefined): boolean {
    if (id === undefined) return false
    this.id = id
    return true
  }

  #plainName(label: string | undefined): boolean {
    if (label === undefined) return false
    this.#label = label
    return true
  }

  #plainDefinition(definition: string | undefined): boolean {
    if (definition === undefined) return false
    this.#definition = definition
    return true
  }

  #plainXref(object: string | undefined): boolean {
    const colon = object?.indexOf(':') ?? -1
    if (object === undefined || colon === -1) return false
    ;(this.#xrefs ??= []).push({ predicate: this.#xrefPredicate(object, colon), object })
    return true
  }

  #plainRelation(pair: readonly [string, string] | undefined): boolean {
    if (!pair) return false
    ;(this.#relations ??= []).push({ predicate: pair[0], object: pair[1] })
    return true
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
    if (id !== '') (this.#subsets ??= []).push(localName(normalizeCurie(id)))
  }

  #synonym(value: string, legacyScope: string | null, line: number): void {
    const quoted = quotedValue(value)
    const xrefs = quoted && xrefList(quoted[1])
    if (!quoted || !xrefs || quoted[0].trim() === '') {
      this.#malformed('synonym', value, line)
      return
    }
    const [scopeWord, typeWord] = scopeAndType(quoted[1], legacyScope)
    const scope = scopeNamed(scopeWord) ?? this.#defaultScope(typeWord)
    const ids = distinct(xrefs.map(normalizeCurie))
    ;(this.#synonyms ??= []).push(synonymOf(quoted[0], scope, synonymType(typeWord), ids))
  }

  // OBO 1.2: a synonym without a scope has the scope of its type, else RELATED.
  #defaultScope(type: string): Exclude<SynonymScope, 'label'> {
    return this.#header.scopeOfType.get(type) ?? 'related'
  }

  #relation(value: string, line: number): void {
    if (holdsInPart(value)) return
    const [predicate, object] = twoWords(value)
    if (predicate !== '' && object !== '') {
      ;(this.#relations ??= []).push({
        predicate: normalizeCurie(predicate),
        object: normalizeCurie(unescape(object)),
      })
    } else this.#malformed('relationship', value, line)
  }

  #xref(value: string, line: number): void {
    const object = normalizeXref(unescape(withoutDescription(bareValue(value))))
    if (object === '') return
    const claimed = value.includes('{') ? xrefPredicateOf(qualifiers(value, 'source')) : DB_XREF
    const predicate = claimed === DB_XREF ? this.#xrefPredicate(object, object.indexOf(':')) : claimed
    this.#addXref({ predicate, object }, line)
  }

  #addXref(xref: Xref, line: number): void {
    if (!xref.object.includes(':')) reportBareXrefs([xref], line, this.#context)
    ;(this.#xrefs ??= []).push(xref)
  }

  #xrefPredicate(object: string, colon: number): string {
    return this.#header.areEquivalent(object, colon) ? 'owl:equivalentClass' : DB_XREF
  }

  #property(value: string, line: number): void {
    const [rawPredicate, rawObject] = twoWords(value)
    const predicate = normalizeCurie(rawPredicate)
    const object = normalizeXref(unescape(rawObject.replace(/^"|"$/g, '')))
    if (object !== '' && isMappingPredicate(predicate)) this.#addXref({ predicate, object }, line)
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

const added = <Item>(list: Item[], item: Item | undefined): boolean => {
  if (item !== undefined) list.push(item)
  return item !== undefined
}

const pushId = (list: string[], value: string): void => {
  const id = idValue(value)
  if (id !== '') list.push(normalizeCurie(id))
}

const twoWords = (value: string): readonly [first: string, second: string] => {
  const bare = bareValue(value)
  const first = firstWord(bare)
  return [first, firstWord(bare.slice(first.length).trimStart())]
}

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
