import { pagePolicy } from '../core/text/html-text.ts'
import type { DocumentWriter, WriteDocumentsOptions } from './contract.ts'
import { articleOf } from './html/article.ts'
import { ClassLegend } from './html/classes.ts'
import { SCRIPT } from './html/script.ts'
import { STYLE } from './html/style.ts'
import { LossReport } from './losses.ts'

const LACKING = ['relations', 'section metadata', 'metadata'] as const

/**
 * A page that needs nothing else: texts with their mentions coloured by class, nested ones within each other; a legend
 * with counts, by which classes are shown and hidden; the facts of a mention at a click, or with the keyboard; a list of
 * the documents. Light or dark as the reader's system is. All that comes from documents is text, never markup or script.
 */
export const htmlWriter = (options: WriteDocumentsOptions): DocumentWriter => {
  const losses = new LossReport('HTML', LACKING, options)
  const classes = new ClassLegend()
  let count = 0
  return {
    begin: () => BEGIN,
    document: (document) => {
      losses.lacking(document)
      return articleOf(document, ++count, classes)
    },
    end: () => endOf(classes),
  }
}

const POLICY = pagePolicy(`\n${SCRIPT}`)

const BEGIN = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<meta http-equiv="Content-Security-Policy" content="${POLICY}" />
<title>Annotated documents</title>
<style>
${STYLE}</style>
</head>
<body>
<a class="skip" href="#side">Skip to classes and documents</a>
<header><h1>Annotated documents</h1></header>
<div id="columns">
<main id="documents">
`

// Behind the documents: only then all classes are known.
const endOf = (classes: ClassLegend): string => `</main>
<div id="side" tabindex="-1">
<section id="legend" aria-label="Classes">
${classes.html()}</section>
<nav id="index" aria-label="Documents"></nav>
</div>
<aside id="details" aria-label="Mention" aria-live="polite"><p class="note">Click a mention, or go to one with the tab key and press Enter, to see what is known of it.</p>
<noscript><p class="note">Scripts are off: what a mention means is told where the pointer rests on it.</p></noscript></aside>
</div>
<script>
${SCRIPT}</script>
</body>
</html>
`
