/** A word or sign of a text, as the rules of coordination see it; offsets in UTF-16. */
export interface Item {
  readonly kind: 'word' | 'comma' | 'slash' | 'coordinator' | 'border'
  /** As it stands, but that "of the" is read as "of". */
  readonly text: string
  readonly start: number
  readonly end: number
  /** A short remark in brackets was passed over before it: "mesenteric (MFP) and …". */
  readonly afterAside: boolean
}

const ITEM =
  /\([^(),;]{1,20}\)(?=[\s,])|(?<!\S)(?:and\/or|as well as|of the)(?!\S)|[^\s,;:()[\]{}/"“”]+|[,;:()[\]{}/"“”]|\r?\n\s*\n/g
const COORDINATORS = new Set(['and', 'or', '&', 'and/or', 'as well as', 'versus', 'vs', 'vs.', 'nor'])

// Words that no name of a list holds: a conjunct or a shared part ends with them.
const BREAKS = new Set(
  `the a an in on at to for from with by is are was were be been being has have had that which who whom this these
  those than as into between both either neither not but also after before during via may can could should would will
  we it its their our they there when while where if because such including showed shown found using used versus per
  however respectively compared`.split(/\s+/),
)

/** Words with the signs between them. A word that ends in a stop is followed by a border. */
export function* itemsOf(text: string): Generator<Item> {
  let isFirst = true
  let afterAside = false
  for (const { 0: piece, index } of text.matchAll(ITEM)) {
    if (isAside(piece)) {
      afterAside = !isFirst
      continue
    }
    const stop = /[.?!]{1,3}$/.exec(piece)
    const word = kindOf(piece) === 'word' && stop !== null ? piece.slice(0, stop.index) : piece
    const end = index + word.length
    if (word !== '') yield { kind: kindOf(word), text: readAs(word), start: index, end, afterAside }
    if (word !== piece)
      yield {
        kind: 'border',
        text: stop?.[0] ?? '',
        start: end,
        end: index + piece.length,
        afterAside: false,
      }
    isFirst = false
    afterAside = false
  }
}

const isAside = (piece: string): boolean => piece.length > 1 && piece.startsWith('(')

const kindOf = (piece: string): Item['kind'] => {
  if (piece === ',') return 'comma'
  if (piece === '/') return 'slash'
  if (/^[;:()[\]{}"“”\s]/.test(piece)) return 'border'
  const word = piece.toLowerCase()
  if (COORDINATORS.has(word)) return 'coordinator'
  // "filamin A, B and C"
  return BREAKS.has(word) && piece !== 'A' ? 'border' : 'word'
}

const readAs = (word: string): string => (word === 'of the' ? 'of' : word)
