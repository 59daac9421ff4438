/** The looks of the page, light or dark as the reader's system is. */
export const STYLE = `:root { color-scheme: light dark; --page: #fdfdfb; --ink: #1b1b1b; --soft: #5a5a5a; --rule: #d8d8d2; --panel: #f3f3ee; --accent: #0b57d0; --right: #d9f2dc; --mark: #ffe79a }
@media (prefers-color-scheme: dark) {
:root { --page: #17181a; --ink: #e8e8e6; --soft: #a9a9a4; --rule: #3a3b3e; --panel: #202124; --accent: #8ab4f8; --right: #1f3d26; --mark: #6b5712 }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
header { padding: .6em 1.2em }
h1 { margin: 0; font-size: 1.15rem; overflow-wrap: anywhere }
h2 { margin: 0; font-size: 1.05rem; overflow-wrap: anywhere }
p { margin: .25em 0; overflow-wrap: anywhere }
.soft { color: var(--soft); font-size: .9rem }
#filters { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .6em 1em; align-items: center; padding: .6em 1.2em; background: var(--panel); border-block: 1px solid var(--rule) }
label { display: flex; gap: .4em; align-items: center }
input, select, button { font: inherit; padding: .15em .4em; max-width: 18rem }
main { padding: 0 1.2em 4em; max-width: 80rem }
article { margin: 1.2em 0; padding-bottom: 1em; border-bottom: 1px solid var(--rule); content-visibility: auto; contain-intrinsic-size: auto 18rem }
.context { white-space: pre-wrap; unicode-bidi: plaintext }
mark { background: var(--mark); color: inherit; padding: .1em 0; border-radius: 2px }
.gold { font-weight: 600 }
.wide { overflow-x: auto }
table { border-collapse: collapse; font-size: .9rem; margin-top: .4em }
th { text-align: left; font-weight: 600; color: var(--soft) }
th, td { padding: .15em .7em .15em 0; vertical-align: top; overflow-wrap: anywhere }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
tr.right td { background: var(--right) }
details ul { margin: .2em 0; padding-left: 1.1em; white-space: pre-wrap }
:focus-visible { outline: 3px solid var(--accent) }
`
