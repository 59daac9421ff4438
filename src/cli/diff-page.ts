import { escapedHtml } from '../core/text/html-text.ts'
import { type DiffReport, type DiffSection, headlines, sectionsOf } from '../pipeline/diff.ts'
import { thousands } from './terminal.ts'

const STYLE = `:root { color-scheme: light dark; --page: #fdfdfb; --ink: #1b1b1b; --soft: #5a5a5a; --rule: #d8d8d2; --panel: #f3f3ee; --accent: #0b57d0 }
@media (prefers-color-scheme: dark) { :root { --page: #17181a; --ink: #e8e8e6; --soft: #a9a9a4; --rule: #3a3b3e; --panel: #202124; --accent: #8ab4f8 } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1em 1.5em 4em; max-width: 90rem; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif }
h1 { font-size: 1.3rem; overflow-wrap: anywhere }
h2 { margin: 2em 0 .4em; font-size: 1.05rem }
a { color: var(--accent) }
nav ul { padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: .2em 1.2em }
.wide { overflow-x: auto }
table { width: 100%; border-collapse: collapse; font-size: .9rem }
th, td { padding: .25em .7em .25em 0; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; overflow-wrap: anywhere }
th { color: var(--soft); font-weight: 600 }
thead th { position: sticky; top: 0; background: var(--panel) }
td:first-child { white-space: nowrap }
@media print { nav { display: none } }
`

/**
 * A report as a page that needs nothing else: no script, nothing fetched, every row in the text so that the browser's own
 * search finds it. In pieces, for a report may be long.
 */
export function* diffPage(report: DiffReport): Generator<string> {
  const sections = sectionsOf(report)
  const title = escapedHtml(`${report.old.name} → ${report.new.name}`)
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>
${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
<ul>
${headlines(report)
  .map((line) => `<li>${escapedHtml(line)}</li>\n`)
  .join('')}</ul>
<nav aria-label="Changes"><ul>
${sections.map(({ key, rows, title: name }) => `<li><a href="#${key}">${escapedHtml(name)}</a> ${thousands(rows.length)}</li>\n`).join('')}</ul></nav>
`
  for (const section of sections) yield* sectionPieces(section)
  yield '</body>\n</html>\n'
}

const ROWS_TOGETHER = 500

function* sectionPieces({ key, title, columns, rows }: DiffSection): Generator<string> {
  yield `<section id="${key}">
<h2>${escapedHtml(title)} (${thousands(rows.length)})</h2>
<div class="wide"><table>
<thead><tr>${columns.map((column) => `<th scope="col">${escapedHtml(column)}</th>`).join('')}</tr></thead>
<tbody>
`
  for (let start = 0; start < rows.length; start += ROWS_TOGETHER) {
    const some = rows.slice(start, start + ROWS_TOGETHER)
    yield some
      .map((row) => `<tr>${row.map((cell) => `<td>${escapedHtml(cell)}</td>`).join('')}</tr>\n`)
      .join('')
  }
  yield '</tbody>\n</table></div>\n</section>\n'
}
