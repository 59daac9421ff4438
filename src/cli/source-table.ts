import type { ManifestSource } from '../pipeline/manifest.ts'
import { tableLines, thousands } from './terminal.ts'

/** What each source brought, as a table with totals. */
export const sourceTable = (sources: readonly ManifestSource[]): string[] => {
  const columns = [
    { title: 'source' },
    { title: 'class' },
    { title: 'release' },
    { title: 'terms', align: 'right' },
    { title: 'synonyms', align: 'right' },
    { title: 'obsolete', align: 'right' },
    { title: 'xrefs', align: 'right' },
    { title: 'issues', align: 'right' },
  ] as const
  const rows = sources.map((source) => [
    source.name,
    source.entityClass,
    shortened(source.release ?? '–'),
    ...counts(source),
  ])
  const sum = (key: 'terms' | 'synonyms' | 'obsolete' | 'xrefs' | 'issues'): number =>
    sources.reduce((total, source) => total + source[key], 0)
  const total = {
    terms: sum('terms'),
    synonyms: sum('synonyms'),
    obsolete: sum('obsolete'),
    xrefs: sum('xrefs'),
    issues: sum('issues'),
  }
  return tableLines(columns, sources.length < 2 ? rows : [...rows, ['all', '', '', ...counts(total)]])
}

const counts = (
  source: Pick<ManifestSource, 'terms' | 'synonyms' | 'obsolete' | 'xrefs' | 'issues'>,
): string[] => [source.terms, source.synonyms, source.obsolete, source.xrefs, source.issues].map(thousands)

const MAX_RELEASE = 24

const shortened = (release: string): string =>
  release.length > MAX_RELEASE ? `…${release.slice(1 - MAX_RELEASE)}` : release
