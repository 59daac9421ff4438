import type { TextDocument } from '../core/document.ts'
import { parseGoldMention } from '../eval/link-gold.ts'
import { classOfLabel } from '../eval/labels.ts'
import { readTextBlocks } from '../io/text-blocks.ts'
import type { DefinedForm } from '../linker/contract.ts'
import { findAbbreviations } from '../ner/abbreviations/find.ts'
import { guessFormat, readDocuments } from './documents.ts'
import { readEvaluationLines } from './evaluation-lines.ts'
import type { EvaluationFile, EvaluationProblem } from './evaluation-pairs.ts'
import { definitionsIn, type MentionContext } from './mention-context.ts'

/** A mention that somebody grounded. */
export interface GroundedMention {
  /** The pieces of a mention in pieces are joined by a blank. */
  readonly text: string
  /** Any of them is right, unless `composite`. */
  readonly ids: readonly string[]
  /** All of them are meant at once. */
  readonly composite: boolean
  readonly class: string
}

/** The mentions of one document, and what it says of abbreviations. */
export interface GroundedDocument {
  readonly id: string
  readonly mentions: readonly GroundedMention[]
  readonly definitions: readonly DefinedForm[]
}

export interface ReadGroundedOptions {
  readonly report: (problem: EvaluationProblem) => void
  readonly signal?: AbortSignal | undefined
}

/**
 * Gold mentions by document: of annotated documents in any format that is read, or of JSON Lines with a mention each
 * (`{"mention", "ids", "class", "doc"?, "context"?, "composite"?}`). A mention without `doc` is a document of its own.
 *
 * @throws KnownError those of the readers
 */
export async function* readGrounded(
  { file, format = guessFormat(file, 'read') }: EvaluationFile,
  options: ReadGroundedOptions,
): AsyncGenerator<GroundedDocument> {
  if (format === 'jsonl' && (await holdsMentions(file, options.signal)))
    yield* readMentionLines(file, options)
  else yield* readAnnotated(file, format, options)
}

/** Both kinds of line are JSON: the first tells which they are. */
const holdsMentions = async (file: string, signal: AbortSignal | undefined): Promise<boolean> => {
  for await (const { text } of readTextBlocks(file, { report: () => undefined, signal })) {
    const line = text.split('\n').find((each) => each.trim() !== '')
    if (line !== undefined) return /"mention"\s*:/.test(line) && !/"mentions"\s*:/.test(line)
  }
  return false
}

const classOf = classOfLabel()

async function* readMentionLines(
  file: string,
  { report, signal }: ReadGroundedOptions,
): AsyncGenerator<GroundedDocument> {
  const documents = new Map<
    string,
    { readonly mentions: GroundedMention[]; readonly contexts: MentionContext[] }
  >()
  for await (const { line, item } of readEvaluationLines(file, { parse: parseGoldMention, report, signal })) {
    if (item === undefined) continue
    const id = item.doc ?? `line ${String(line)}`
    const document = documents.get(id) ?? { mentions: [], contexts: [] }
    documents.set(id, document)
    const { mention, joined = mention, ids, composite, class: label = '', context, contextStart } = item
    document.mentions.push({ text: joined, ids, composite, class: classOf(label) ?? label })
    document.contexts.push({ context, contextStart })
  }
  for (const [id, { mentions, contexts }] of documents)
    yield { id, mentions, definitions: definitionsIn(contexts) }
}

async function* readAnnotated(
  file: string,
  format: string | undefined,
  { report, signal }: ReadGroundedOptions,
): AsyncGenerator<GroundedDocument> {
  const documents = readDocuments(file, {
    format,
    signal,
    report: (problem) => {
      report({ file, ...problem })
    },
  })
  for await (const document of documents) yield groundedIn(document)
}

const groundedIn = (document: TextDocument): GroundedDocument => ({
  id: document.id,
  mentions: document.mentions.map(({ text, ids, composite, class: label }) => ({
    ...{ text, ids, composite: composite === true },
    class: classOf(label) ?? label,
  })),
  definitions: document.abbreviations ?? findAbbreviations(document),
})
