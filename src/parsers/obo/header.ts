import { normalizeCurie, splitCurie } from '../../core/curie.ts'
import type { SynonymScope } from '../../core/term.ts'
import type { ParseContext } from '../contract.ts'
import { releaseOf } from '../release.ts'
import { bareValue, firstWord, quotedValue, unescape } from './values.ts'

/** What the header says that terms need: default scopes of synonym types, prefixes whose xrefs are equivalences. */
export class OboHeader {
  readonly scopeOfType = new Map<string, Exclude<SynonymScope, 'label'>>()
  readonly #equivalentPrefixes = new Set<string>()
  /** Of those prefixes, length and first letter: most xrefs are told by them. */
  readonly #equivalentShapes = new Set<number>()
  readonly #imports: string[] = []
  #dataVersion: string | undefined
  #date: string | undefined
  #title: string | undefined

  take(tag: string, value: string, line: number, context: ParseContext): void {
    switch (tag) {
      case 'data-version':
        this.#dataVersion = value.trim()
        break
      case 'date':
        this.#date = value.trim()
        break
      case 'ontology':
      case 'default-namespace':
        if (tag === 'ontology' || this.#title === undefined) this.#title = unescape(bareValue(value))
        break
      case 'synonymtypedef':
        this.#synonymType(value)
        break
      case 'treat-xrefs-as-equivalent':
        this.#takeEquivalent(normalizeCurie(`${bareValue(value)}:`).slice(0, -1))
        break
      case 'import':
        this.#imports.push(bareValue(value))
        context.report({
          code: 'import-not-followed',
          line,
          message: `imports ${bareValue(value)}, which is not read`,
          repair: 'Use the merged release of the ontology, or add the import as a source of its own.',
        })
        break
    }
  }

  /** Whether the class an xref names, with its colon at `colon`, is said to be the same as the one that has the xref. */
  areEquivalent(xref: string, colon: number): boolean {
    return (
      this.#equivalentShapes.has(shapeOf(xref, colon)) &&
      this.#equivalentPrefixes.has(xref.slice(0, colon)) &&
      splitCurie(xref) !== undefined
    )
  }

  #takeEquivalent(prefix: string): void {
    this.#equivalentPrefixes.add(prefix)
    this.#equivalentShapes.add(shapeOf(prefix, prefix.length))
  }

  describe(context: ParseContext): void {
    const release = this.#dataVersion ?? this.#date
    context.describe({
      ...(release === undefined ? {} : { release: releaseOf(release) }),
      ...(this.#title === undefined ? {} : { title: this.#title }),
      imports: this.#imports,
    })
  }

  #synonymType(value: string): void {
    const id = firstWord(value)
    const quoted = quotedValue(value.slice(id.length).trimStart())
    const scope = quoted && scopeNamed(firstWord(quoted[1].trimStart()))
    if (scope) this.scopeOfType.set(unescape(id), scope)
  }
}

const shapeOf = (text: string, length: number): number => length * 65_536 + text.charCodeAt(0)

const SCOPES = new Map<string, Exclude<SynonymScope, 'label'>>([
  ['EXACT', 'exact'],
  ['NARROW', 'narrow'],
  ['BROAD', 'broad'],
  ['RELATED', 'related'],
])

export const scopeNamed = (word: string): Exclude<SynonymScope, 'label'> | undefined => SCOPES.get(word)
