import { dirname, join, relative, sep } from 'node:path'
import type { Config, ResolvedSource } from '../config/load.ts'
import { KnownError, throwIfAborted } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import { type Curation, isHuman, isLearned } from '../curation/curation.ts'
import { type CurationFile, readCurationFile } from '../curation/curation-file.ts'
import { CurationSet } from '../curation/curation-set.ts'
import { judgeLessons } from '../curation/judge-lessons.ts'
import { goldOf, type LearnedChange, learnedLines, replaceLearned } from '../curation/learned-lines.ts'
import { writeCurationText } from '../curation/write-curations.ts'
import type { EvaluationFile, EvaluationProblem } from './evaluation-pairs.ts'
import { openKnowledgeBase } from './knowledge-base.ts'
import { LearnConcepts } from './learn-concepts.ts'
import { readGrounded } from './learn-gold.ts'
import { GoldBook, type GoldReport } from './learn-report.ts'

export type { GoldReport, LeftOut } from './learn-report.ts'
export type { Curation } from '../curation/curation.ts'

interface LearnedFiles {
  /** Only the curations of this source. Default: of all sources, those of a concept with the first that has it. */
  readonly source?: string | undefined
  /** Absolute path of the curations file, in place of the one that the configuration names; with one source only. */
  readonly to?: string | undefined
  /** Writes the files. Default true; else only says what would change. */
  readonly write?: boolean
  readonly signal?: AbortSignal | undefined
}

export interface LearnOptions extends LearnedFiles {
  /** Absolute paths. */
  readonly gold: readonly EvaluationFile[]
  /** Only mentions of these entity classes. Default: all. */
  readonly classes?: readonly string[] | undefined
  /** A name that means a concept in fewer mentions is not added. Default 1. */
  readonly minCount?: number | undefined
  /** Of new lines, YYYY-MM-DD. */
  readonly date: string
  readonly report: (problem: EvaluationProblem) => void
}

export interface ForgetOptions extends LearnedFiles {
  /** Gold whose names are forgotten, as lines call it or by its absolute path; it need not be there. Default: all. */
  readonly gold?: readonly { readonly name: string; readonly file: string }[] | undefined
}

/** What becomes of the curations of a source. */
export interface SourceChange extends Omit<LearnedChange, 'text'> {
  readonly source: string
  /** Absolute path. */
  readonly file: string
  /** Whether the configuration names the file: else a build does not read it. */
  readonly configured: boolean
  readonly written: boolean
}

export interface LearnReport {
  readonly gold: readonly GoldReport[]
  /** Those with lines learned from the gold, before or now. */
  readonly sources: readonly SourceChange[]
}

/**
 * Adds the names that gold mentions have to the curations of the concepts they mean, in place of what the same gold
 * taught before. Lines of people stay as they are, byte for byte, and hold against what is learned.
 *
 * @throws KnownError `USAGE`, `KB_NOT_FOUND`, `KB_DAMAGED`, `CURATION_INVALID`, `CURATION_CONFLICT`, those of the
 *   readers of documents, `NOT_WRITABLE`, `DISK_FULL`, `ABORTED`
 */
export const learnNames = async (config: Config, options: LearnOptions): Promise<LearnReport> => {
  const files = await learnedFiles(config, options)
  const kb = await openKnowledgeBase(config.kb)
  try {
    const inBuild = kb.manifest.sources.map(({ name }) => name)
    const missing = options.source !== undefined && !inBuild.includes(options.source)
    if (missing) throw notBuilt(config, options.source)
    const names = files.map(({ source }) => source.name).filter((name) => inBuild.includes(name))
    const concepts = new LearnConcepts(kb, names)
    const books: GoldBook[] = []
    for (const gold of options.gold) books.push(await readBook(config, gold, concepts, options))
    const taught = books.map((book) => ({ book, lines: linesOf(book, concepts, files, options) }))
    const replaced = new Set(books.map(({ gold }) => gold))
    const changes = files.flatMap((file) =>
      changeOf(
        file,
        (line) => replaced.has(goldOf(line) ?? ''),
        taught.flatMap(({ lines }) => lines.get(file.source.name) ?? []),
        options,
      ),
    )
    return { gold: books.map((book) => book.report()), sources: changes }
  } finally {
    kb.close()
  }
}

/**
 * Takes out what was learned: all, or what some gold taught. The knowledge base is not asked.
 *
 * @throws KnownError `USAGE` when a gold file has taught nothing; `CURATION_INVALID`, `NOT_WRITABLE`, `DISK_FULL`
 */
export const forgetNames = async (
  config: Config,
  options: ForgetOptions = {},
): Promise<readonly SourceChange[]> => {
  const files = await learnedFiles(config, options)
  const learned = files.flatMap(({ content }) =>
    content.lines.map(({ curation }) => curation).filter(isLearned),
  )
  const known = [...new Set(learned.flatMap((line) => goldOf(line) ?? []))].sort()
  const forgotten = options.gold?.map(({ name, file }) => {
    const found = [goldName(config, file), name].find((each) => known.includes(each))
    if (found === undefined) throw taughtNothing(name, known)
    return found
  })
  return files.flatMap((file) =>
    changeOf(file, (line) => forgotten?.includes(goldOf(line) ?? '') ?? true, [], options),
  )
}

/** What gold is called in lines: its path from the configuration, the same on every machine. */
const goldName = ({ file }: Config, gold: string): string =>
  relative(dirname(file), gold).split(sep).join('/')

const readBook = async (
  config: Config,
  gold: EvaluationFile,
  concepts: LearnConcepts,
  options: LearnOptions,
): Promise<GoldBook> => {
  const book = new GoldBook(goldName(config, gold.file), concepts, options.classes)
  for await (const document of readGrounded(gold, options)) {
    throwIfAborted(options.signal)
    book.add(document)
  }
  return book
}

/** The lines that gold teaches, by source. */
const linesOf = (
  book: GoldBook,
  concepts: LearnConcepts,
  files: readonly LearnedFile[],
  { minCount = 1, date }: LearnOptions,
): ReadonlyMap<string, readonly Curation[]> => {
  const people = new Map(files.map(({ source, people: lines }) => [source.name, lines]))
  const known = {
    has: (concept: string, text: string) => concepts.has(concept, text),
    hasRival: (concept: string, text: string) => concepts.hasRival(concept, text),
    isDropped: (concept: string, text: string) =>
      people.get(book.sourceOf(concept))?.restrictionOf(concept, text) === 'drop',
  }
  const verdicts = judgeLessons(book.lessons(), known, { minCount })
  book.judged(verdicts)
  const lines = new Map<string, Curation[]>()
  for (const line of learnedLines(book.gold, verdicts, date)) {
    const source = book.sourceOf(line.concept ?? '')
    lines.set(source, [...(lines.get(source) ?? []), line])
  }
  return lines
}

/** The curations file of a source as it stands. */
interface LearnedFile {
  readonly source: ResolvedSource
  readonly path: string
  readonly content: CurationFile
  readonly people: CurationSet
}

/** Read before the long work: a file that cannot be read ends it. */
const learnedFiles = async (
  config: Config,
  { source, to, signal }: LearnedFiles,
): Promise<readonly LearnedFile[]> => {
  const known = config.sources.map(({ name }) => name)
  if (source !== undefined && !known.includes(source)) {
    const message = `the configuration has no source "${source}".${didYouMean(source, known)}`
    throw new KnownError('USAGE', message, `Name one of: ${known.join(', ')}.`, {
      place: { file: config.file },
    })
  }
  const chosen = config.sources.filter(({ name }) => source === undefined || name === source)
  if (to !== undefined && chosen.length > 1)
    throw new KnownError(
      'USAGE',
      'one file for the curations of several sources',
      `Name the source, too: --source ${known.join('|')}.`,
    )
  const files: LearnedFile[] = []
  for (const each of chosen) {
    const path = to ?? each.curationsFile ?? join(dirname(config.file), 'curations', `${each.name}.jsonl`)
    const content = await readCurationFile(path, { signal })
    const people = new CurationSet(path, content.lines.map(({ curation }) => curation).filter(isHuman))
    files.push({ source: each, path, content, people })
  }
  return files
}

const changeOf = (
  { source, path, content }: LearnedFile,
  isReplaced: (line: Curation) => boolean,
  taught: readonly Curation[],
  { write = true }: LearnedFiles,
): readonly SourceChange[] => {
  const { text, ...change } = replaceLearned(content, isReplaced, taught)
  const { added, removed, unchanged } = change
  if (added.length + removed.length + unchanged === 0) return []
  const written = write && text !== content.text
  if (written) writeCurationText(path, text)
  return [{ source: source.name, file: path, configured: source.curationsFile === path, written, ...change }]
}

const notBuilt = ({ kb }: Config, source = ''): KnownError =>
  new KnownError(
    'USAGE',
    `the knowledge base has no source "${source}"`,
    'Run ontoground build, then learn.',
    {
      place: { file: kb },
    },
  )

const taughtNothing = (gold: string, known: readonly string[]): KnownError =>
  new KnownError(
    'USAGE',
    `nothing was learned from ${gold}.${didYouMean(gold, known)}`,
    known.length === 0 ? 'No name was learned.' : `Names were learned from: ${known.join(', ')}.`,
  )
