import type { ManifestSource } from '../pipeline/manifest.ts'
import { tableLines, thousands } from './terminal.ts'

const COUNTS = ['terms', 'synonyms', 'obsolete', 'xrefs', 'mappings', 'issues'] as const

/** What each source brought, as a table with totals; mappings only where there are some. */
export const sourceTable = (sources: readonly ManifestSource[]): string[] => {
  const shown = COUNTS.filter((count) => count !== 'mappings' || sources.some(({ mappings }) => mappings > 0))
  const columns = [
    { title: 'source' },
    { title: 'class' },
    { title: 'release' },
    ...shown.map((title) => ({ title, align: 'right' }) as const),
  ]
  const rows = sources.map((source) => [
    source.name,
    source.entityClass ?? (source.terms > 0 ? 'several' : '–'),
    shortened(source.release ?? '–'),
    ...shown.map((count) => thousands(source[count])),
  ])
  const totals = shown.map((count) => thousands(sources.reduce((sum, source) => sum + source[count], 0)))
  return tableLines(columns, sources.length < 2 ? rows : [...rows, ['all', '', '', ...totals]])
}

const MAX_RELEASE = 24

const shortened = (release: string): string =>
  release.length > MAX_RELEASE ? `…${release.slice(1 - MAX_RELEASE)}` : release
