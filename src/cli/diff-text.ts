import type { DiffReport, DiffSection } from '../pipeline/diff.ts'
import { headlines, sectionsOf } from '../pipeline/diff.ts'
import { type Style, tableLines, thousands } from './terminal.ts'

const MOST_CELL = 60

/** A report as tables for a terminal: the first `limit` rows of each. */
export const diffTables = (report: DiffReport, limit: number, style: Style): string[] => [
  ...headlines(report),
  ...sectionsOf(report).flatMap((section) => {
    const { columns, rows } = section
    const shown = rows.slice(0, limit).map((row) => row.map((cell) => shortened(onOneLine(cell))))
    const [head = '', ...lines] = tableLines(
      columns.map((title) => ({ title })),
      shown,
    )
    return [
      '',
      style.bold(titleOf(section)),
      style.dim(`  ${head}`),
      ...lines.map((line) => `  ${line}`),
      ...moreLine(rows.length - limit).map((line) => `  ${line}`),
    ]
  }),
]

/** A report as Markdown (tables of GitHub): the first `limit` rows of each. */
export const diffMarkdown = (report: DiffReport, limit: number): string[] => [
  `# ${escaped(report.old.name)} → ${escaped(report.new.name)}`,
  '',
  ...headlines(report).map((line) => `- ${escaped(line)}`),
  ...sectionsOf(report).flatMap((section) => {
    const { columns, rows } = section
    return [
      '',
      `## ${escaped(titleOf(section))}`,
      '',
      markdownRow(columns),
      markdownRow(columns.map(() => '---')),
      ...rows.slice(0, limit).map((row) => markdownRow(row.map(escaped))),
      ...moreLine(rows.length - limit).flatMap((line) => ['', line]),
    ]
  }),
]

const titleOf = ({ title, rows }: DiffSection): string => `${title} (${thousands(rows.length)})`

const moreLine = (more: number): string[] =>
  more > 0 ? [`… and ${thousands(more)} more: --limit, --json, --html`] : []

const onOneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ')

const shortened = (text: string): string => {
  const characters = Array.from(text)
  return characters.length > MOST_CELL ? `${characters.slice(0, MOST_CELL - 1).join('')}…` : text
}

const markdownRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** What Markdown or HTML would read as something else than text. */
const escaped = (text: string): string =>
  onOneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]|~]/g, '\\$&')
