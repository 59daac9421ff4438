import { foldCase } from '../core/text/fold.ts'
import { type Hash64, hashText } from '../core/text/hash.ts'
import {
  LADDER_PROFILES,
  type LadderProfile,
  meetingRungOf,
  normalForms,
  type NormalForms,
  normalFormsOfEach,
  profileOf,
  type Rung,
  RUNGS,
} from '../core/text/ladder.ts'
import { SYNONYM_SCOPES } from '../core/term.ts'
import { readSectionFile, type SectionFile } from '../io/section-file.ts'
import {
  type Name,
  NAME_USES,
  type NameFilter,
  type NameHit,
  type NameLookup,
  type Wordings,
} from './contract.ts'
import { KeyReader } from './key-table.ts'
import {
  CASE_SEED,
  NAME_INDEX_MAGIC,
  type NameIndexMeta,
  NO_LABEL,
  PREFERRED,
  SCOPE_BITS,
  seedOf,
  TYPE_SHIFT,
} from './name-index-format.ts'
import { TextTable } from './text-table.ts'

/** `names.bin`, read whole: all names of all concepts, found by any rung of the ladder or by prefix. */
export class NameIndex implements NameLookup, Wordings {
  readonly classes: readonly string[]
  readonly sources: readonly string[]
  readonly #types: readonly string[]
  readonly #names: TextTable
  readonly #nameConcept: Uint32Array
  readonly #nameKind: Uint16Array
  readonly #ids: TextTable
  readonly #row: Uint32Array
  readonly #label: Uint32Array
  readonly #class: Uint8Array
  readonly #source: Uint16Array
  readonly #obsolete: Uint8Array
  readonly #keys: KeyReader
  readonly #wordOrder: Uint32Array
  readonly #wordingStart: Uint32Array
  readonly #profiles: readonly LadderProfile[]
  readonly #hash: Hash64 = { high: 0, low: 0 }

  constructor(file: SectionFile) {
    const { classes, sources, types } = file.meta as NameIndexMeta
    this.classes = classes
    this.sources = sources
    this.#types = types
    this.#names = new TextTable(file.u8('nameText'), file.u32('nameStart'))
    this.#nameConcept = file.u32('nameConcept')
    this.#nameKind = file.u16('nameKind')
    this.#ids = new TextTable(file.u8('conceptId'), file.u32('conceptIdStart'))
    this.#row = file.u32('conceptRow')
    this.#label = file.u32('conceptLabel')
    this.#class = file.u8('conceptClass')
    this.#source = file.u16('conceptSource')
    this.#obsolete = file.u8('conceptObsolete')
    this.#keys = new KeyReader({
      buckets: file.u32('keyBuckets'),
      tags: file.u32('keyTags'),
      values: file.u32('keyValues'),
    })
    this.#wordOrder = file.u32('wordOrder')
    this.#wordingStart = file.u32('wordingStart')
    this.#profiles = LADDER_PROFILES.filter((profile) => classes.some((name) => profileOf(name) === profile))
  }

  get length(): number {
    return this.#names.length
  }

  exact(text: string, filter?: NameFilter): readonly NameHit[] {
    const hits: NameHit[] = []
    this.#keys.visit(hashText(foldCase(text).text, CASE_SEED, this.#hash), (name) => {
      if (this.#passes(name, filter) && this.#names.is(name, text)) hits.push(this.#hit(name, 'exact', text))
    })
    return hits
  }

  normalized(text: string, filter?: NameFilter): readonly NameHit[] {
    const profiles = filter?.entityClass === undefined ? this.#profiles : [profileOf(filter.entityClass)]
    const found: { readonly name: number; readonly text: string; readonly rung: number }[] = []
    normalFormsOfEach(text, profiles).forEach((forms, index) => {
      const profile = profiles[index]
      if (profile === undefined) return
      // Many concepts have the same name.
      const rungs = new Map<string, Rung | null>()
      for (const name of this.#candidates(forms, profile)) {
        if (!this.#passes(name, filter)) continue
        const nameText = this.#names.get(name)
        let rung = rungs.get(nameText)
        if (rung === undefined) {
          rung = meetingRungOf(forms, nameText, profile)
          rungs.set(nameText, rung)
        }
        if (rung !== null) found.push({ name, text: nameText, rung: RUNGS.indexOf(rung) })
      }
    })
    found.sort((a, b) => a.rung - b.rung || a.name - b.name)
    return found.map(({ name, text: nameText, rung }) => this.#hit(name, RUNGS[rung] ?? 'order', nameText))
  }

  prefix(text: string, limit: number, filter?: NameFilter): readonly NameHit[] {
    const words = wordsOf(text)
    const hits: NameHit[] = []
    for (let at = this.#firstFrom(words); at < this.#wordOrder.length && hits.length < limit; at++) {
      const name = this.#wordOrder[at] ?? 0
      const nameText = this.#names.get(name)
      if (!wordsOf(nameText).startsWith(words)) break
      if (this.#passes(name, filter)) hits.push(this.#hit(name, 'punctuation', nameText))
    }
    return hits
  }

  get wordings(): number {
    return this.#wordingStart.length - 1
  }

  wordingAt(wording: number): string {
    return this.#names.get(this.#wordOrder[this.#wordingStart[wording] ?? 0] ?? 0)
  }

  namesOf(wording: number, filter?: NameFilter): readonly Name[] {
    const names: Name[] = []
    for (const name of this.#numbersOf(wording)) if (this.#passes(name, filter)) names.push(this.#name(name))
    return names
  }

  accepts(wording: number, filter: NameFilter): boolean {
    return this.#numbersOf(wording).some((name) => this.#passes(name, filter))
  }

  /** Numbers of names that share a key: all that could be taken for one another are among them. */
  keyGroups(): Generator<readonly number[]> {
    return this.#keys.groups()
  }

  /** A name by its number, 0 to `length` - 1. */
  nameAt(name: number): Name {
    return this.#name(name)
  }

  #numbersOf(wording: number): Uint32Array {
    return this.#wordOrder.subarray(this.#wordingStart[wording], this.#wordingStart[wording + 1])
  }

  #candidates(forms: NormalForms, profile: LadderProfile): Set<number> {
    const names = new Set<number>()
    const seed = seedOf(profile)
    const add = (name: number): void => {
      // The case key of a name of another profile may answer too.
      if (this.#profileOfName(name) === profile) names.add(name)
    }
    this.#keys.visit(hashText(forms.spacing, seed, this.#hash), add)
    if (forms.order !== forms.spacing) this.#keys.visit(hashText(forms.order, seed, this.#hash), add)
    return names
  }

  #profileOfName(name: number): LadderProfile {
    return profileOf(this.classes[this.#class[this.#nameConcept[name] ?? 0] ?? 0] ?? '')
  }

  #passes(name: number, filter: NameFilter | undefined): boolean {
    if (filter === undefined) return true
    const concept = this.#nameConcept[name] ?? 0
    if (filter.entityClass !== undefined && this.classes[this.#class[concept] ?? 0] !== filter.entityClass)
      return false
    return filter.source === undefined || this.sources[this.#source[concept] ?? 0] === filter.source
  }

  /** Place in the word order of the first name whose words do not come before `words`. */
  #firstFrom(words: string): number {
    let [low, high] = [0, this.#wordOrder.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (wordsOf(this.#names.get(this.#wordOrder[middle] ?? 0)) < words) low = middle + 1
      else high = middle
    }
    return low
  }

  #hit(name: number, rung: Rung, text?: string): NameHit {
    return { ...this.#name(name, text), rung }
  }

  #name(name: number, text = this.#names.get(name)): Name {
    const concept = this.#nameConcept[name] ?? 0
    const kind = this.#nameKind[name] ?? 0
    const label = this.#label[concept] ?? NO_LABEL
    const sourceRank = this.#source[concept] ?? 0
    return {
      id: this.#ids.get(concept),
      row: this.#row[concept] ?? 0,
      text,
      scope: SYNONYM_SCOPES[kind & (2 ** SCOPE_BITS - 1)] ?? 'related',
      type: this.#types[(kind >>> TYPE_SHIFT) - 1] ?? null,
      use: NAME_USES[(kind >>> SCOPE_BITS) & (PREFERRED - 1)] ?? 'all',
      preferred: ((kind >>> SCOPE_BITS) & PREFERRED) !== 0,
      label: label === NO_LABEL ? null : label === name ? text : this.#names.get(label),
      entityClass: this.classes[this.#class[concept] ?? 0] ?? '',
      source: this.sources[sourceRank] ?? '',
      sourceRank,
      obsolete: this.#obsolete[concept] === 1,
    }
  }
}

/** @throws KnownError `KB_SCHEMA`, `KB_DAMAGED` */
export const openNameIndex = (file: string): NameIndex =>
  new NameIndex(readSectionFile(file, NAME_INDEX_MAGIC))

const GENERAL = profileOf('')

const wordsOf = (text: string): string => normalForms(text, GENERAL).punctuation
