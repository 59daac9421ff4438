import type { Curie } from '../core/term.ts'
import { foldConcept, foldName } from './curation-key.ts'

/** What gold says of a name: how often it means a concept, and where. */
export interface Lesson {
  /** As the mentions that mean this concept write it most often. */
  readonly text: string
  readonly concept: Curie
  /** Mentions with this name that mean the concept. */
  readonly mentions: number
  /** Mentions with this name, whatever they mean. */
  readonly of: number
  /** Ids of the documents in which it means the concept, sorted. */
  readonly documents: readonly string[]
  /** More mentions with this name mean this concept than any other. */
  readonly isUsual: boolean
}

interface Meaning {
  readonly concept: Curie
  readonly spellings: Map<string, number>
  readonly documents: Set<string>
  mentions: number
}

interface Name {
  readonly meanings: Map<string, Meaning>
  mentions: number
}

/** Counts what the mentions of gold mean. Names are compared on the `case` rung; the order of mentions does not matter. */
export class LessonTally {
  readonly #names = new Map<string, Name>()

  /** @param concepts that the mention may mean: any of them is right */
  add(text: string, concepts: readonly Curie[], document: string): void {
    const name = this.#nameOf(text)
    name.mentions++
    for (const concept of concepts) {
      const meaning = meaningOf(name, concept)
      meaning.mentions++
      meaning.spellings.set(text, (meaning.spellings.get(text) ?? 0) + 1)
      meaning.documents.add(document)
    }
  }

  /** By name, what it means most often first. */
  lessons(): readonly Lesson[] {
    return [...this.#names].sort(([a], [b]) => compareTexts(a, b)).flatMap(([, name]) => lessonsOf(name))
  }

  #nameOf(text: string): Name {
    const key = foldName(text)
    const known = this.#names.get(key)
    if (known !== undefined) return known
    const made: Name = { meanings: new Map(), mentions: 0 }
    this.#names.set(key, made)
    return made
  }
}

const meaningOf = ({ meanings }: Name, concept: Curie): Meaning => {
  const key = foldConcept(concept)
  const known = meanings.get(key)
  if (known !== undefined) return known
  const made: Meaning = { concept, spellings: new Map(), documents: new Set(), mentions: 0 }
  meanings.set(key, made)
  return made
}

const lessonsOf = (name: Name): readonly Lesson[] => {
  const sorted = [...name.meanings.values()].sort(
    (a, b) => b.mentions - a.mentions || compareTexts(a.concept, b.concept),
  )
  const most = sorted[0]?.mentions ?? 0
  const isClear = sorted.filter(({ mentions }) => mentions === most).length === 1
  return sorted.map(({ concept, spellings, documents, mentions }) => ({
    text: mostFrequent(spellings),
    concept,
    mentions,
    of: name.mentions,
    documents: [...documents].sort(compareTexts),
    isUsual: isClear && mentions === most,
  }))
}

const mostFrequent = (spellings: ReadonlyMap<string, number>): string =>
  [...spellings].sort(([a, often], [b, oftener]) => oftener - often || compareTexts(a, b))[0]?.[0] ?? ''

/** By UTF-16 code units: the same on every machine. */
export const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
