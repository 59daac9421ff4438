/**
 * What the page does: lists wrong answers by class, kind and words, a hundred at a time. What it shows it sets as text,
 * never as markup. Plain JavaScript, as a page has it; runs once, at the end of the page.
 */
export const SCRIPT = `'use strict'
{
  const byId = (id) => document.getElementById(id)
  const { kinds, faults } = JSON.parse(byId('data').textContent)
  const STEP = 100
  const make = (name, text, parent, className) => {
    const element = document.createElement(name)
    if (text !== undefined && text !== null) element.textContent = String(text)
    if (className) element.className = className
    if (parent) parent.append(element)
    return element
  }
  const fold = (text) => text.normalize('NFKC').toLowerCase()
  const wordsOf = (fault) => fold([
    fault.mention, fault.reading, fault.document, fault.before, fault.after,
    ...fault.gold.flatMap(({ id, label }) => [id, label]),
    ...fault.candidates.flatMap(({ id, label, matched }) => [id, label, matched]),
  ].filter(Boolean).join(' \\u0000 '))
  const searched = faults.map(() => undefined)
  const has = (index, words) => {
    searched[index] ??= wordsOf(faults[index])
    return words.every((word) => searched[index].includes(word))
  }

  const reasonList = (reasons, parent) => {
    const list = make('ul', undefined, parent)
    for (const { feature, value, weight } of reasons)
      make('li', (weight < 0 ? '' : '+') + Number(weight).toFixed(2) + '  ' + feature + ': ' + value, list)
  }
  const wayOf = ({ method, similarity, scope }) => [
    (method ?? '') + (similarity === undefined ? '' : ' ' + Number(similarity).toFixed(2)), scope,
  ].filter(Boolean).join(', ')
  const candidateRow = (candidate, table) => {
    const row = make('tr', undefined, table, candidate.right ? 'right' : '')
    make('td', candidate.place, row, 'number')
    make('td', candidate.score === undefined ? '' : Number(candidate.score).toFixed(3), row, 'number')
    make('td', candidate.id, row)
    make('td', candidate.label, row)
    make('td', candidate.matched, row)
    const way = make('td', undefined, row)
    if (!candidate.reasons?.length) {
      way.textContent = wayOf(candidate)
      return
    }
    const details = make('details', undefined, way)
    make('summary', wayOf(candidate) || 'why', details)
    reasonList(candidate.reasons, details)
  }
  const candidateTable = ({ candidates }, parent) => {
    if (candidates.length === 0) {
      make('p', 'No candidates.', parent, 'soft')
      return
    }
    const table = make('table', undefined, make('div', undefined, parent, 'wide'))
    const head = make('tr', undefined, make('thead', undefined, table))
    for (const title of ['', 'score', 'id', 'label', 'name that matched', 'how, and why']) make('th', title, head)
    const body = make('tbody', undefined, table)
    for (const candidate of candidates) candidateRow(candidate, body)
  }
  const article = (fault) => {
    const box = make('article')
    make('h2', fault.mention, box)
    const facts = [kinds[fault.kind] ?? fault.kind, fault.class, fault.document]
    if (fault.rank > 1) facts[0] += ' but ' + fault.rank + '.'
    make('p', facts.filter(Boolean).join(' · '), box, 'soft')
    if (fault.reading !== undefined) make('p', 'read as: ' + fault.reading, box)
    const context = make('p', fault.before, box, 'context')
    make('mark', fault.mention, context)
    context.append(fault.after)
    const gold = fault.gold.map(({ id, label }) => id + (label === null ? '' : ' ' + label)).join(', or ')
    make('p', 'right: ' + (gold || 'no concept'), box, 'gold')
    candidateTable(fault, box)
    return box
  }

  const list = byId('list')
  const more = byId('more')
  let shown = []
  let drawn = 0
  const draw = () => {
    const page = document.createDocumentFragment()
    for (const index of shown.slice(drawn, drawn + STEP)) page.append(article(faults[index]))
    drawn = Math.min(shown.length, drawn + STEP)
    list.append(page)
    more.hidden = drawn >= shown.length
    byId('count').textContent = shown.length + ' of ' + faults.length + ' wrong answers'
  }
  const filter = () => {
    const [kind, name] = [byId('kind').value, byId('class').value]
    const words = fold(byId('search').value).split(/\\s+/).filter(Boolean)
    shown = [...faults.keys()].filter((index) =>
      (kind === '' || faults[index].kind === kind) &&
      (name === '' || '=' + faults[index].class === name) &&
      has(index, words))
    if (byId('order').value === 'score') {
      const scoreOf = (index) => faults[index].candidates[0]?.score ?? -1
      shown.sort((a, b) => scoreOf(b) - scoreOf(a))
    }
    drawn = 0
    list.replaceChildren()
    draw()
  }
  const countBy = (keyOf) => {
    const counts = new Map()
    for (const fault of faults) counts.set(keyOf(fault), (counts.get(keyOf(fault)) ?? 0) + 1)
    return [...counts].sort(([a], [b]) => (a < b ? -1 : 1))
  }
  const choice = (select, value, text) => {
    make('option', text, select).value = value
  }
  for (const [kind, count] of countBy((fault) => fault.kind))
    choice(byId('kind'), kind, (kinds[kind] ?? kind) + ' (' + count + ')')
  for (const [name, count] of countBy((fault) => fault.class))
    choice(byId('class'), '=' + name, (name || 'without a class') + ' (' + count + ')')
  for (const id of ['kind', 'class', 'order']) byId(id).addEventListener('change', filter)
  let waiting
  byId('search').addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(filter, 150)
  })
  more.addEventListener('click', draw)
  filter()
}
`
