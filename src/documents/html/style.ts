import { PALETTE } from './colours.ts'

/** Colours of marks: each has its hue in `--h`. */
const marks = ({ saturation, behind, line, text }: (typeof PALETTE)['light' | 'dark']): string =>
  `mark, .swatch { background: hsl(var(--h) ${String(saturation)}% ${String(behind)}%); color: ${text};
  border-bottom: 2px solid hsl(var(--h) ${String(saturation)}% ${String(line)}%) }`

/** The looks of the page. Marks within marks are the smaller ones, so that the outer ones show. */
export const STYLE = `:root { color-scheme: light dark; --page: #fdfdfb; --ink: #1b1b1b; --soft: #5a5a5a; --rule: #d8d8d2; --panel: #f3f3ee; --accent: #0b57d0 }
${marks(PALETTE.light)}
@media (prefers-color-scheme: dark) {
:root { --page: #17181a; --ink: #e8e8e6; --soft: #a9a9a4; --rule: #3a3b3e; --panel: #202124; --accent: #8ab4f8 }
${marks(PALETTE.dark)}
}
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
.skip { position: absolute; left: -100vw }
.skip:focus { left: 0; top: 0; z-index: 2; padding: .5em; background: var(--page) }
header { padding: .6em 1.2em; border-bottom: 1px solid var(--rule) }
h1 { margin: 0; font-size: 1.15rem }
h2 { margin: 0; font-size: 1.05rem; overflow-wrap: anywhere }
h3 { margin: 1em 0 .2em; font-size: .8rem; font-weight: 600; color: var(--soft); overflow-wrap: anywhere }
#columns { display: grid; grid-template: 'side main details' / minmax(10rem, 15rem) minmax(0, 1fr) minmax(14rem, 22rem) }
main { grid-area: main; padding: 0 1.5em 50vh; max-width: 52rem }
#side { grid-area: side; border-right: 1px solid var(--rule) }
#details { grid-area: details; border-left: 1px solid var(--rule) }
#side, #details { position: sticky; top: 0; align-self: start; height: 100vh; overflow: auto; padding: 1em; font-size: .9rem; background: var(--panel) }
article { margin: 1.5em 0; padding-bottom: 1em; border-bottom: 1px solid var(--rule); content-visibility: auto; contain-intrinsic-size: auto 20rem }
.text { white-space: pre-wrap; overflow-wrap: anywhere; line-height: 2; unicode-bidi: plaintext }
.note { margin: .4em 0; font-size: .85rem; color: var(--soft); overflow-wrap: anywhere }
.error { margin: .4em 0; padding: .2em .6em; border-left: 4px solid #c5221f; overflow-wrap: anywhere }
mark { padding: .05em 0; border-radius: 2px; cursor: pointer; -webkit-box-decoration-break: clone; box-decoration-break: clone }
mark:has(> mark) { padding: .22em 0 }
mark:has(> mark > mark) { padding: .4em 0 }
mark.part { border-bottom-style: dashed }
mark.nil { border-bottom-style: dotted }
mark.chosen { outline: 2px solid var(--accent); outline-offset: 1px }
mark:focus-visible, button:focus-visible, a:focus-visible, input:focus-visible { outline: 3px solid var(--accent) }
ul { margin: 0 0 1em; padding: 0; list-style: none }
li { margin: .25em 0; overflow-wrap: anywhere }
.swatch { padding: 0 .3em; border-radius: 2px }
.count { color: var(--soft) }
dl { margin: .5em 0; display: grid; grid-template-columns: fit-content(45%) minmax(0, 1fr); gap: .15em .8em }
dt { color: var(--soft); overflow-wrap: anywhere }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap }
#details h2 + p { margin-top: .2em }
ol { padding-left: 1.3em }
a { color: var(--accent) }
button { font: inherit; padding: .1em .5em }
@media (max-width: 60rem) {
#columns { display: flex; flex-direction: column }
#side { order: -1; position: static; height: auto; max-height: 40vh; border-right: 0 }
#details { position: sticky; top: auto; bottom: 0; height: auto; max-height: 40vh; border-left: 0; border-top: 1px solid var(--rule) }
main { padding-bottom: 2em }
}
@media print { #side, #details, .skip { display: none } #columns { display: block } mark { -webkit-print-color-adjust: exact; print-color-adjust: exact } }
`
