import { describe, expect, it } from 'vitest'
import { parseCommonWords, readCommonWords } from '../../src/curation/common-words.ts'
import { verdictOn } from '../../src/curation/heuristics.ts'
import { type CuratableName, LabelIndex } from '../../src/curation/label-index.ts'
import { proposeCurations } from '../../src/curation/propose.ts'

const name = (text: string, more: Partial<CuratableName> = {}): CuratableName => ({
  ...{ concept: 'D:1', text, scope: 'exact', entityClass: 'disease', source: 'doid', obsolete: false },
  ...more,
})

const labels = new LabelIndex()
labels.add(name('cat', { concept: 'T:1', scope: 'label', entityClass: 'species' }))
labels.add(name('CUP', { concept: 'G:1', scope: 'label', entityClass: 'gene' }))
labels.add(name('cortisol', { concept: 'C:1', scope: 'label', entityClass: 'chemical' }))
labels.add(name('wart', { concept: 'D:7', scope: 'label' }))
labels.add(name('depression', { concept: 'H:1', scope: 'label', entityClass: 'phenotype' }))
labels.add(name('old name', { concept: 'C:2', scope: 'label', entityClass: 'chemical', obsolete: true }))
labels.add(name('mere synonym', { concept: 'C:2', entityClass: 'chemical' }))
const context = { words: readCommonWords(), labels, date: '2026-01-31' }

const verdict = (...given: Parameters<typeof name>): string | null => {
  const found = verdictOn(name(...given), context)
  return found && `${found.heuristic} ${found.action}`
}

describe('verdictOn', () => {
  it.each([
    ['unknown', {}, 'placeholder drop'],
    ['Not Specified', {}, 'placeholder drop'],
    ['-', {}, 'placeholder drop'],
    ['Unknown', { scope: 'label' }, 'placeholder link-only'],
    ['NOS', {}, 'short-symbol case-sensitive'],
    ['NaN', {}, 'short-symbol case-sensitive'],
    ['12', {}, 'no-letters link-only'],
    ['14:0', {}, 'no-letters link-only'],
    ['%', { scope: 'label' }, 'no-letters link-only'],
    ['T', {}, 'too-short link-only'],
    ['β', {}, 'too-short link-only'],
    ['In', {}, 'too-short link-only'],
    ['t4', {}, 'too-short link-only'],
    ['T4', {}, 'short-symbol case-sensitive'],
    ['AD', {}, 'short-symbol case-sensitive'],
    ['eGFR', {}, 'short-symbol case-sensitive'],
    ['p53', {}, null],
    ['BRCA1', {}, 'short-symbol case-sensitive'],
    ['BRCA10', {}, null],
    ['BRCA1', { entityClass: 'gene' }, null],
    ['TNF', { entityClass: 'gene' }, null],
    ['AR', { entityClass: 'gene' }, 'short-symbol case-sensitive'],
    ['HeLa', { entityClass: 'cell_line' }, null],
    ['WAS', { entityClass: 'gene' }, 'word-in-capitals case-sensitive'],
    ['ALL', {}, 'word-in-capitals case-sensitive'],
    ['IMPACT', {}, 'word-in-capitals case-sensitive'],
    ['ASTHMA', {}, null],
    ['all', { scope: 'label' }, 'ordinary-word link-only'],
    ['All', { scope: 'label' }, 'ordinary-word link-only'],
    ['large', { scope: 'related' }, 'ordinary-word link-only'],
    ['large', { scope: 'label' }, 'ordinary-word link-only'],
    ['small', { scope: 'label' }, null],
    ['small', {}, 'ordinary-word link-only'],
    ['homeostasis', { scope: 'related' }, 'ordinary-word link-only'],
    ['homeostasis', { scope: 'exact' }, null],
    ['fever', { scope: 'related' }, null],
    ['heart attack', {}, null],
    ['depression', { scope: 'related', entityClass: 'anatomy' }, 'label-of-another-class link-only'],
    ['depression', { scope: 'exact', entityClass: 'anatomy' }, null],
    ['depression', { scope: 'related', entityClass: 'disease' }, null],
    ['Wart', { entityClass: 'cell_line' }, 'label-of-another-class link-only'],
    ['Wart', { entityClass: 'phenotype' }, null],
    ['depression', { scope: 'label', entityClass: 'anatomy' }, null],
    ['Cat', { scope: 'exact' }, 'label-of-another-class link-only'],
    ['CAT', { scope: 'exact' }, 'short-symbol case-sensitive'],
    ['cup', { scope: 'exact' }, null],
    ['cortisol', { scope: 'broad' }, 'label-of-another-class link-only'],
    ['cortisol', { scope: 'broad', entityClass: 'gene' }, null],
    ['old name', { scope: 'related' }, null],
    ['mere synonym', { scope: 'related' }, null],
  ] as const)('%s %j: %s', (text, more, expected) => {
    expect(verdict(text, more)).toBe(expected)
  })

  it('names the label and its concept', () => {
    expect(verdictOn(name('cortisol', { scope: 'broad' }), context)?.reason).toBe(
      'the label of C:1 (chemical)',
    )
  })
})

describe('the list of common words', () => {
  it('has sections, and is in the package at a modest size', () => {
    const text = '# a remark\n# everyday: 1 word\nall\n# frequent: 1 word\nlarge\n# rarer: 1 word\nabrupt\r\n'
    expect([...parseCommonWords(text)]).toEqual([
      ['all', 'everyday'],
      ['large', 'frequent'],
      ['abrupt', 'rarer'],
    ])
    expect(context.words.size).toBeGreaterThan(2000)
  })

  it.each(['all', 'was', 'impact', 'set', 'large', 'the', 'patients'])('has "%s"', (word) => {
    expect(context.words.has(word)).toBe(true)
  })

  it.each(['cancer', 'insulin', 'neurons', 'fever', 'kidney', 'tremor', 'headache', 'brca'])(
    'has not "%s"',
    (word) => {
      expect(context.words.has(word)).toBe(false)
    },
  )
})

describe('proposeCurations', () => {
  const propose = (...names: readonly CuratableName[]): readonly string[] =>
    proposeCurations(names, context).map(({ curation: { action, text, concept }, concepts }) =>
      [action, text, concept ?? '*', concepts.join('+')].join(' '),
    )

  it('makes lines of the program, sorted by text, dated as told', () => {
    const proposals = proposeCurations([name('MS'), name('AD')], context)
    expect(proposals.map(({ curation }) => curation)).toEqual(
      ['AD', 'MS'].map((text) => ({
        ...{ action: 'case-sensitive', text, author: 'ontoground', date: '2026-01-31', line: 0 },
        reason: 'short-symbol: a short symbol',
      })),
    )
  })

  it('says it of the text where all concepts with it get the same, else of each', () => {
    expect(propose(name('AD'), name('AD', { concept: 'D:2' }))).toEqual(['case-sensitive AD * D:1+D:2'])
    expect(
      propose(name('small', { concept: 'D:2', scope: 'related' }), name('small', { scope: 'label' })),
    ).toEqual(['link-only small D:2 D:2'])
    expect(propose(name('ALL'), name('all', { concept: 'D:2' }))).toEqual([
      'case-sensitive ALL D:1 D:1',
      'link-only all D:2 D:2',
    ])
  })

  it('takes capitals beside another spelling of the same name for shouting', () => {
    expect(propose(name('BONE'), name('Bone', { scope: 'label' }))).toEqual([])
    expect(propose(name('DIED', { scope: 'exact' }), name('Died', { scope: 'related' }))).toEqual([
      'link-only Died * D:1',
    ])
  })

  it('does not depend on the order of the names', () => {
    const names = [
      name('AD'),
      name('MS'),
      name('all', { concept: 'D:2' }),
      name('ALL'),
      name('x', { concept: 'D:3' }),
    ]
    expect(propose(...[...names].reverse())).toEqual(propose(...names))
  })

  it('never contradicts itself', async () => {
    const { CurationSet } = await import('../../src/curation/curation-set.ts')
    const names = ['ALL', 'all', 'AD', '-', 'T', 'WAS', 'large'].flatMap((text) =>
      (['label', 'exact', 'broad'] as const).map((scope, at) =>
        name(text, { scope, concept: `D:${String(at)}` }),
      ),
    )
    const lines = proposeCurations(names, context).map(({ curation }, at) => ({ ...curation, line: at + 1 }))
    expect(lines.length).toBeGreaterThan(5)
    expect(() => new CurationSet('c.jsonl', lines)).not.toThrow()
  })
})
