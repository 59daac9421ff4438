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

const COORDINATORS = ['and', 'or', '&', 'versus', 'vs', 'vs.', 'nor']

// Words that no name of a list holds: a conjunct or a shared part ends with them.
const BREAKS =
  `the a an in on at to for from with by is are was were be been being has have had that which who whom this these
  those than as into between both either neither not but also after before during via may can could should would will
  we it its our their our they there when while where if because such including showed shown found using used versus per
  however respectively compared`.split(/\s+/)

/** In small letters, in capitals, and as sentences begin. */
const spellingsOf = (word: string): string[] => [
  word,
  word.toUpperCase(),
  word.charAt(0).toUpperCase() + word.slice(1),
]

const KEYWORDS = new Map<string, Item['kind']>([
  ...BREAKS.flatMap(spellingsOf).map((word) => [word, 'border'] as const),
  ...COORDINATORS.flatMap(spellingsOf).map((word) => [word, 'coordinator'] as const),
])
// "filamin A, B and C"
KEYWORDS.delete('A')

/** Of a remark in brackets that is passed over. */
const LONGEST_ASIDE = 20
/** Words and signs in a row without a border; no list goes beyond, so that memory is bounded, too. */
const LONGEST_STRETCH = 1000

/** Words and signs between two borders (a stop, a bracket, a word that ends a list, an empty line), where a list may be. */
export function* stretchesOf(text: string): Generator<readonly Item[]> {
  let stretch: Item[] = []
  let mayList = false
  const reader = new ItemReader(text)
  for (let item = reader.next(); item !== undefined; item = reader.next()) {
    if (item.kind !== 'border') {
      stretch.push(item)
      mayList ||= item.kind !== 'word'
      if (stretch.length < LONGEST_STRETCH) continue
    }
    if (mayList) yield stretch
    if (stretch.length > 0) stretch = []
    mayList = false
  }
  if (mayList) yield stretch
}

/** Reads one item after the other. A word that ends in a stop is followed by a border. */
class ItemReader {
  readonly #text: string
  #at = 0
  #isFirst = true
  #afterAside = false
  /** End of the stop that the last word ended in. */
  #stop = 0

  constructor(text: string) {
    this.#text = text
  }

  next(): Item | undefined {
    if (this.#stop > 0) return this.#border(this.#at, this.#stop)
    while (this.#at < this.#text.length) {
      const start = this.#at
      if (this.#passBlanks()) return this.#border(start, this.#at)
      const kind = signs[this.#text.charCodeAt(this.#at)] ?? 'word'
      if (kind === 'word') {
        if (this.#at < this.#text.length) return this.#word()
      } else if (!this.#passAside()) return this.#item(kind, this.#at, this.#at + 1, '')
    }
    return undefined
  }

  /** Whether an empty line was among them. */
  #passBlanks(): boolean {
    let lines = 0
    for (; isBlank(this.#text.charCodeAt(this.#at)); this.#at++)
      if (this.#text.charCodeAt(this.#at) === LINE_FEED) lines++
    return lines > 1
  }

  #passAside(): boolean {
    if (this.#text.charCodeAt(this.#at) !== OPEN) return false
    const most = this.#at + LONGEST_ASIDE + 1
    for (let end = this.#at + 1; end <= most; end++) {
      const code = this.#text.charCodeAt(end)
      if (code === CLOSE) {
        const after = this.#text.charCodeAt(end + 1)
        if (end === this.#at + 1 || (after !== COMMA && !isBlank(after))) return false
        this.#at = end + 1
        this.#afterAside = !this.#isFirst
        return true
      }
      if (Number.isNaN(code) || code === OPEN || code === COMMA || code === SEMICOLON) return false
    }
    return false
  }

  #word(): Item {
    const start = this.#at
    let end = start + 1
    for (let code = this.#text.charCodeAt(end); isOfWord(code); code = this.#text.charCodeAt(end)) end++
    const phrase = end - start > 3 ? undefined : this.#phraseAt(start)
    if (phrase !== undefined)
      return this.#item(phrase === 'of the' ? 'word' : 'coordinator', start, start + phrase.length, phrase)
    const piece = this.#text.slice(start, end)
    const kind = KEYWORDS.get(piece) ?? 'word'
    if (kind !== 'word' || !isStop(this.#text.charCodeAt(end - 1))) return this.#item(kind, start, end, piece)
    let stop = end - 1
    while (stop > start && end - stop < 3 && isStop(this.#text.charCodeAt(stop - 1))) stop--
    if (stop === start) return this.#item('border', start, end, piece)
    this.#stop = end
    const word = this.#text.slice(start, stop)
    return this.#item(KEYWORDS.get(word) ?? 'word', start, stop, word)
  }

  #phraseAt(start: number): string | undefined {
    return PHRASES.find(
      (phrase) =>
        this.#text.startsWith(phrase, start) && !isOfWord(this.#text.charCodeAt(start + phrase.length)),
    )
  }

  #border(start: number, end: number): Item {
    this.#stop = 0
    return this.#item('border', start, end, '')
  }

  #item(kind: Item['kind'], start: number, end: number, text: string): Item {
    const afterAside = this.#afterAside
    this.#at = end
    this.#isFirst = false
    this.#afterAside = false
    return { kind, text: text === 'of the' ? 'of' : text, start, end, afterAside }
  }
}

const [LINE_FEED, OPEN, CLOSE, COMMA, SEMICOLON] = [10, 40, 41, 44, 59]
const PHRASES = ['and/or', 'as well as', 'of the']

const signs: (Item['kind'] | undefined)[] = []
for (const sign of ';:()[]{}"') signs[sign.charCodeAt(0)] = 'border'
signs[COMMA] = 'comma'
signs['/'.charCodeAt(0)] = 'slash'
signs['“'.charCodeAt(0)] = 'border'
signs['”'.charCodeAt(0)] = 'border'

const isBlank = (code: number): boolean =>
  code <= 32 ? code === 32 || (code >= 9 && code <= 13) : code >= 160 && OTHER_BLANKS.has(code)
// The rest of \s.
const OTHER_BLANKS = new Set([0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff])
for (let code = 0x2000; code <= 0x200a; code++) OTHER_BLANKS.add(code)

/** Not so at the end of the text. */
const isOfWord = (code: number): boolean => code >= 0 && signs[code] === undefined && !isBlank(code)

const isStop = (code: number): boolean => code === 46 || code === 33 || code === 63
