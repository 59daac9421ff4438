import { createHash } from 'node:crypto'
import { createContext, Script } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { linkErrorPage } from '../../src/cli/link-error-page.ts'
import { LinkTally } from '../../src/eval/link.ts'
import type { LinkEvaluation, LinkFault } from '../../src/pipeline/evaluate-link.ts'
import { type SmallElement, smallDocument } from '../support/small-page.ts'

const RESULT: LinkEvaluation = {
  ...new LinkTally({ at: [1, 5, 20] }).result(),
  ...{ lines: { read: 0, refused: 0 }, documents: 0, classes: [], leftOut: {} },
}

const fault = (more: Partial<LinkFault> = {}): LinkFault => ({
  kind: 'rank',
  class: 'disease',
  document: '1',
  mention: 'heart attack',
  before: 'a ',
  after: ' in',
  gold: [{ id: 'A:1', label: 'myocardial infarction' }],
  rank: 2,
  candidates: [
    {
      ...{ id: 'A:2', label: 'heart block', place: 1, right: false, score: 0.61, method: 'fuzzy' },
      ...{ similarity: 0.7, matched: 'heart blocks', scope: 'exact' },
      reasons: [{ feature: 'prior', value: 'all', weight: -1.25 }],
    },
    { id: 'A:1', label: 'myocardial infarction', place: 2, right: true, score: 0.3, method: 'exact' },
  ],
  ...more,
})

const pageOf = (faults: readonly LinkFault[], gold = 'dev.jsonl'): string =>
  [...linkErrorPage(gold, RESULT, faults)].join('')

const SCRIPT = /<script>([\s\S]*?)<\/script>/
const DATA = /<script type="application\/json" id="data">([\s\S]*?)<\/script>/
const IDS = ['data', 'kind', 'class', 'order', 'search', 'count', 'list', 'more']

/** The page after its script ran. */
const run = (html: string): ((id: string) => SmallElement) => {
  const { document, element } = smallDocument(IDS)
  for (const id of IDS) expect(html).toContain(`id="${id}"`)
  element('data').textContent = DATA.exec(html)?.[1] ?? ''
  const sandbox = { document, setTimeout: (act: () => void) => (act(), 0), clearTimeout: () => undefined }
  new Script(SCRIPT.exec(html)?.[1] ?? '').runInContext(createContext(sandbox))
  return element
}

const shownIn = (element: (id: string) => SmallElement): string[] =>
  element('list')
    .all('h2')
    .map(({ textContent }) => textContent)

const HOSTILE =
  '</script><script>alert(1)</script><img src=x onerror="alert(2)">\'"&<!--\u2028\0\u0001\ud83d]]>'

describe('a page of wrong answers', () => {
  it('shows each with its context, what is right, and the candidates with their reasons', () => {
    const element = run(pageOf([fault({ reading: 'cardiac arrest' })]))
    const [article] = element('list').all('article')
    const text = article?.all('p').map(({ textContent }) => textContent)
    expect(text).toEqual([
      'right one not first but 2. · disease · 1',
      'read as: cardiac arrest',
      'a heart attack in',
      'right: A:1 myocardial infarction',
    ])
    expect(article?.all('mark')[0]?.textContent).toBe('heart attack')
    const rows = article?.all('tbody')[0]?.all('tr') ?? []
    expect(rows.map(({ className }) => className)).toEqual(['', 'right'])
    expect(rows[0]?.all('td').map(({ textContent }) => textContent)).toEqual([
      '1',
      '0.610',
      'A:2',
      'heart block',
      'heart blocks',
      'fuzzy 0.70, exact-1.25  prior: all',
    ])
  })

  it('says what has no concept, and no candidates', () => {
    const element = run(pageOf([fault({ gold: [], candidates: [], kind: 'nil-though-covered', rank: 0 })]))
    const text = element('list').textContent
    expect(text).toContain('right: no concept')
    expect(text).toContain('No candidates.')
  })

  it('chooses by kind, class and words, and puts the surest first', () => {
    const element = run(
      pageOf([
        fault({ mention: 'one' }),
        fault({ mention: 'two', class: 'gene', kind: 'no-candidate' }),
        fault({ mention: 'THREE', candidates: [{ id: 'A:9', place: 1, right: false, score: 0.99 }] }),
      ]),
    )
    expect(
      element('kind')
        .all('option')
        .map(({ textContent }) => textContent),
    ).toEqual(['right one not a candidate (1)', 'right one not first (2)'])
    expect(element('count').textContent).toBe('3 of 3 wrong answers')
    element('class').does('change', '=gene')
    expect(shownIn(element)).toEqual(['two'])
    element('class').does('change', '')
    element('kind').does('change', 'rank')
    expect(shownIn(element)).toEqual(['one', 'THREE'])
    element('order').does('change', 'score')
    expect(shownIn(element)).toEqual(['THREE', 'one'])
    element('search').does('input', 'three a:9')
    expect(shownIn(element)).toEqual(['THREE'])
    element('search').does('input', 'nothing like it')
    expect([shownIn(element), element('count').textContent]).toEqual([[], '0 of 3 wrong answers'])
  })

  it('draws thousands a hundred at a time', () => {
    const element = run(pageOf(Array.from({ length: 5050 }, (_, at) => fault({ mention: String(at) }))))
    expect([shownIn(element).length, element('more').hidden]).toEqual([100, false])
    element('more').does('click')
    expect(shownIn(element)).toHaveLength(200)
    element('search').does('input', '505')
    expect([shownIn(element).length, element('more').hidden]).toEqual([5, true])
  })

  it('makes no markup of what a file says, wherever it says it', () => {
    const evil = fault({
      ...{ class: HOSTILE, document: HOSTILE, mention: HOSTILE, reading: HOSTILE, before: HOSTILE },
      after: HOSTILE,
      gold: [{ id: HOSTILE, label: HOSTILE }],
      candidates: [
        {
          ...{ id: HOSTILE, label: HOSTILE, matched: HOSTILE, method: HOSTILE, scope: HOSTILE },
          ...{ place: 1, right: false, reasons: [{ feature: HOSTILE, value: HOSTILE, weight: 1 }] },
        },
      ],
    })
    const html = pageOf([evil], `${HOSTILE.replaceAll('/', '')}.jsonl`)
    expect(html.match(/<script/g)).toHaveLength(2)
    expect(html.match(/<\/script/g)).toHaveLength(2)
    expect(html).not.toContain('<img')
    expect(html).not.toContain('<!--')
    expect(JSON.parse(DATA.exec(html)?.[1] ?? '')).toMatchObject({ faults: [evil] })
    const element = run(html)
    expect(element('list').all('mark')[0]?.textContent).toBe(HOSTILE)
    for (const name of ['script', 'img']) expect(element('list').all(name)).toEqual([])
  })

  it('runs no other script than its own, and asks for nothing', () => {
    const html = pageOf([fault()])
    const digest = createHash('sha256')
      .update(SCRIPT.exec(html)?.[1] ?? '')
      .digest('base64')
    expect(html).toContain(`script-src 'sha256-${digest}'`)
    expect(html).toContain("default-src 'none'")
    expect(html).not.toMatch(/(?:src|href)=/)
    expect(html).not.toContain('innerHTML')
  })
})
