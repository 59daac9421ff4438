import { KnownError } from '../../core/errors.ts'
import type { Candidate } from '../../core/candidate.ts'
import { CANDIDATE_STAGES, type CandidateStage, type LinkResult } from '../../linker/contract.ts'
import type { KnowledgeBase } from '../../pipeline/knowledge-base.ts'
import {
  type CommonOptions,
  knownWords,
  requireClass,
  requireSource,
  tellOfVectors,
  withKnowledgeBase,
} from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { linkLines } from '../link-lines.ts'
import { whyNotLines } from '../why-not-text.ts'
import { print, type Style, styleOf, alignedLines, type Terminal } from '../terminal.ts'

export interface LinkCommandOptions extends CommonOptions {
  readonly in?: string
  readonly class?: string
  readonly context?: string
  readonly toSource?: string
  readonly limit?: number
  readonly stages?: readonly string[]
  readonly explain?: boolean
  readonly whyNot?: string
  readonly json?: boolean
}

const TERMINAL_LIMIT = 3
/** People are not shown candidates less likely than this, unless they ask for reasons. */
const LEAST_SHOWN = 0.05

const STAGES = { one: 'stage', all: 'Stages', known: CANDIDATE_STAGES } as const

/** What is asked of each mention. */
type Asked = Omit<LinkCommandOptions, 'stages'> & { readonly stages: readonly CandidateStage[] | undefined }

/** `ontoground link` */
export const link = (
  mentions: readonly string[],
  options: LinkCommandOptions,
  terminal: Terminal,
): Promise<number> =>
  withKnowledgeBase(options, terminal, async (kb) => {
    requireClass(kb.classes, options.class)
    requireSource(kb, options.toSource)
    const stages = knownWords('--stages', options.stages, STAGES)
    const asked = { ...options, stages }
    if (mentions.length > 0 && options.in === undefined)
      return withVectors(kb, asked, terminal, () => linkArguments(kb, mentions, asked, terminal))
    if (mentions.length > 0)
      throw new KnownError('USAGE', 'both mentions and --in were given', 'Give one of them.')
    if (options.in === undefined && terminal.stdin.isTTY === true) {
      throw new KnownError(
        'USAGE',
        'nothing to link',
        'Give mentions, or --in FILE, or pipe them in: ontoground link --help.',
      )
    }
    if (options.whyNot !== undefined)
      throw new KnownError('USAGE', '--why-not with --in', 'Give the mention as an argument.')
    if (options.context !== undefined)
      throw new KnownError('USAGE', '--context with --in', 'Give each line its "context".')
    return withVectors(kb, asked, terminal, () => linkLines(kb, asked, terminal))
  })

/**
 * Vectors asked for by name are there, or it ends here; else it goes on without, and says so, before the task or, when
 * the model stopped meanwhile, after it.
 */
const withVectors = async (
  kb: KnowledgeBase,
  options: Asked,
  terminal: Terminal,
  task: () => Promise<number>,
): Promise<number> => {
  if (options.stages?.includes('vector') === false) return task()
  if (options.stages !== undefined) await kb.requireVectors()
  else if (await tellOfVectors(kb, options, terminal)) return task()
  const code = await task()
  await tellOfVectors(kb, options, terminal)
  return code
}

const linkArguments = async (
  kb: KnowledgeBase,
  mentions: readonly string[],
  options: Asked,
  terminal: Terminal,
): Promise<number> => {
  const limit = options.limit ?? (options.json === true ? undefined : TERMINAL_LIMIT)
  const style = styleOf(terminal, terminal.stdout)
  for (const mention of mentions) {
    const { toSource, stages, explain, class: entityClass, context, whyNot } = options
    const asked = { class: entityClass, context, toSource, stages, limit, explain }
    if (whyNot !== undefined) {
      const trace = await kb.whyNot(mention, whyNot, asked)
      const text = options.json === true ? JSON.stringify(trace) : whyNotLines(trace, style).join('\n')
      await print(terminal.stdout, `${text}\n`)
      continue
    }
    const result = await kb.link(mention, asked)
    await print(
      terminal.stdout,
      options.json === true
        ? `${JSON.stringify(result)}\n`
        : `${describe(result, style, explain === true).join('\n')}\n`,
    )
  }
  return EXIT.done
}

const describe = (result: LinkResult, style: Style, explain: boolean): string[] => {
  const head = `${style.bold(result.mention)}${result.reading === undefined ? '' : ` read as "${result.reading}"`}`
  const dropped = (result.dropped ?? []).map(
    ({ id, matched, reason }) => `  dropped ${id} "${matched}": ${reason}`,
  )
  const title = result.nil ? `${head}  NIL (${(result.nilReason ?? '').replaceAll('-', ' ')})` : head
  const shown = explain ? result.candidates : result.candidates.filter(({ score }) => score >= LEAST_SHOWN)
  const lines = alignedLines(
    shown.map((candidate) => [
      candidate.score.toFixed(2),
      candidate.id,
      candidate.label ?? '–',
      candidate.class,
      why(candidate),
    ]),
  )
  const explained = shown.flatMap((candidate, index) => [
    `  ${lines[index] ?? ''}`,
    ...reasonLines(candidate, style),
  ])
  return [title, ...explained, ...dropped]
}

const why = ({ method, matched, scope, type, similarity, replaces, via }: Candidate): string =>
  [
    `${method}${similarity === undefined ? '' : ` ${similarity.toFixed(2)}`} match of ${scope === 'label' ? 'label' : `${scope} synonym`} "${matched}"${type === undefined ? '' : ` (${type})`}`,
    ...(replaces === undefined ? [] : [`from retired ${replaces}`]),
    ...(via ?? []).map(({ id, predicate, source }) => `from ${id} by ${predicate} (${source})`),
  ].join(', ')

const reasonLines = ({ reasons }: Candidate, style: Style): string[] =>
  (reasons ?? []).map(({ feature, value, weight }) =>
    style.dim(`      ${weight < 0 ? '' : '+'}${weight.toFixed(2)}  ${feature}: ${value}`),
  )
