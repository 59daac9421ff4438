import type { Mention, TextDocument } from '../core/document.ts'
import type { DocumentLoss, WriteDocumentsOptions } from './contract.ts'

/** What a format may lack for every document. */
export type Lacking =
  | 'score'
  | 'by'
  | 'candidates'
  | 'reasons'
  | 'key'
  | 'mention metadata'
  | 'composite'
  | 'sections'
  | 'section metadata'
  | 'relations'
  | 'relation metadata'
  | 'abbreviations'
  | 'rejected'
  | 'metadata'
  | 'errors'

/** Reports what a writer's format has no place for. */
export class LossReport {
  readonly #format: string
  readonly #lacking: readonly Lacking[]
  readonly #report: ((loss: DocumentLoss) => void) | undefined
  readonly #isHeld: (key: string) => boolean
  readonly #said = new Set<Lacking>()

  /** @param isHeld whether the format has a place for a key of the metadata of mentions */
  constructor(
    format: string,
    lacking: readonly Lacking[],
    { report }: WriteDocumentsOptions,
    isHeld: (key: string) => boolean = () => false,
  ) {
    this.#format = format
    this.#lacking = lacking
    this.#report = report
    this.#isHeld = isHeld
  }

  /** To be called for each document: says of each thing that the format lacks, once, that it was left out. */
  lacking(document: TextDocument): void {
    if (this.#report === undefined || this.#said.size === this.#lacking.length) return
    for (const thing of this.#lacking)
      if (!this.#said.has(thing) && HAS[thing](document, this.#isHeld)) {
        this.#said.add(thing)
        this.say(document, `${this.#format} has no place for ${NAMES[thing]}; left out, here and further on`)
      }
  }

  /** Something of this one document. */
  say({ id }: TextDocument, message: string): void {
    this.#report?.({ id, message })
  }
}

const someMention =
  (has: (mention: Mention) => boolean): ((document: TextDocument) => boolean) =>
  ({ mentions }) =>
    mentions.some(has)

const isFilled = (part: object | undefined): boolean => part !== undefined && Object.keys(part).length > 0

type Has = (document: TextDocument, isHeld: (key: string) => boolean) => boolean

const HAS: Readonly<Record<Lacking, Has>> = {
  score: someMention(({ score }) => score !== undefined),
  by: someMention(({ by }) => by !== undefined),
  candidates: someMention(({ candidates }) => candidates !== undefined),
  reasons: someMention(({ reasons }) => reasons !== undefined),
  key: someMention(({ key }) => key !== undefined),
  'mention metadata': ({ mentions }, isHeld) =>
    mentions.some(({ metadata = {} }) => Object.keys(metadata).some((key) => !isHeld(key))),
  composite: someMention(({ composite }) => composite === true),
  sections: ({ sections }) => isFilled(sections),
  'section metadata': ({ sections }) => sections.some(({ metadata }) => isFilled(metadata)),
  relations: ({ relations }) => isFilled(relations),
  'relation metadata': ({ relations }) => relations?.some(({ metadata }) => isFilled(metadata)) ?? false,
  abbreviations: ({ abbreviations }) => isFilled(abbreviations),
  rejected: ({ rejected }) => isFilled(rejected),
  metadata: ({ metadata }) => isFilled(metadata),
  errors: ({ errors }) => isFilled(errors),
}

const NAMES: Readonly<Record<Lacking, string>> = {
  score: 'the scores of mentions',
  by: 'the recognisers that found a mention',
  candidates: 'the candidates of mentions',
  reasons: 'the reasons of mentions',
  key: 'the names of annotations',
  'mention metadata': 'what else a file said of mentions',
  composite: 'that a mention names several concepts at once',
  sections: 'sections',
  'section metadata': 'what else a file said of sections',
  relations: 'relations',
  'relation metadata': 'what else a file said of relations',
  abbreviations: 'abbreviations',
  rejected: 'what looked like a mention and is none',
  metadata: 'what else a file said of documents',
  errors: 'errors',
}
