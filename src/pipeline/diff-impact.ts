import { resolve } from 'node:path'
import { KnownError, throwIfAborted } from '../core/errors.ts'
import {
  type AnswerChange,
  type ComparedSource,
  type LinkChange,
  LinkFates,
  type StoredLink,
} from '../diff/link-effects.ts'
import type { LinkEffects } from '../diff/report.ts'
import type { Ref } from '../diff/contract.ts'
import { readTextBlocks } from '../io/text-blocks.ts'
import type { OpenSide } from './diff-sides.ts'
import { type KnowledgeBase, openKnowledgeBase } from './knowledge-base.ts'

export interface ImpactOptions {
  readonly cwd: string
  readonly signal?: AbortSignal | undefined
}

/**
 * What two releases make of the links in a file: JSON Lines of `link`, of `annotate`, or of gold. Of two builds also where
 * linking answers otherwise: each mention is linked in both, once for each context.
 *
 * @throws KnownError `SOURCE_SYNTAX` with file and line, `SOURCE_NOT_FOUND` and what else `readBytes` throws
 */
export const linkEffects = async (
  name: string,
  sources: readonly ComparedSource[],
  sides: readonly [OpenSide, OpenSide],
  { cwd, signal }: ImpactOptions,
): Promise<LinkEffects> => {
  const fates = new LinkFates(sources)
  const changes: LinkChange[] = []
  const answers: AnswerChange[] = []
  let links = 0
  await withBases(sides, async (bases) => {
    for await (const link of storedLinks(resolve(cwd, name), signal)) {
      throwIfAborted(signal)
      if (link.ids.length > 0) links++
      changes.push(...fates.changesOf(link))
      if (bases === null) continue
      const answer = await answerChange(link, bases)
      if (answer !== null) answers.push(answer)
    }
    return bases
  })
  const areBuilds = sides.every(({ folder }) => folder !== undefined)
  return { file: name, links, changes, answers: areBuilds ? answers : null }
}

type Bases = readonly [KnowledgeBase, KnowledgeBase]

const withBases = async (
  [before, after]: readonly [OpenSide, OpenSide],
  task: (bases: Bases | null) => Promise<unknown>,
): Promise<void> => {
  if (before.folder === undefined || after.folder === undefined) {
    await task(null)
    return
  }
  const old = await openKnowledgeBase(before.folder)
  try {
    const current = await openKnowledgeBase(after.folder)
    try {
      await task([old, current])
    } finally {
      current.close()
    }
  } finally {
    old.close()
  }
}

const answerChange = async (
  { line, doc, mention, class: entityClass, context }: StoredLink,
  bases: Bases,
): Promise<AnswerChange | null> => {
  const [before, after] = await Promise.all(
    bases.map(async (kb): Promise<Ref | null> => {
      const known = entityClass !== undefined && kb.classes.includes(entityClass) ? entityClass : undefined
      const { nil, candidates } = await kb.link(mention, { class: known, context })
      const [best] = candidates
      return nil || best === undefined ? null : { id: best.id, label: best.label }
    }),
  )
  return before?.id === after?.id
    ? null
    : { line, doc, mention, before: before ?? null, after: after ?? null }
}

/** The links of a file, in its order. */
export async function* storedLinks(
  file: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<StoredLink> {
  const report = ({ line }: { readonly line: number }): never => {
    throw unreadable(file, line, 'the line is not UTF-8', 'Convert the file to UTF-8.')
  }
  for await (const block of readTextBlocks(file, { report, signal })) {
    let line = block.firstLine
    for (const text of block.text.split('\n')) {
      if (text.trim() !== '') yield* linksOf(parsed(text, file, line), file, line)
      line++
    }
  }
}

type Fields = Readonly<Record<string, unknown>>

const parsed = (text: string, file: string, line: number): Fields => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = undefined
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw unreadable(file, line, `no JSON object: ${text.trim().slice(0, 80)}`, 'Write one JSON object a line.')
}

const linksOf = (fields: Fields, file: string, line: number): StoredLink[] => {
  const doc = textIn(fields, 'doc') ?? textIn(fields, 'id') ?? null
  if (Array.isArray(fields['mentions'])) return mentionsOf(fields, line)
  const mention = textIn(fields, 'mention')
  // An answer that says a line could not be read.
  if (fields['mention'] === null) return []
  if (mention === undefined || !('ids' in fields || 'candidates' in fields)) {
    const repair = 'Give what link --in or annotate --to jsonl wrote, or gold with "mention" and "ids".'
    throw unreadable(file, line, 'neither an answer of link, nor a document with mentions, nor gold', repair)
  }
  const ids =
    'ids' in fields ? textsIn(fields['ids']) : fields['nil'] === true ? [] : firstId(fields['candidates'])
  return [{ line, doc, mention, ids, ...classOf(fields), ...contextOf(fields, 'context') }]
}

/** The mentions of an annotated document; its text is their context. */
const mentionsOf = (document: Fields, line: number): StoredLink[] => {
  const mentions: unknown[] = Array.isArray(document['mentions']) ? document['mentions'] : []
  return mentions.flatMap((mention) => {
    if (typeof mention !== 'object' || mention === null) return []
    const fields = mention as Fields
    const text = textIn(fields, 'text')
    if (text === undefined) return []
    const ids = 'ids' in fields ? textsIn(fields['ids']) : textsIn([fields['id']])
    const doc = textIn(document, 'id') ?? null
    return [{ line, doc, mention: text, ids, ...classOf(fields), ...contextOf(document, 'text') }]
  })
}

const textIn = (fields: Fields, key: string): string | undefined => {
  const value = fields[key]
  return typeof value === 'string' ? value : undefined
}

const textsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []

const firstId = (candidates: unknown): string[] => {
  const best: unknown = Array.isArray(candidates) ? candidates[0] : undefined
  return typeof best === 'object' && best !== null && 'id' in best ? textsIn([best.id]) : []
}

const classOf = (fields: Fields): Pick<StoredLink, 'class'> => {
  const value = textIn(fields, 'class')
  return value === undefined ? {} : { class: value }
}

const contextOf = (fields: Fields, key: string): Pick<StoredLink, 'context'> => {
  const value = textIn(fields, key)
  return value === undefined ? {} : { context: value }
}

const unreadable = (file: string, line: number, message: string, repair: string): KnownError =>
  new KnownError('SOURCE_SYNTAX', message, repair, { place: { file, line } })
