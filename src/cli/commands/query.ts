import { KnownError } from '../../core/errors.ts'
import type { QueryHit } from '../../pipeline/query.ts'
import { QUERY_MODES } from '../../pipeline/query-modes.ts'
import {
  type CommonOptions,
  knownWords,
  requireClass,
  requireSource,
  tellOfVectors,
  withKnowledgeBase,
} from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { print, tableLines, type Terminal } from '../terminal.ts'

export interface QueryCommandOptions extends CommonOptions {
  readonly mode?: readonly string[]
  readonly class?: string
  readonly source?: string
  readonly limit?: number
  readonly json?: boolean
}

/** `ontoground query`. Finding nothing is an answer, not a failure. */
export const query = (text: string, options: QueryCommandOptions, terminal: Terminal): Promise<number> =>
  withKnowledgeBase(options, terminal, async (kb) => {
    if (text.trim() === '')
      throw new KnownError('USAGE', 'nothing to look up', 'Give a name, or the beginning of one.')
    requireClass(kb.classes, options.class)
    requireSource(kb, options.source)
    const modes = knownWords('--mode', options.mode, { one: 'query mode', all: 'Modes', known: QUERY_MODES })
    if (modes === undefined) await tellOfVectors(kb, options, terminal)
    const hits = await kb.search(text, {
      modes,
      class: options.class,
      source: options.source,
      limit: options.limit,
    })
    if (options.json === true)
      await print(terminal.stdout, hits.map((hit) => `${JSON.stringify(hit)}\n`).join(''))
    else
      await print(
        terminal.stdout,
        hits.length === 0 ? `No name matches "${text}".\n` : `${hitTable(hits).join('\n')}\n`,
      )
    return EXIT.done
  })

const hitTable = (hits: readonly QueryHit[]): string[] =>
  tableLines(
    [
      { title: 'id' },
      { title: 'name' },
      { title: 'scope' },
      { title: 'class' },
      { title: 'found by' },
      { title: 'label' },
    ],
    hits.map((hit) => [
      hit.id,
      hit.matched,
      hit.type === undefined ? hit.scope : `${hit.scope}, ${hit.type}`,
      hit.class,
      foundBy(hit),
      `${hit.label ?? '–'}${hit.obsolete === true ? ' (retired)' : ''}${hit.use === undefined ? '' : ` (curated: ${hit.use})`}`,
    ]),
  )

const foundBy = ({ mode, rung, similarity }: QueryHit): string => {
  if (mode === 'normalized') return `normalized (${rung ?? ''})`
  return similarity === undefined ? mode : `${mode} (${similarity.toFixed(2)})`
}
