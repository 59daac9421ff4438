import { type Curation, isLearned, LEARNED_BY } from './curation.ts'
import { foldConcept, foldName } from './curation-key.ts'
import { formatCuration } from './compare.ts'
import type { Verdict } from './judge-lessons.ts'
import { compareTexts, type Lesson } from './lessons.ts'
import type { CurationLine } from './read-curations.ts'

/** `type` of the names that gold taught, wherever a name is shown. */
export const LEARNED_TYPE = 'learned'

/** Documents named in the reason of a line. */
const NAMED_DOCUMENTS = 3

/** The lines that gold teaches: names added, and names that are preferred for a concept. */
export const learnedLines = (gold: string, verdicts: readonly Verdict[], date: string): readonly Curation[] =>
  verdicts.flatMap(({ lesson, rule, isPreferred }) => {
    const { text, concept } = lesson
    const origin = { author: LEARNED_BY, date, reason: reasonOf(gold, lesson), line: 0 }
    const added = { action: 'add', text, concept, scope: 'exact', type: LEARNED_TYPE, ...origin } as const
    const preferred = { action: 'prefer', text, concept, ...origin } as const
    return [...(rule === null ? [added] : []), ...(isPreferred ? [preferred] : [])]
  })

const reasonOf = (gold: string, { mentions, of, documents }: Lesson): string => {
  const share = mentions === of ? String(of) : `${String(mentions)} of ${String(of)}`
  const places = [
    ...documents.slice(0, NAMED_DOCUMENTS),
    ...(documents.length > NAMED_DOCUMENTS ? ['…'] : []),
  ]
  const counts = `${share} ${of === 1 ? 'mention' : 'mentions'} in ${String(documents.length)}`
  return `${prefixOf(gold)}${counts} ${documents.length === 1 ? 'document' : 'documents'} (${places.join(', ')})`
}

const prefixOf = (gold: string): string => `learned from ${JSON.stringify(gold)}: `

/** The gold that taught a line; `undefined` of a line that says none. */
export const goldOf = ({ reason }: Curation): string | undefined => {
  const quoted = /^learned from ("(?:[^"\\]|\\.)*"): /.exec(reason)?.[1]
  if (quoted === undefined) return undefined
  try {
    return String(JSON.parse(quoted))
  } catch {
    return undefined
  }
}

/** What learning does to a curations file. */
export interface LearnedChange {
  readonly added: readonly Curation[]
  /** Lines of the same gold that it no longer teaches. */
  readonly removed: readonly Curation[]
  /** How many of its lines stand there already. */
  readonly unchanged: number
  /** The file as it should be: all but learned lines as they are, byte for byte, then the learned ones. */
  readonly text: string
}

/**
 * Puts the lines that gold teaches in the place of those it taught before; a line that says what it said keeps its date.
 * Lines learned from other gold stay.
 *
 * @param text of the file, and its lines
 * @param isReplaced whether a learned line is to make way
 * @param taught instead
 */
export const replaceLearned = (
  file: { readonly text: string; readonly lines: readonly CurationLine[] },
  isReplaced: (learned: Curation) => boolean,
  taught: readonly Curation[],
): LearnedChange => {
  const learned = file.lines.filter(({ curation }) => isLearned(curation))
  const old = learned.filter(({ curation }) => isReplaced(curation))
  const standing = new Map(old.map((line) => [identity(line.curation), line]))
  const wanted = new Map(taught.map((curation) => [identity(curation), curation]))
  const added = [...wanted].filter(([key]) => !standing.has(key)).map(([, curation]) => curation)
  const removed = [...standing].filter(([key]) => !wanted.has(key)).map(([, { curation }]) => curation)
  const kept = learned.filter((line) => !old.includes(line) || wanted.has(identity(line.curation)))
  const isAsItWas = added.length === 0 && kept.length === learned.length
  const lines = [...kept, ...added.map((curation) => ({ raw: formatCuration(curation), curation }))]
  return {
    added,
    removed,
    unchanged: wanted.size - added.length,
    text: isAsItWas ? file.text : withLearned(file, lines.sort(byName)),
  }
}

/** All that a learned line says, but for when. */
const identity = ({ action, text, concept, scope, type, reason }: Curation): string =>
  JSON.stringify([action, text, concept, scope, type, reason])

const byName = (a: CurationLine, b: CurationLine): number =>
  compareTexts(foldName(a.curation.text ?? ''), foldName(b.curation.text ?? '')) ||
  compareTexts(foldConcept(a.curation.concept ?? ''), foldConcept(b.curation.concept ?? '')) ||
  compareTexts(a.curation.action, b.curation.action) ||
  compareTexts(a.curation.reason, b.curation.reason)

/** A file that does not end in a line feed does not do so afterwards: taking the lines out again leaves the same bytes. */
const withLearned = (
  { text, lines }: { readonly text: string; readonly lines: readonly CurationLine[] },
  learned: readonly CurationLine[],
): string => {
  const gone = new Set(
    lines.filter(({ curation }) => isLearned(curation)).map(({ curation }) => curation.line),
  )
  const pieces = text.split('\n')
  const isEnded = pieces.at(-1) === ''
  const others = pieces.filter((_, index) => !gone.has(index + 1))
  const body = isEnded ? others.slice(0, -1) : others
  return [...body, ...learned.map(({ raw }) => raw), ...(isEnded ? [''] : [])].join('\n')
}
