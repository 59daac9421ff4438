// The passages of the gold set, drawn anew from the texts they come from. The same data give the same draw.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** A passage to be read whole. */
export interface Passage {
  /** PMC id of the article, or `abstract-` and the line of the file of abstracts. */
  readonly id: string
  readonly kind: 'introduction' | 'body' | 'abstract'
  readonly heading?: string
  readonly text: string
  readonly split: 'dev' | 'test'
  /** Of `text`, hex: says that the text at hand is the one that was annotated. */
  readonly sha256: string
}

const linesOf = (folder: string, file: string): string[] =>
  gunzipSync(readFileSync(join(folder, 'text', file)))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')

/** Mulberry32: small, seeded, good enough for a draw. */
const generator = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
}

const shuffled = <T>(items: readonly T[], random: () => number): T[] =>
  items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)

const SIZE = 600

/** Whole sentences of `text` from the first border at or after `from` on, {@link SIZE} characters or a little more. */
const passageOf = (text: string, from: number): string => {
  const borders = [
    0,
    ...Array.from(text.matchAll(/[.?!]\]? (?=[A-Z])/g), (match) => match.index + match[0].length),
  ]
  const start = borders.find((border) => border >= from) ?? borders.at(-1) ?? 0
  const end = borders.find((border) => border >= start + SIZE) ?? text.length
  return text.slice(start, Math.min(end, start + 2 * SIZE)).trim()
}

/**
 * 240 openings of introductions and 160 passages from anywhere else, each of another article, and 120 abstracts; by
 * turns dev and test. `folder` is the one that holds `text/`.
 */
export const drawPassages = (folder: string): readonly Passage[] => {
  const random = generator(20031)
  const sections = linesOf(folder, 'pmc-rct-fulltext-sections.tsv.gz').map((line) => line.split('\t'))
  const used = new Set<string>()
  type Drawn = Omit<Passage, 'split' | 'sha256'>
  const draw = (
    kind: 'introduction' | 'body',
    count: number,
    wanted: (heading: string) => boolean,
  ): Drawn[] => {
    const drawn: Drawn[] = []
    for (const [id = '', heading = '', text = ''] of shuffled(sections, random)) {
      if (drawn.length === count) break
      if (used.has(id) || !wanted(heading) || text.length < SIZE) continue
      used.add(id)
      const from = kind === 'introduction' ? 0 : Math.floor(random() * (text.length - SIZE))
      drawn.push({ id, kind, heading, text: passageOf(text, from) })
    }
    return drawn
  }
  const opening = /INTRODUCTION|BACKGROUND/
  const introductions = draw('introduction', 240, (heading) => opening.test(heading))
  const bodies = draw('body', 160, (heading) => !opening.test(heading))
  const lines = linesOf(folder, 'pubmed-abstracts.txt.gz').map((text, at) => ({ text, at }))
  const abstracts = shuffled(lines, random)
    .slice(0, 120)
    .map(({ text, at }): Drawn => ({ id: `abstract-${String(at + 1)}`, kind: 'abstract', text }))
  return [introductions, bodies, abstracts].flatMap((passages) =>
    passages.map((passage, at) => ({
      ...passage,
      split: at % 2 === 0 ? 'dev' : 'test',
      sha256: createHash('sha256').update(passage.text).digest('hex'),
    })),
  )
}
