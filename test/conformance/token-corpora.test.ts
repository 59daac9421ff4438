import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { textOf } from '../../src/core/document.ts'
import { bratReader } from '../../src/documents/brat.ts'
import { conllReader } from '../../src/documents/conll.ts'
import { readTar } from '../../src/io/tar.ts'
import { readInput } from '../documents/reading.ts'
import { areCorporaAbsent, corpus } from './corpora.ts'

/** What the README of the data says of a file under corpora/. */
interface Stated {
  readonly path: string
  readonly unit: string
  readonly units: number
  readonly mentions: number
}

const statedIn = (readme: string): Stated[] =>
  Array.from(
    readme.matchAll(/^\| (\S+\.gz) \| (sentence|document) \| (\d+) \| \d+ \| (\d+) \|$/gm),
    (row) => ({
      path: row[1] ?? '',
      unit: row[2] ?? '',
      units: Number(row[3]),
      mentions: Number(row[4]),
    }),
  )

const tokenFiles = (): Stated[] =>
  areCorporaAbsent
    ? []
    : statedIn(readFileSync(corpus('../README.md'), 'utf8')).filter(({ unit }) => unit === 'sentence')

/** Mentions that the README, which counts `B` labels, does not: an `I` after an `O` begins one, as in seqeval. */
const MORE: Readonly<Record<string, number>> = { 'huner/chemical_chebi/dev/devel.tsv.gz': 1 }

describe.skipIf(areCorporaAbsent)('the corpora of labelled tokens', () => {
  it.each(tokenFiles())('$path', async ({ path, units, mentions }) => {
    const { documents, problems } = await readInput(conllReader, corpus(path))
    expect(problems).toEqual([])
    // Files with documents count their sentences as sections.
    const sentences = documents.reduce((sum, { sections }) => sum + Math.max(1, sections.length), 0)
    expect(sentences).toBe(units)
    expect(documents.reduce((sum, document) => sum + document.mentions.length, 0)).toBe(
      mentions + (MORE[path] ?? 0),
    )
    for (const { text, mentions: found } of documents)
      for (const mention of found) expect(mention.text).toBe(textOf(text, mention.spans))
  })

  it('are all of them', () => {
    const paths = readdirSync(corpus(''), { recursive: true, encoding: 'utf8' })
    const files = paths.filter((path) => /\.(?:tsv|conll)\.gz$/.test(path)).map((path) => join(path))
    expect(files.sort()).toEqual(
      tokenFiles()
        .map(({ path }) => path)
        .sort(),
    )
  })
})

describe.skipIf(areCorporaAbsent)('AnatEM', () => {
  const SPLITS = [
    ['dev', 198, 2118],
    ['train', 598, 6910],
  ] as const

  it.each(SPLITS)('in brat, %s', async (split, documentCount, mentionCount) => {
    const { documents, problems } = await readInput(bratReader, corpus(`anatem/${split}/standoff.tar.gz`))
    expect(problems).toEqual([])
    expect(documents).toHaveLength(documentCount)
    expect(documents.flatMap(({ mentions }) => mentions)).toHaveLength(mentionCount)
  })

  it.each(SPLITS)('in CoNLL, %s, has the same mentions', async (split, documentCount, mentionCount) => {
    const archive = corpus(`anatem/${split}/conll.tar.gz`)
    let files = 0
    let mentions = 0
    for await (const { name, bytes } of readTar(archive, { select: (path) => path.endsWith('.conll') })) {
      const { documents, problems } = await readInput(conllReader, { name, stream: Readable.from([bytes]) })
      expect(problems).toEqual([])
      files++
      mentions += documents.reduce((sum, document) => sum + document.mentions.length, 0)
    }
    expect(files).toBe(documentCount)
    expect(mentions).toBe(mentionCount)
  })
})
