import type { Candidate } from '../core/candidate.ts'
import { type Mention, type TextDocument, textOf } from '../core/document.ts'
import type { Finding, Recognizer } from '../ner/contract.ts'
import { type MergedFinding, mergeFindings } from '../ner/merge.ts'
import { type Overlaps, withoutOverlaps } from '../ner/overlaps.ts'
import type { KnowledgeBase } from './knowledge-base.ts'

export interface AnnotatorOptions {
  /** Default: the dictionary of the knowledge base. */
  readonly recognizers?: readonly Recognizer[]
  /** Only mentions of these entity classes; all when absent. */
  readonly classes?: readonly string[] | undefined
  /** Default `longest`. */
  readonly overlaps?: Overlaps | undefined
  /** At most this many candidates a mention. Default 5. */
  readonly limit?: number | undefined
  /** Adds reasons, and the reasons of the candidates' scores. Default false. */
  readonly explain?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

const DEFAULT_LIMIT = 5

/** Finds mentions in documents and grounds them. */
export class Annotator {
  readonly #kb: KnowledgeBase
  readonly #recognizers: readonly Recognizer[]
  readonly #options: AnnotatorOptions

  /** Use {@link openAnnotator}. */
  constructor(kb: KnowledgeBase, recognizers: readonly Recognizer[], options: AnnotatorOptions) {
    this.#kb = kb
    this.#recognizers = recognizers
    this.#options = options
  }

  /** Annotates documents one after the other; mentions they came with are replaced. */
  async *annotate(
    documents: AsyncIterable<TextDocument> | Iterable<TextDocument>,
  ): AsyncGenerator<TextDocument> {
    for await (const document of documents) {
      this.#options.signal?.throwIfAborted()
      yield await this.annotateOne(document)
    }
  }

  /** As `annotate`, for one. A document that cannot be processed comes back without mentions, with the error. */
  async annotateOne(document: TextDocument): Promise<TextDocument> {
    try {
      return { ...document, mentions: await this.#mentionsOf(document) }
    } catch (error) {
      this.#options.signal?.throwIfAborted()
      const reason = error instanceof Error ? error.message : String(error)
      return { ...document, mentions: [], errors: [...(document.errors ?? []), reason] }
    }
  }

  async #mentionsOf(document: TextDocument): Promise<Mention[]> {
    const { explain = false, signal, overlaps = 'longest', classes } = this.#options
    const findings: Finding[] = []
    for (const recognizer of this.#recognizers)
      for (const finding of (await recognizer.recognize(document, { explain, signal })).findings)
        if (classes?.includes(finding.class) !== false) findings.push(finding)
    const mentions: Mention[] = []
    for (const merged of mergeFindings(findings)) mentions.push(await this.#ground(document, merged))
    return withoutOverlaps(mentions, overlaps)
  }

  /** The candidates of every class it was found as; the best of them says which class it is of. */
  async #ground({ text }: TextDocument, { spans, readings }: MergedFinding): Promise<Mention> {
    const { limit = DEFAULT_LIMIT, explain = false } = this.#options
    const surface = textOf(text, spans)
    const candidates: (Candidate & { readonly total: number })[] = []
    for (const reading of readings) {
      const options = { class: reading.class, limit, explain }
      const { candidates: found } = await this.#kb.link(reading.reading ?? surface, options)
      for (const candidate of found) candidates.push({ ...candidate, total: candidate.score * reading.score })
    }
    candidates.sort((a, b) => b.total - a.total)
    const chosen = readings.find((reading) => reading.class === candidates[0]?.class) ?? readings[0]
    const best = candidates.slice(0, limit).map(({ total: _, ...candidate }) => candidate)
    return {
      spans,
      text: surface,
      class: chosen?.class ?? '',
      ids: best.map(({ id }) => id),
      score: Math.round((candidates[0]?.total ?? chosen?.score ?? 0) * 10_000) / 10_000,
      by: chosen?.by ?? [],
      candidates: best,
      ...(explain ? { reasons: chosen?.reasons ?? [] } : {}),
    }
  }
}

/** An annotator over an open knowledge base; close the knowledge base when done. */
export const openAnnotator = (kb: KnowledgeBase, options: AnnotatorOptions = {}): Promise<Annotator> =>
  Promise.resolve(new Annotator(kb, options.recognizers ?? [kb.dictionary()], options))

export { OVERLAPS } from '../ner/overlaps.ts'
