import { basename } from 'node:path'
import { escapedHtml, escapedJson, pagePolicy } from '../core/text/html-text.ts'
import type { LinkEvaluation, LinkFault } from '../pipeline/evaluate-link.ts'
import { KINDS, shown } from './evaluation-tables.ts'
import { SCRIPT } from './link-error-page/script.ts'
import { STYLE } from './link-error-page/style.ts'
import { thousands } from './terminal.ts'

/**
 * A page that needs nothing else, to look through wrong answers: by class, kind of error and words, each with its context,
 * what is right, and the candidates with their scores and reasons. All that comes from files is text, never markup or
 * script.
 *
 * @returns pieces of the page, in order
 */
export function* linkErrorPage(
  gold: string,
  result: LinkEvaluation,
  faults: readonly LinkFault[],
): Generator<string> {
  yield beginOf(`Links of ${basename(gold)}`, summaryOf(result))
  yield `<script type="application/json" id="data">{"kinds":${escapedJson(SHOWN_KINDS)},"faults":[\n`
  for (const [index, fault] of faults.entries()) yield `${index === 0 ? '' : ',\n'}${escapedJson(fault)}`
  yield `\n]}</script>\n<script>\n${SCRIPT}</script>\n</body>\n</html>\n`
}

const SHOWN_KINDS: Readonly<Record<LinkFault['kind'], string>> = {
  'no-candidate': KINDS['no-candidate'],
  rank: KINDS.rank,
  'nil-though-covered': KINDS['nil-though-covered'],
  'answered-though-nil': KINDS['answered-though-nil'],
}

const summaryOf = ({ all, nil, composite, documents }: LinkEvaluation): string =>
  [
    `${thousands(all.mentions)} mentions with a concept in ${thousands(documents)} documents`,
    `acc@1 ${shown(all.accuracy.share)}`,
    ...all.recallAt.filter(({ k }) => k > 1).map(({ k, share }) => `R@${String(k)} ${shown(share)}`),
    `answered ${shown(all.answered.share)} with precision ${shown(all.precision.share)}`,
    ...(all.calibration === null ? [] : [`ECE ${shown(all.calibration.ece)}`]),
    `without a concept ${thousands(nil.withoutConcept)}`,
    `not covered ${thousands(nil.notCovered)}`,
    `composite, not listed, ${thousands(composite.support)}`,
  ].join('; ')

const POLICY = pagePolicy(`\n${SCRIPT}`)

const beginOf = (title: string, summary: string): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<meta http-equiv="Content-Security-Policy" content="${POLICY}" />
<title>${escapedHtml(title)}</title>
<style>
${STYLE}</style>
</head>
<body>
<header><h1>${escapedHtml(title)}</h1>
<p class="soft">${escapedHtml(summary)}</p></header>
<div id="filters" role="search">
<label>Kind <select id="kind"><option value="">all</option></select></label>
<label>Class <select id="class"><option value="">all</option></select></label>
<label>Order <select id="order"><option value="">as in gold</option><option value="score">surest first</option></select></label>
<label>Search <input id="search" type="search" placeholder="words, ids, documents" /></label>
<output id="count" class="soft" aria-live="polite"></output>
</div>
<main><div id="list"></div>
<button id="more" type="button" hidden="hidden">Show more</button>
<noscript><p>The page lists the wrong answers by a script: allow it to run.</p></noscript></main>
`
