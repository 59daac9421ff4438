import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/config/load.ts'
import { buildKnowledgeBase } from '../../src/pipeline/build.ts'
import { type KnowledgeBase, openKnowledgeBase } from '../../src/pipeline/knowledge-base.ts'
import { whyNotLines } from '../../src/cli/why-not-text.ts'
import { manyTerms, type OboTerm, oboText } from '../support/obo.ts'
import { scratchFolder } from '../support/scratch.ts'

// Ninety-one names liker to "renal agenesis" than one that has the half of it.
const WORDS = Array.from({ length: 14 }, (_, at) => String.fromCharCode(97 + at).repeat(4))
const CROWD = WORDS.flatMap((one, at) =>
  WORDS.slice(at + 1).map((other) => `renal agenesis ${one} ${other}`),
).map((name, at) => ({ id: `C:${String(at)}`, name }))
const TERMS: readonly OboTerm[] = [
  { id: 'A:1', name: 'myocardial infarction', synonyms: ['heart attack'] },
  { id: 'A:2', name: 'heart failure', synonyms: [['heart attack', 'RELATED']] },
  { id: 'A:3', name: 'obsolete influenza', synonyms: ['flu'], obsolete: true },
  { id: 'A:4', name: 'obsolete grippe', synonyms: ['grippe'], obsolete: true, replacedBy: ['A:5'] },
  { id: 'A:5', name: 'influenza A' },
  { id: 'A:6', name: 'agenesis aaaa' },
  ...CROWD,
  // So that the words above tell something.
  ...manyTerms(400),
]

describe('why a concept is not the answer', () => {
  const folder = scratchFolder()
  let kb: KnowledgeBase
  beforeAll(async () => {
    writeFileSync(join(folder, 'a.obo'), oboText(TERMS))
    writeFileSync(join(folder, 'b.obo'), oboText([{ id: 'B:1', name: 'heart' }]))
    const sources = [
      { name: 'a', type: 'obo', entityClass: 'disease', path: 'a.obo' },
      { name: 'b', type: 'obo', entityClass: 'anatomy', path: 'b.obo' },
    ]
    await buildKnowledgeBase(parseConfig(JSON.stringify({ sources }), join(folder, 'parsers.config.json')))
    kb = await openKnowledgeBase(join(folder, 'kb'))
  })
  afterAll(() => {
    kb.close()
  })

  it('may be that it is', async () => {
    const trace = await kb.whyNot('heart attack', 'A:1')
    expect(trace).toMatchObject({ outcome: 'answer', before: 0, rival: { id: 'A:2' }, asked: 'A:1' })
    expect(trace.near[0]).toEqual({ text: 'heart attack', by: 'exact' })
  })

  it('may be that another is likelier: by what features', async () => {
    const trace = await kb.whyNot('heart attack', 'A:2')
    expect(trace).toMatchObject({
      outcome: 'behind',
      before: 1,
      rival: { id: 'A:1', matched: 'heart attack' },
    })
    const weights = (trace.differences ?? []).map(({ weight }) => weight)
    expect(weights.length).toBeGreaterThan(0)
    expect(weights.map(Math.abs)).toEqual(weights.map(Math.abs).sort((a, b) => b - a))
    // Together they are what is between the two.
    const [first, second] = (await kb.link('heart attack')).candidates.map(({ score }) =>
      Math.log(score / (1 - score)),
    )
    const sum = weights.reduce((total, weight) => total + weight, 0)
    expect(sum).toBeCloseTo((second ?? 0) - (first ?? 0), 0)
  })

  it('may be that it is retired and nothing takes its place, or that its heir is asked for', async () => {
    expect(await kb.whyNot('flu', 'A:3')).toMatchObject({
      outcome: 'dropped',
      because: 'the concept is retired and nothing replaces it',
    })
    expect(await kb.whyNot('grippe', 'A:4')).toMatchObject({
      outcome: 'answer',
      asked: 'A:4',
      concept: { id: 'A:5', label: 'influenza A' },
    })
  })

  it('may be that it is of another class', async () => {
    expect(await kb.whyNot('heart', 'B:1', { class: 'disease' })).toMatchObject({
      outcome: 'other-class',
      because: 'it is of class anatomy, and disease was asked for',
    })
  })

  it('may be that its names are too far, or that none is near', async () => {
    expect(await kb.whyNot('renal agenesis', 'A:6')).toMatchObject({
      outcome: 'too-far',
      near: [{ by: 'fuzzy' }],
    })
    expect(await kb.whyNot('renal agenesis', 'A:1')).toMatchObject({ outcome: 'no-name-near', near: [] })
  })

  it('may be that so many are liker that it is not weighed', async () => {
    const { candidates } = await kb.link('renal agenesis', { limit: 100 })
    const weighed = new Set(candidates.map(({ id }) => id))
    const lost = CROWD.find(({ id }) => !weighed.has(id))
    const trace = await kb.whyNot('renal agenesis', lost?.id ?? '')
    expect(trace).toMatchObject({
      outcome: 'not-weighed',
      near: [{ by: 'fuzzy', before: expect.any(Number) as number }],
    })
  })

  it('may be that it comes first and is unlikely', async () => {
    const trace = await kb.whyNot('heart of stone and glass', 'B:1')
    expect(['unlikely', 'answer']).toContain(trace.outcome)
    expect((await kb.link('heart of stone and glass')).nil).toBe(trace.outcome === 'unlikely')
  })

  it('follows what the text says the mention is short for', async () => {
    const context = 'Heart attack (HA) is frequent.'
    expect(await kb.whyNot('HA', 'A:1', { context })).toMatchObject({
      outcome: 'answer',
      reading: 'Heart attack',
    })
  })

  it('is asked of concepts that are there', async () => {
    await expect(kb.whyNot('heart attack', 'A:77')).rejects.toMatchObject({ code: 'TERM_NOT_FOUND' })
  })

  it('is told to people', async () => {
    const plain = { bold: (text: string) => text, dim: (text: string) => text }
    const lines = whyNotLines(
      await kb.whyNot('heart attack', 'A:2'),
      plain as Parameters<typeof whyNotLines>[1],
    )
    expect(lines[0]).toBe('heart attack: why not A:2 heart failure (disease)?')
    expect(lines[1]).toMatch(/^ {2}1 of the candidates are likelier, A:1 \(0\.\d\d\) first$/)
    expect(lines.join('\n')).toContain('what tells it from A:1:')
    const none = whyNotLines(await kb.whyNot('xyzzy', 'A:4'), plain as Parameters<typeof whyNotLines>[1])
    expect(none).toEqual([
      'xyzzy: why not A:4, now A:5, influenza A (disease)?',
      '  none of its names is anything like the mention',
    ])
  })
})
