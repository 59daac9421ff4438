import { resolve } from 'node:path'
import { KnownError } from '../../core/errors.ts'
import { CANDIDATE_STAGES, type CandidateStage } from '../../linker/contract.ts'
import {
  candidatesFor,
  evaluateLink,
  type LinkEvaluateOptions,
  type LinkEvaluation,
  type LinkFault,
  RECALL_AT,
} from '../../pipeline/evaluate-link.ts'
import type { KnowledgeBase } from '../../pipeline/knowledge-base.ts'
import { linkPredictor } from '../../pipeline/link-mentions.ts'
import { type CommonOptions, knownWords, tellOfVectors, withKnowledgeBase } from '../command.ts'
import { LINK_PARTS } from '../eval-link-options.ts'
import { evalLinkLines } from '../eval-link-tables.ts'
import { kbOrNone, listLines, printFigures, problemLine } from '../eval-output.ts'
import { EXIT } from '../exit-codes.ts'
import { linkErrorPage } from '../link-error-page.ts'
import { requireOtherThanInputs } from '../output-conflicts.ts'
import { OutputFile } from '../output-file.ts'
import { type Terminal, thousands } from '../terminal.ts'

export interface EvalLinkOptions extends CommonOptions {
  readonly gold: string
  readonly pred?: string
  readonly against?: string
  readonly seen?: string
  readonly at?: readonly number[]
  readonly stages?: readonly string[]
  readonly abbreviations?: boolean
  readonly classes?: readonly string[]
  readonly by?: readonly string[]
  readonly errors?: number
  readonly html?: string
  readonly json?: boolean
}

/** `ontoground eval link` */
export const evalLink = async (options: EvalLinkOptions, terminal: Terminal): Promise<number> => {
  const session = begin(options, terminal)
  const { pred } = options
  if (pred === undefined)
    return withKnowledgeBase(options, terminal, (kb) => scoredNow(kb, options, session, terminal))
  const kb = await kbOrNone(options, terminal)
  try {
    return await session.score({ predictions: resolve(terminal.cwd, pred), kb })
  } finally {
    kb?.close()
  }
}

/** Links now. Vectors asked for by name are there, or it ends here; else it goes on without, and says so. */
const scoredNow = async (
  kb: KnowledgeBase,
  options: EvalLinkOptions,
  { score, stages }: Session,
  terminal: Terminal,
): Promise<number> => {
  const { abbreviations, at = RECALL_AT } = options
  if (stages?.includes('vector') === true) await kb.requireVectors()
  const isTold = stages === undefined && (await tellOfVectors(kb, options, terminal))
  const limit = candidatesFor(at)
  const predictions = linkPredictor(kb, { stages, abbreviations, limit, explain: options.html !== undefined })
  const code = await score({ predictions, kb })
  // The model may have stopped meanwhile.
  if (!isTold && stages?.includes('vector') !== false) await tellOfVectors(kb, options, terminal)
  return code
}

interface Session {
  readonly stages: readonly CandidateStage[] | undefined
  readonly score: (of: Pick<LinkEvaluateOptions, 'predictions' | 'kb'>) => Promise<number>
}

/** Checks what was asked before anything is done; scores, prints, writes the page. */
const begin = (options: EvalLinkOptions, terminal: Terminal): Session => {
  const parts = knownWords('--by', options.by, { one: 'part', all: 'Parts', known: LINK_PARTS })
  const stages = knownWords('--stages', options.stages, STAGES)
  if (options.pred !== undefined && (stages !== undefined || options.abbreviations === false))
    throw new KnownError(
      'USAGE',
      '--stages and --no-abbreviations say how to link, and --pred was linked elsewhere',
      'Leave them out, or leave out --pred.',
    )
  const page = options.html === undefined ? undefined : pageAt(options, options.html, terminal)
  const score: Session['score'] = async (of) => {
    let problems = 0
    const progress = linkProgress(terminal, options.quiet === true)
    const result = await evaluateLink({
      ...askedOf(options, terminal),
      ...of,
      report: (problem) => {
        problems++
        terminal.stderr.write(`${problemLine(problem)}\n`)
      },
      fault: page?.add,
      progress: progress.mentions,
    })
    progress.done()
    const unpaired = unpairedLines(result)
    for (const line of unpaired) terminal.stderr.write(`${line}\n`)
    await page?.write(result)
    await printFigures(
      result,
      (shown, style) => evalLinkLines(shown, style, parts),
      options.json === true,
      terminal,
    )
    return problems + unpaired.length > 0 ? EXIT.partly : EXIT.done
  }
  return { stages, score }
}

const STAGES = { one: 'stage', all: 'Stages', known: CANDIDATE_STAGES } as const

const askedOf = (
  { gold, against, seen, classes, at, errors }: EvalLinkOptions,
  { cwd, signal }: Terminal,
): Omit<LinkEvaluateOptions, 'predictions' | 'report'> => ({
  gold: resolve(cwd, gold),
  against: against === undefined ? undefined : resolve(cwd, against),
  seen: seen === undefined ? undefined : resolve(cwd, seen),
  ...{ classes, at, errors, signal },
})

interface Page {
  readonly add: (fault: LinkFault) => void
  readonly write: (result: LinkEvaluation) => Promise<void>
}

/** @throws KnownError `USAGE`, `NOT_WRITABLE` */
const pageAt = (options: EvalLinkOptions, html: string, { cwd }: Terminal): Page => {
  const out = resolve(cwd, html)
  const inputs = [options.gold, options.pred, options.against, options.seen].flatMap((file) =>
    file === undefined ? [] : [resolve(cwd, file)],
  )
  requireOtherThanInputs(inputs, out, false, '--html')
  const faults: LinkFault[] = []
  return {
    add: (fault) => {
      faults.push(fault)
    },
    write: async (result) => {
      const file = new OutputFile(out)
      try {
        for (const piece of linkErrorPage(options.gold, result, faults)) await file.write(piece)
        await file.finish()
      } catch (error) {
        await file.discard()
        throw error
      }
    },
  }
}

const REDRAW_MS = 500

interface LinkProgress {
  readonly mentions: (done: number, of: number) => void
  readonly done: () => void
}

/** Shows on a terminal how many mentions are linked. */
const linkProgress = ({ stderr }: Terminal, quiet: boolean): LinkProgress => {
  const live = !quiet && stderr.isTTY === true
  let drawn = Date.now()
  return {
    mentions: (done, of) => {
      if (!live || Date.now() - drawn < REDRAW_MS) return
      drawn = Date.now()
      stderr.write(`\r\u001b[K${thousands(done)} of ${thousands(of)} mentions …`)
    },
    done: () => {
      if (live) stderr.write('\r\u001b[K')
    },
  }
}

const unpairedLines = ({ predictions, againstPredictions }: LinkEvaluation): string[] =>
  [predictions, againstPredictions].flatMap((account, index) => {
    if (account === undefined) return []
    const run = index === 0 ? '' : ' of the other run'
    return [
      ...listLines(
        account.missing,
        'mention',
        `of gold without a prediction${run}; they count as not answered`,
      ),
      ...listLines(
        account.extra,
        'prediction',
        `${run === '' ? '' : 'of the other run '}that gold has no mention for; not scored`,
      ),
    ]
  })
