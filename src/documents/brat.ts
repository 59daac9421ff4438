import { type Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { KnownError, throwIfAborted } from '../core/errors.ts'
import { readTar } from '../io/tar.ts'
import { documentOfPair } from './brat/document-in.ts'
import type { DocumentInput, DocumentProblem, DocumentReader, ReadDocumentsOptions } from './contract.ts'
import { nameOf, sourceOf, stemOf } from './input.ts'
import { withinLimits } from './limits.ts'
import { decoded, wholeText } from './text.ts'

export { bratWriter } from './brat/writer.ts'

/**
 * brat standoff: a text (`.txt`) and its annotations (`.ann`), given as either of the two, as a folder that holds many
 * (folders in it are searched), or as a tar archive, which may be piped in. A text without annotations is a document, too;
 * its id is the file's name. Offsets are code points, as brat, written in Python, counts them.
 */
export const bratReader: DocumentReader = {
  async *read(input, options) {
    for await (const pair of pairsOf(input, options)) {
      const make = () => documentOfPair(pair, options.report)
      const document = withinLimits(make, { line: 0, id: pair.name }, options)
      if (document !== undefined) yield document
    }
  },
}

/** Text and annotations of one document; `undefined` for what is not there. */
export interface Pair {
  readonly name: string
  readonly text: string | undefined
  readonly annotations: string | undefined
}

async function* pairsOf(input: DocumentInput, options: ReadDocumentsOptions): AsyncGenerator<Pair> {
  if (typeof input !== 'string') yield* pairsInTar(input, options)
  else if (await isFolder(input)) yield* pairsInFolder(input, options)
  else if (/\.(?:ann|txt)(?:\.gz)?$/i.test(input)) yield await pairOnDisk(input, options)
  else yield* pairsInTar(input, options)
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  )

const halfOf = (name: string): 'text' | 'annotations' | undefined =>
  /\.txt(?:\.gz)?$/i.test(name) ? 'text' : /\.ann(?:\.gz)?$/i.test(name) ? 'annotations' : undefined

const withoutEnding = (path: string): string => path.replace(/\.(?:ann|txt)(?:\.gz)?$/i, '')

async function* pairsInFolder(folder: string, options: ReadDocumentsOptions): AsyncGenerator<Pair> {
  const entries: Dirent[] = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => !entry.isDirectory() && halfOf(entry.name) !== undefined)
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  if (paths.length === 0) throw nothingIn(folder)
  const byStem = new Map<string, string[]>()
  for (const path of paths)
    byStem.set(withoutEnding(path), [...(byStem.get(withoutEnding(path)) ?? []), path])
  for (const [first = ''] of byStem.values()) {
    throwIfAborted(options.signal)
    try {
      yield await pairOnDisk(first, options, byStem.get(withoutEnding(first)))
    } catch (error) {
      if (!(error instanceof KnownError) || error.code === 'ABORTED') throw error
      options.report(leftOut(first, error))
    }
  }
}

/** @param paths of both halves, where they are known */
const pairOnDisk = async (
  path: string,
  options: ReadDocumentsOptions,
  paths: readonly string[] = besides(path),
): Promise<Pair> => {
  const read = async (half: 'text' | 'annotations'): Promise<string | undefined> => {
    for (const candidate of paths.filter((name) => halfOf(name) === half))
      if (candidate === path || (await exists(candidate))) return wholeText(candidate, options)
    return undefined
  }
  return { name: stemOf(path), text: await read('text'), annotations: await read('annotations') }
}

/** The path, and where its other half may be. */
const besides = (path: string): readonly string[] => {
  const stem = withoutEnding(path)
  return [path, ...['.txt', '.ann', '.txt.gz', '.ann.gz'].map((ending) => stem + ending)]
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Halves wait for each other: archives have them side by side. */
async function* pairsInTar(input: DocumentInput, options: ReadDocumentsOptions): AsyncGenerator<Pair> {
  const waiting = new Map<string, { text?: string; annotations?: string }>()
  const refused = new Set<string>()
  const select = (name: string): boolean => halfOf(name) !== undefined
  for await (const { name, bytes } of readTar(nameOf(input), { ...sourceOf(input, options), select })) {
    const [stem, half] = [withoutEnding(name), halfOf(name)]
    const content = decodedOr(bytes, name, options)
    if (content === undefined) refused.add(stem)
    const halves = waiting.get(stem) ?? {}
    if (half !== undefined && content !== undefined) halves[half] = content
    if (refused.has(stem)) waiting.delete(stem)
    else if (halves.text === undefined || halves.annotations === undefined) waiting.set(stem, halves)
    else {
      waiting.delete(stem)
      yield { name: basename(stem), text: halves.text, annotations: halves.annotations }
    }
  }
  for (const [stem, { text, annotations }] of waiting) yield { name: basename(stem), text, annotations }
}

const decodedOr = (bytes: Buffer, name: string, { report }: ReadDocumentsOptions): string | undefined => {
  try {
    return decoded(bytes, name)
  } catch (error) {
    if (!(error instanceof KnownError)) throw error
    report(leftOut(name, error))
    return undefined
  }
}

const leftOut = (path: string, { message, place, repair }: KnownError): DocumentProblem => ({
  line: place?.line ?? 0,
  id: stemOf(path),
  message: `${basename(place?.file ?? path)}: ${message}; the document was left out`,
  repair,
})

const nothingIn = (folder: string): KnownError =>
  new KnownError('SOURCE_NOT_FOUND', 'the folder holds neither .txt nor .ann files', 'Check the path.', {
    place: { file: folder },
  })
