import { describe, expect, it } from 'vitest'
import { caseOf } from '../../../src/ner/neural/word-case.ts'
import { says } from '../../support/small-tagger.ts'
import {
  made,
  MULTI_LABEL,
  MULTI_LABEL_BIO,
  MULTI_LABEL_CLASSES,
  SINGLE_LABEL,
  TASK_SETTINGS,
  TASKS,
  told,
} from './tagger-suite.ts'

describe('many labels with B and I (TinyBERN2)', () => {
  it('finds neighbours of one class and of two, and what is nested across classes', async () => {
    const tagger = await made(MULTI_LABEL_BIO)
    expect(tagger.classes).toEqual(['disease', 'gene'])
    expect(await told(tagger, 'EGFR KRAS kinase, EGFR lung cancer.')).toEqual([
      'gene: EGFR',
      'gene: KRAS kinase',
      'gene: EGFR',
      'disease: lung cancer',
    ])
    expect(await told(tagger, 'A BRCA1 cancer of BRCA1')).toEqual([
      'disease: BRCA1 cancer',
      'gene: BRCA1',
      'disease: BRCA1',
      'gene: BRCA1',
    ])
  })

  it('keeps the probability', async () => {
    const [found = []] = await (await made(MULTI_LABEL_BIO)).tag(['EGFR'])
    expect(found[0]?.score).toBeCloseTo(1 / (1 + Math.exp(-5)), 6)
  })

  it('goes by thresholds: its own, those chosen, and classes chosen', async () => {
    const text = 'unsure lung cancer'
    expect(await told(await made(MULTI_LABEL_BIO), text)).toEqual(['gene: unsure', 'disease: lung cancer'])
    const own = { thresholds: { gene: 0.7 } }
    expect(await told(await made(MULTI_LABEL_BIO, own), text)).toEqual(['disease: lung cancer'])
    const chosen = { thresholds: { gene: 0.6, disease: 0.999 } }
    expect(await told(await made(MULTI_LABEL_BIO, own, chosen), text)).toEqual(['gene: unsure'])
    const genes = await made(MULTI_LABEL_BIO, {}, { classes: ['gene'] })
    expect(genes.classes).toEqual(['gene'])
    expect(await told(genes, text)).toEqual(['gene: unsure'])
  })

  it('reads a network that ends in probabilities', async () => {
    const values = { values: 'probabilities' }
    const tagger = await made({ ...MULTI_LABEL_BIO, end: 'Sigmoid', output: 'odds' }, values)
    expect(await told(tagger, 'EGFR lung cancer')).toEqual(['gene: EGFR', 'disease: lung cancer'])
  })
})

describe('many labels without B and I (Kazu)', () => {
  it('finds runs of words, nested across classes; names of labels become classes, or nothing', async () => {
    const tagger = await made(MULTI_LABEL, { classes: MULTI_LABEL_CLASSES })
    expect(tagger.classes).toEqual(['disease', 'gene'])
    expect(await told(tagger, 'BRCA1 lung cancer and aspirin; EGFR KRAS')).toEqual([
      'disease: BRCA1 lung cancer',
      'gene: BRCA1',
      'gene: EGFR KRAS',
    ])
  })
})

describe('one label for each word (OpenMed, BERN2)', () => {
  const decoding = 'single-label'

  it('finds neighbours of one class and of two', async () => {
    const tagger = await made(SINGLE_LABEL, { decoding })
    expect(await told(tagger, 'EGFR lung cancer')).toEqual(['gene: EGFR', 'disease: lung cancer'])
    expect(await told(tagger, 'EGFR KRAS; cancer kinase')).toEqual([
      'gene: EGFR',
      'gene: KRAS',
      'disease: cancer',
      'gene: kinase',
    ])
  })

  it('takes a word as its first piece has it, as all on average, or as the surest', async () => {
    const text = 'the lipase gene'
    expect(await told(await made(SINGLE_LABEL, { decoding }), text)).toEqual([])
    for (const aggregation of ['average', 'max']) {
      const tagger = await made(SINGLE_LABEL, { decoding, aggregation })
      // Whole, whichever piece it was.
      expect(await told(tagger, text)).toEqual(['gene: lipase'])
    }
  })

  it('leaves out what scores less than its threshold', async () => {
    const tagger = await made(
      SINGLE_LABEL,
      { decoding, aggregation: 'average' },
      { thresholds: { gene: 0.9 } },
    )
    expect(await told(tagger, 'lipase EGFR')).toEqual(['gene: EGFR'])
  })

  it('of models with but one thing to find', async () => {
    const labels = ['B', 'I', 'O', 'X', '[CLS]', '[SEP]']
    const pieces = { lung: { B: 5 }, cancer: { I: 5 } }
    const tagger = await made({ labels, pieces }, { decoding, classes: { '': 'disease' } })
    expect(await told(tagger, 'the lung cancer lung')).toEqual(['disease: lung cancer', 'disease: lung'])
  })
})

describe('tasks (AIONER)', () => {
  it('asks for the first, or for those chosen; the marks around the text tell', async () => {
    const text = 'EGFR kinase in lung cancer'
    expect(await told(await made(TASKS, TASK_SETTINGS), text)).toEqual([
      'gene: EGFR kinase',
      'disease: lung cancer',
    ])
    const genes = await made(TASKS, TASK_SETTINGS, { tasks: ['Gene'] })
    expect(genes.classes).toEqual(['gene'])
    expect(await told(genes, text)).toEqual(['gene: EGFR kinase'])
    const both = await made(TASKS, TASK_SETTINGS, { tasks: ['Gene', 'Disease'] })
    expect(await told(both, text)).toEqual(['gene: EGFR kinase', 'disease: lung cancer'])
    // The same of two tasks is one.
    const all = await made(TASKS, TASK_SETTINGS, { tasks: ['ALL', 'Gene'] })
    expect(await told(all, text)).toEqual(['gene: EGFR kinase', 'disease: lung cancer'])
  })

  it('the marks in a text are text', async () => {
    const tagger = await made(TASKS, TASK_SETTINGS)
    expect(await told(tagger, 'EGFR <Disease> </ALL> [SEP] [CLS] lung')).toEqual([
      'gene: EGFR',
      'disease: lung',
    ])
  })

  it('finds the best path with transitions, with the probability over all paths', async () => {
    const { labels } = TASKS
    const between = labels.map((from) =>
      labels.map((to) => (to.startsWith('I-') && from.slice(2) !== to.slice(2) ? -1000 : 0)),
    )
    const start = labels.map((label) => (label.startsWith('I-') ? -1000 : 0))
    const transitions = { start, end: labels.map(() => 0), between }
    const tagger = await made(TASKS, { ...TASK_SETTINGS, transitions })
    const text = 'EGFR carcinoma'
    expect(await told(tagger, text)).toEqual(['gene: EGFR', 'disease: carcinoma'])
    const [found = []] = await tagger.tag([text])
    for (const { score } of found) expect(score).toBeGreaterThan(0.9)
  })
})

describe('the case of words', () => {
  it.each([
    ['cancer', 0],
    ['Cancer', 1],
    ['DNA', 2],
    ['T', 4],
    ['B12', 4],
    ['p53', 0],
    ['mRNA', 3],
    ['McKusick', 3],
    ['IL2', 2],
    ['2A', 4],
    ['α', 0],
    ['ΑΒ', 2],
    ['Ǆ', 4],
    ['ǅa', 1],
    ['x\u0301Y', 3],
    ['+', 0],
    ['', 0],
  ])('of %j is %i', (word, expected) => {
    expect(caseOf(word)).toBe(expected)
  })

  it('is told to a network that wants it, as the type of each token', async () => {
    const labels = ['B-gene', 'I-gene']
    const types = [{}, {}, says('B-gene')]
    const tagger = await made({ labels, pieces: { cat: {}, a: {} }, types }, { tokenTypes: 'case' })
    expect(await told(tagger, 'a cat CAT cat Cat')).toEqual(['gene: CAT'])
  })
})
