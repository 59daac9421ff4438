/**
 * What the page does when scripts may run: shows the facts of a mention at a click or Enter, lists the documents, and
 * takes hidden classes out of the order of the keyboard. What it shows it sets as text, never as markup. Plain
 * JavaScript, as a page has it; runs once, at the end of the page.
 */
export const SCRIPT = `'use strict'
{
  const details = document.getElementById('details')
  const facts = new WeakMap()
  const factsOf = (article) => {
    if (!facts.has(article)) facts.set(article, JSON.parse(article.querySelector('script').textContent))
    return facts.get(article)
  }
  const make = (name, text, parent) => {
    const element = document.createElement(name)
    if (text !== undefined) element.textContent = String(text)
    if (parent) parent.append(element)
    return element
  }
  const isShown = (mark) => document.getElementById('k' + mark.dataset.c)?.checked !== false
  const shownAt = (target) => {
    let mark = target.closest('mark')
    while (mark && !isShown(mark)) mark = mark.parentElement.closest('mark')
    return mark
  }
  const piecesOf = (article, number) => article.querySelectorAll('mark[data-m="' + Number(number) + '"]')
  const rows = (parent, pairs) => {
    const list = make('dl', undefined, parent)
    for (const [name, value] of pairs) {
      if (value === undefined || value === null || value === '') continue
      make('dt', name, list)
      make('dd', value, list)
    }
  }
  const percent = (score) => score === undefined ? undefined : Number(score).toFixed(2)

  const candidateRows = (parent, candidates) => {
    make('h3', 'Candidates', parent)
    const list = make('ol', undefined, parent)
    for (const candidate of candidates) {
      const item = make('li', undefined, list)
      make('strong', candidate.label ?? candidate.id, item)
      rows(item, [
        ['id', candidate.id], ['score', percent(candidate.score)], ['class', candidate.class],
        ['source', candidate.source], ['name', candidate.matched], ['method', candidate.method],
        ['scope', candidate.scope], ['instead of', candidate.replaces],
        ['via', candidate.via?.map((step) => step.id + ' ' + step.strength + ' (' + step.source + ')').join(', ')],
        ['why', candidate.reasons?.map((reason) => reason.feature + ' ' + reason.value + ' (' + Number(reason.weight).toFixed(2) + ')').join('\\n')],
      ])
    }
  }

  const aroundRows = (parent, mark) => {
    const article = mark.closest('article')
    const { mentions } = factsOf(article)
    for (let outer = mark.parentElement.closest('mark'); outer; outer = outer.parentElement.closest('mark')) {
      const mention = mentions[outer.dataset.m]
      if (!mention || outer.dataset.m === mark.dataset.m) continue
      const within = outer
      make('button', 'within: ' + mention.text.slice(0, 80) + ' (' + mention.class + ')', make('p', undefined, parent))
        .addEventListener('click', () => choose(within))
    }
  }

  const choose = (mark) => {
    const article = mark.closest('article')
    const mention = factsOf(article).mentions[mark.dataset.m]
    if (!mention) return
    for (const old of document.querySelectorAll('mark.chosen')) old.classList.remove('chosen')
    for (const piece of piecesOf(article, mark.dataset.m)) piece.classList.add('chosen')
    details.replaceChildren()
    make('h2', mention.text, details)
    const best = (mention.candidates ?? []).find((candidate) => candidate.id === mention.ids[0])
    rows(details, [
      ['class', mention.class],
      ['id', mention.ids.length === 0 ? 'none (NIL)' : mention.composite ? mention.ids.join(' and ') : mention.ids[0]],
      ['label', best?.label],
      ['score', percent(mention.score)],
      ['others', mention.composite ? '' : mention.ids.slice(1).join(', ')],
      ['found by', mention.by?.join(', ')],
      ['place', mention.spans.map((span) => span.join('–')).join(', ')],
      ['document', article.dataset.id],
      ...Object.entries(mention.metadata ?? {}),
    ])
    aroundRows(details, mark)
    if (mention.reasons?.length) {
      make('h3', 'Reasons', details)
      const list = make('ul', undefined, details)
      for (const reason of mention.reasons) make('li', reason, list)
    }
    if (mention.candidates?.length) candidateRows(details, mention.candidates)
    details.scrollTop = 0
  }

  const main = document.getElementById('documents')
  main.addEventListener('click', (event) => {
    const mark = shownAt(event.target)
    if (mark) choose(mark)
  })
  main.addEventListener('keydown', (event) => {
    if (event.target.tagName !== 'MARK' || (event.key !== 'Enter' && event.key !== ' ')) return
    event.preventDefault()
    choose(event.target)
  })

  // A stop of the keyboard for each mention: its first piece.
  const setStops = (marks) => {
    for (const mark of marks) mark.tabIndex = isShown(mark) ? 0 : -1
  }
  setStops(main.querySelectorAll('mark.first'))
  document.getElementById('legend').addEventListener('change', (event) => {
    setStops(main.querySelectorAll('mark.first[data-c="' + event.target.id.slice(1) + '"]'))
  })

  const articles = main.querySelectorAll('article')
  if (articles.length > 1) {
    const index = document.getElementById('index')
    make('h3', articles.length + ' documents', index)
    const list = make('ul', undefined, index)
    for (const article of articles) {
      const item = make('li', undefined, list)
      make('a', article.dataset.id || 'no id', item).href = '#' + article.id
      make('div', article.querySelector('.text')?.textContent.slice(0, 60), item).className = 'count'
    }
  }
}
`
