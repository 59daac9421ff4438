/** Where in an entity a word stands: it begins it, is inside, ends it, is all of it; `O`: in none. */
export type Mark = 'B' | 'I' | 'E' | 'S' | 'O'

/** What a column of a network's output says of a word. */
export interface Label {
  readonly mark: Mark
  /** What the entity is, in the words of the model; `''` where the model knows but one thing. */
  readonly name: string
}

const MARKS: Readonly<Record<string, Mark>> = { B: 'B', I: 'I', E: 'E', L: 'E', S: 'S', U: 'S', O: 'O' }
/** What some taggers have columns for besides. */
const NOTHING: ReadonlySet<string> = new Set(['X', '[CLS]', '[SEP]', '[PAD]'])
/** Of a word in no entity. */
export const OUTSIDE: Label = { mark: 'O', name: '' }

/**
 * Reads a label as taggers write it: `O`, `O-Disease` (AIONER), `B-Disease`, `I-Disease`, the `E`, `S`, `L`, `U` of
 * BIOES and BILOU, a bare `B`; a name alone (`gene`) is that of a model without B and I.
 */
export const parseLabel = (text: string): Label => {
  if (NOTHING.has(text)) return OUTSIDE
  const [, letter = '', name = ''] = /^([BIELSUO])(?:-(.*))?$/s.exec(text) ?? []
  const mark = MARKS[letter]
  if (mark === undefined) return { mark: 'I', name: text }
  return mark === 'O' ? OUTSIDE : { mark, name }
}

/** Names that entities may have, in the order of the columns. */
export const namesOf = (labels: readonly Label[]): string[] => [
  ...new Set(labels.filter(({ mark }) => mark !== 'O').map(({ name }) => name)),
]
