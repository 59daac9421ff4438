import { KnownError } from '../core/errors.ts'
import { type Hash64, hashText } from '../core/text/hash.ts'
import { normalForms, type NormalForms, profileOf } from '../core/text/ladder.ts'
import { writeSectionFile } from '../io/section-file.ts'
import { NAME_USES, type NameUse } from './contract.ts'
import { growingU16, growingU32, growingU8 } from './growing-array.ts'
import { KeyTableBuilder } from './key-table.ts'
import {
  CASE_SEED,
  MAX_TYPES,
  NAME_INDEX_MAGIC,
  type NameIndexMeta,
  NO_LABEL,
  PREFERRED,
  SCOPE_BITS,
  seedOf,
  TYPE_SHIFT,
} from './name-index-format.ts'
import { TextTableBuilder } from './text-table.ts'

export interface IndexedName {
  readonly text: string
  readonly scope: number
  readonly type: string | null
  /** As curated. Default `all`. */
  readonly use?: NameUse
  readonly preferred?: boolean
}

/** A concept with its names, label (scope 0) first. */
export interface IndexedConcept {
  readonly concept: {
    readonly row: number
    readonly id: string
    readonly label: string | null
    readonly entityClass: string
    readonly source: string
    readonly obsolete: boolean
  }
  readonly names: readonly IndexedName[]
}

/** Builds `names.bin`. Memory: about the size of the file, and the words of the names while they are sorted. */
export class NameIndexBuilder {
  readonly #names = new TextTableBuilder()
  readonly #nameConcept = growingU32()
  readonly #nameKind = growingU16()
  readonly #conceptIds = new TextTableBuilder()
  readonly #conceptRow = growingU32()
  readonly #conceptLabel = growingU32()
  readonly #conceptClass = growingU8()
  readonly #conceptSource = growingU16()
  readonly #conceptObsolete = growingU8()
  readonly #keys = new KeyTableBuilder()
  readonly #words: string[] = []
  readonly #classes: string[] = []
  readonly #sources: readonly string[]
  readonly #types: string[] = []
  readonly #hash: Hash64 = { high: 0, low: 0 }

  /** @param sources all sources, best ranked first */
  constructor(sources: readonly string[]) {
    this.#sources = sources
  }

  get names(): number {
    return this.#words.length
  }

  add({ concept, names }: IndexedConcept): void {
    const ordinal = this.#conceptRow.length
    this.#conceptIds.add(concept.id)
    this.#conceptRow.push(concept.row)
    this.#conceptLabel.push(concept.label === null ? NO_LABEL : this.#words.length)
    this.#conceptClass.push(intern(this.#classes, concept.entityClass, 255))
    this.#conceptSource.push(this.#sources.indexOf(concept.source))
    this.#conceptObsolete.push(Number(concept.obsolete))
    const profile = profileOf(concept.entityClass)
    const seen = new Set<string>()
    for (const name of names) {
      const { text } = name
      // A synonym that repeats the label, or another scope's synonym, finds nothing the first does not.
      if (seen.has(text)) continue
      seen.add(text)
      const forms = normalForms(text, profile)
      this.#addKeys(forms, seedOf(profile))
      this.#names.add(text)
      this.#nameConcept.push(ordinal)
      this.#nameKind.push(this.#kindOf(name))
      this.#words.push(forms.punctuation)
    }
  }

  write(file: string): void {
    const meta: NameIndexMeta = { classes: this.#classes, sources: this.#sources, types: this.#types }
    const keys = this.#keys.build()
    const wordOrder = sortedOrder(this.#words)
    writeSectionFile(file, NAME_INDEX_MAGIC, meta, {
      nameText: this.#names.bytes,
      nameStart: this.#names.starts,
      nameConcept: this.#nameConcept.finish(),
      nameKind: this.#nameKind.finish(),
      conceptId: this.#conceptIds.bytes,
      conceptIdStart: this.#conceptIds.starts,
      conceptRow: this.#conceptRow.finish(),
      conceptLabel: this.#conceptLabel.finish(),
      conceptClass: this.#conceptClass.finish(),
      conceptSource: this.#conceptSource.finish(),
      conceptObsolete: this.#conceptObsolete.finish(),
      keyBuckets: keys.buckets,
      keyTags: keys.tags,
      keyValues: keys.values,
      wordOrder,
      wordingStart: groupStarts(wordOrder, this.#words),
    })
  }

  #kindOf({ scope, type, use = 'all', preferred = false }: IndexedName): number {
    const curation = NAME_USES.indexOf(use) | (preferred ? PREFERRED : 0)
    const typeNumber = type === null ? 0 : intern(this.#types, type, MAX_TYPES) + 1
    return scope | (curation << SCOPE_BITS) | (typeNumber << TYPE_SHIFT)
  }

  #addKeys(forms: NormalForms, seed: number): void {
    const name = this.#words.length
    this.#keys.add(hashText(forms.spacing, seed, this.#hash), name)
    if (forms.order !== forms.spacing) this.#keys.add(hashText(forms.order, seed, this.#hash), name)
    if (seed !== CASE_SEED || (forms.case !== forms.spacing && forms.case !== forms.order)) {
      this.#keys.add(hashText(forms.case, CASE_SEED, this.#hash), name)
    }
  }
}

const intern = (list: string[], text: string, max: number): number => {
  const known = list.indexOf(text)
  if (known !== -1) return known
  if (list.length >= max) {
    throw new KnownError(
      'CONFIG_INVALID',
      `more than ${String(max)} entity classes or synonym types`,
      'Give related sources one entity class.',
    )
  }
  return list.push(text) - 1
}

const sortedOrder = (words: readonly string[]): Uint32Array => {
  const order = Uint32Array.from(words.keys())
  return order.sort((a, b) => {
    const [left, right] = [words[a] ?? '', words[b] ?? '']
    if (left === right) return a - b
    return left < right ? -1 : 1
  })
}

/** Where in the order each group of equal words begins, and the end. */
const groupStarts = (order: Uint32Array, words: readonly string[]): Uint32Array => {
  const starts = growingU32()
  let before: string | undefined
  order.forEach((name, place) => {
    const own = words[name]
    if (own !== before) starts.push(place)
    before = own
  })
  starts.push(order.length)
  return starts.finish()
}
