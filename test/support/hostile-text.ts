/** A small generator of random numbers, the same everywhere (mulberry32); 0 ≤ x < 1. */
export const seeded = (seed: number): (() => number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Names of the starter knowledge base, what stands around names, and what breaks careless code. */
const PIECES = [
  'heart attack', 'Wilson disease', 'WD', 'TNF-α', 'BRCA1', 'breast cancer', 'lung', 'MCF-7', 'B cells', 'type II diabetes',
  'p.Val600Glu', 'rs334', 'c.35delG', 'DOID:893', 'IL-2', '-4', '/2', 'and', 'or', ',', ' (', ')', '(', '[', ']', '; ', ': ',
  'Fig. 1', 'E. coli', 'e.g. ', '. ', '\n', '\r\n', '\n\n', '\t', ' ', ' ', ' ', '-', '–', "'", '’', '"', '“', '=', '+', '%',
  'ß', 'ﬁ', 'İ', 'ı', 'ſ', 'Ǆ', 'é', 'e\u0301', '\u0301', '\u0345', '\u200d', '\u200b', '\u00ad', '\ufeff', '\u2028', '\u0000',
  '👍', '👩\u200d🔬', '🇩🇪', '\ud800', '\udc00', '𝛼', 'Ⅷ', '½', '²', '中文', 'עברית', 'α', 'Ω', 'a', 'B', '7', '1,2', '0.5',
] // prettier-ignore

/** A text of up to `most` such pieces. */
export const hostileText = (random: () => number, most = 24): string => {
  const count = Math.floor(random() * (most + 1))
  let text = ''
  for (let index = 0; index < count; index++) text += PIECES[Math.floor(random() * PIECES.length)] ?? ''
  return text
}
