import { relative } from 'node:path'
import { KnownError } from '../../core/errors.ts'
import { severityOf } from '../../core/issue.ts'
import type { KnowledgeBase } from '../../pipeline/knowledge-base.ts'
import type { ManifestEncoder } from '../../pipeline/manifest.ts'
import { LEXICAL_MODES } from '../../pipeline/query-modes.ts'
import { type CommonOptions, kbFolder, withKnowledgeBase } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { megabytes } from '../size.ts'
import { sourceTable } from '../source-table.ts'
import { print, type Terminal, thousands } from '../terminal.ts'

export interface InfoCommandOptions extends CommonOptions {
  readonly issues?: string | true
  readonly json?: boolean
}

const SHOWN_ISSUES = 1000

/** `ontoground info` */
export const info = (options: InfoCommandOptions, terminal: Terminal): Promise<number> =>
  withKnowledgeBase(options, terminal, async (kb) => {
    const lines = options.issues === undefined ? overview(kb, options, terminal) : issueLines(kb, options)
    await print(terminal.stdout, lines.map((line) => `${line}\n`).join(''))
    return EXIT.done
  })

const overview = (kb: KnowledgeBase, options: InfoCommandOptions, terminal: Terminal): string[] => {
  const { manifest } = kb
  if (options.json === true) return [JSON.stringify(manifest)]
  const bytes = Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0)
  return [
    ...sourceTable(manifest.sources),
    '',
    `Build ${manifest.id} by ontoground ${manifest.tool} in ${relative(terminal.cwd, kbFolder(options, terminal)) || '.'}: ${thousands(manifest.names)} names, ${megabytes(bytes)}.`,
    `Search: ${LEXICAL_MODES.join(', ')}${encoderText(manifest.encoder)}.`,
  ]
}

const encoderText = (encoder: ManifestEncoder | null): string =>
  encoder === null ? '' : `, vector (${encoder.name}, ${thousands(encoder.dimensions)} dimensions)`

const issueLines = (kb: KnowledgeBase, { issues, json }: InfoCommandOptions): string[] => {
  const names = kb.manifest.sources.map(({ name }) => name)
  if (typeof issues === 'string' && !names.includes(issues)) {
    throw new KnownError(
      'USAGE',
      `the knowledge base has no source "${issues}"`,
      `It has: ${names.join(', ')}.`,
    )
  }
  const sources = kb.manifest.sources.filter(({ name }) => issues === true || name === issues)
  const found = sources.flatMap((source) =>
    kb
      .issues(source.name, SHOWN_ISSUES)
      .map((issue) => ({ source: source.name, path: source.path, ...issue })),
  )
  if (json === true) return found.map((issue) => JSON.stringify(issue))
  if (found.length === 0) return ['No issues.']
  const lines = found.map(
    (issue) =>
      `${issue.path}:${String(issue.line)}: ${severityOf(issue)} ${issue.code}: ${issue.message}\n  ${issue.repair}`,
  )
  const cut = sources.filter(
    (source) => source.issues > SHOWN_ISSUES || sum(source.issuesByCode) > source.issues,
  )
  return [
    ...lines,
    ...cut.map(
      (source) => `${source.name}: ${thousands(sum(source.issuesByCode))} in all, the first are shown.`,
    ),
  ]
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0)
