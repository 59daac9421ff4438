import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Encoder } from '../../src/encoder/contract.ts'
import type * as opening from '../../src/encoder/open-encoder.ts'
import { KnownError } from '../../src/core/errors.ts'
import { buildKnowledgeBase } from '../../src/pipeline/build.ts'
import { type KnowledgeBase, openKnowledgeBase } from '../../src/pipeline/knowledge-base.ts'
import { QUERY_MODES } from '../../src/pipeline/query-modes.ts'
import { failureOf } from '../support/failure.ts'
import { oboText } from '../support/obo.ts'
import { scratchFolder } from '../support/scratch.ts'
import { writeVectorSetup } from '../support/vector-setup.ts'

const scratch = scratchFolder()

/** What encoders were asked, each call the texts asked at once; `gate` holds answers back. */
const asked = vi.hoisted(() => ({
  calls: [] as (readonly string[])[],
  closed: 0,
  gate: undefined as Promise<void> | undefined,
  failure: undefined as Error | undefined,
}))

vi.mock('../../src/encoder/open-encoder.ts', async (original) => {
  const { openEncoder } = await original<typeof opening>()
  return {
    openEncoder: async (folder: string, options: opening.EncoderOptions): Promise<Encoder> => {
      const encoder = await openEncoder(folder, { ...options, ownThread: false, threads: 1 })
      const { id, name, dimensions } = encoder
      return {
        ...{ id, name, dimensions },
        embed: async (texts, signal) => {
          asked.calls.push(texts)
          await asked.gate
          if (asked.failure !== undefined) throw asked.failure
          return encoder.embed(texts, signal)
        },
        close: () => {
          asked.closed++
          return encoder.close()
        },
      }
    },
  }
})

const DISEASES = oboText([
  { id: 'D:1', name: 'heart attack', synonyms: ['myocardial infarction', ['attack', 'BROAD []']] },
  { id: 'D:2', name: 'heart disease' },
  { id: 'D:3', name: 'wilson disease' },
  { id: 'D:4', name: 'gone disease', obsolete: true, replacedBy: ['D:2'] },
])
const GENES = oboText([
  { id: 'G:1', name: 'heart attack 1' },
  { id: 'G:2', name: 'ABC1' },
])
const OTHERS = oboText([{ id: 'O:1', name: 'heart attack' }])

let kb: KnowledgeBase
let folder = ''

beforeAll(async () => {
  const { config } = writeVectorSetup(scratch, [
    { name: 'diseases', content: DISEASES },
    { name: 'genes', content: GENES, entityClass: 'gene' },
    { name: 'others', content: OTHERS },
  ])
  await buildKnowledgeBase(config)
  folder = config.kb
  kb = await openKnowledgeBase(folder)
})
afterAll(() => {
  kb.close()
})

describe('searching in all modes', () => {
  it('gives each name once, by the most trusted mode that finds it, those of like meaning last', async () => {
    const hits = await kb.search('heart attack')
    expect(hits[0]).toMatchObject({ id: 'D:1', matched: 'heart attack', mode: 'exact' })
    const names = hits.map(({ id, matched }) => `${id} ${matched}`)
    expect(new Set(names).size).toBe(names.length)
    const ranks = hits.map(({ mode }) => QUERY_MODES.indexOf(mode))
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
    expect(hits.some(({ mode }) => mode === 'prefix')).toBe(true)
    for (const { mode, similarity } of hits) {
      if (mode !== 'vector' && mode !== 'fuzzy') expect(similarity).toBeUndefined()
      else expect(similarity).toBeGreaterThan(0)
    }
  })

  it('finds by vector alone what it finds last otherwise', async () => {
    const hits = await kb.search('heart attack', { modes: ['vector'] })
    expect(new Set(hits.map(({ mode }) => mode))).toEqual(new Set(['vector']))
    expect(hits.slice(0, 2)).toMatchObject([
      { id: 'D:1', similarity: 1 },
      { id: 'O:1', similarity: 1 },
    ])
    const similarities = hits.map(({ similarity = NaN }) => similarity)
    expect(similarities).toEqual(similarities.toSorted((a, b) => b - a))
    for (const similarity of similarities) expect(similarity).toBeLessThanOrEqual(1)
  })

  it('leaves the encoder alone where the limit is reached without it, or it is not asked for', async () => {
    asked.calls.length = 0
    expect(await kb.search('heart attack', { limit: 2 })).toHaveLength(2)
    await kb.search('heart attack', { modes: ['exact', 'fuzzy'] })
    kb.query('heart attack')
    expect(asked.calls).toEqual([])
    expect(await kb.search('heart attack', { modes: ['vector'], limit: 1 })).toHaveLength(1)
    expect(asked.calls).toHaveLength(1)
  })

  it.each([
    { filter: { class: 'gene' }, first: 'G:1' },
    { filter: { source: 'others' }, first: 'O:1' },
    { filter: { class: 'disease', source: 'diseases' }, first: 'D:1' },
  ])('keeps to $filter: nearer names of others take no place', async ({ filter, first }) => {
    const modes = ['vector'] as const
    const hits = await kb.search('heart attack', { modes, ...filter, limit: 1 })
    expect(hits).toMatchObject([{ id: first, ...filter }])
    const all = await kb.search('heart attack', { modes })
    const kept = all.filter(
      (hit) => hit.class === (filter.class ?? hit.class) && hit.source === (filter.source ?? hit.source),
    )
    expect(await kb.search('heart attack', { modes, ...filter })).toEqual(kept)
  })

  it('finds nothing where there is nothing of that class', async () => {
    expect(await kb.search('heart attack', { modes: ['vector'], class: 'species' })).toEqual([])
    expect(await kb.search('heart attack', { modes: ['vector'], class: 'gene', source: 'others' })).toEqual(
      [],
    )
  })
})

describe('linking with vectors', () => {
  it('finds concepts by vector alone', async () => {
    const { candidates } = await kb.link('attacked hearts', { stages: ['vector'], explain: true })
    expect(candidates.length).toBeGreaterThan(1)
    for (const { method, similarity, found, matched } of candidates) {
      expect(method).toBe('vector')
      expect(similarity).toBeGreaterThanOrEqual(0.2)
      expect(similarity).toBeLessThanOrEqual(1)
      expect(found).toEqual([{ method: 'vector', matched, similarity }])
    }
    // A retired concept's names lead to the one in its place.
    expect(candidates.map(({ id }) => id)).not.toContain('D:4')
  })

  it('says in which ways each concept was found', async () => {
    const { candidates } = await kb.link('hart attack', { explain: true })
    const first = candidates.find(({ id }) => id === 'D:1')
    expect(first).toMatchObject({ method: 'fuzzy' })
    expect(first?.found?.map(({ method }) => method)).toEqual(['fuzzy', 'vector'])
    for (const { similarity = NaN } of first?.found ?? []) {
      expect(similarity).toBeGreaterThan(0)
      expect(similarity).toBeLessThanOrEqual(1)
    }
    const ids = candidates.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect((await kb.link('hart attack')).candidates[0]).not.toHaveProperty('found')
  })

  it.each([
    { stages: ['exact'], methods: ['exact'] },
    { stages: ['fuzzy'], methods: ['fuzzy'] },
    { stages: ['vector'], methods: ['vector'] },
    { stages: ['exact', 'vector'], methods: ['exact', 'vector'] },
  ] as const)('keeps to the stages $stages', async ({ stages, methods }) => {
    const { candidates } = await kb.link('heart attack', { stages })
    expect([...new Set(candidates.map(({ method }) => method))].toSorted()).toEqual(methods)
  })

  it('keeps to a class', async () => {
    const { candidates } = await kb.link('heart attacks', { stages: ['vector'], class: 'gene' })
    expect(candidates.length).toBeGreaterThan(0)
    expect(new Set(candidates.map((candidate) => candidate.class))).toEqual(new Set(['gene']))
  })

  it('embeds together what is asked for at once, and answers as if asked one by one', async () => {
    const mentions = Array.from({ length: 60 }, (_, at) => `heart attack ${String(at % 40)}`)
    const options = { stages: ['vector'] } as const
    asked.calls.length = 0
    const together = await Promise.all(mentions.map((mention) => kb.link(mention, options)))
    expect(asked.calls.map(({ length }) => length)).toEqual([40])
    const single = []
    for (const mention of mentions) single.push(await kb.link(mention, options))
    expect(together.map(({ mention }) => mention)).toEqual(mentions)
    for (const [at, { candidates }] of together.entries()) {
      expect(candidates.map(({ id }) => id)).toEqual(single[at]?.candidates.map(({ id }) => id))
      for (const [rank, { similarity = NaN }] of candidates.entries())
        expect(similarity).toBeCloseTo(single[at]?.candidates[rank]?.similarity ?? NaN, 3)
    }
  })

  it('embeds a mention and what its context says that it is together', async () => {
    asked.calls.length = 0
    const context = 'Patients with heart attack (HA) were asked.'
    const { candidates, reading } = await kb.link('HA', { context })
    expect([reading, candidates[0]?.id]).toEqual(['heart attack', 'D:1'])
    expect(asked.calls).toEqual([['HA', 'heart attack']])
  })

  it('takes any text', async () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '',
        ' ',
        '\ud83d',
        'a\u0301\u0301',
        'İst',
        'ß',
        'ﬁb',
        '\r\n',
        '🫀 attack',
        'x'.repeat(20_000),
      ),
    )
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const { mention, candidates } = await kb.link(text, { stages: ['vector'] })
        expect(mention).toBe(text)
        for (const { similarity = NaN } of candidates) expect(similarity >= 0 && similarity <= 1).toBe(true)
        await kb.search(text, { modes: ['vector'], limit: 3 })
      }),
      { numRuns: 100 },
    )
  })
})

describe('closing a knowledge base', () => {
  it.each(['at once', 'while the encoder works'])('refuses links that wait, %s', async (when) => {
    const opened = await openKnowledgeBase(folder)
    expect(await opened.vectorProblem()).toBeNull()
    const { promise, resolve } = deferred()
    asked.gate = promise
    asked.calls.length = 0
    const links = ['heart attack', 'stroke', 'heart attack'].map((mention) =>
      failureOf(() => opened.link(mention)),
    )
    const search = failureOf(() => opened.search('stroke', { modes: ['vector'] }))
    if (when !== 'at once') await vi.waitUntil(() => asked.calls.length > 0)
    const before = asked.closed
    opened.close()
    asked.gate = undefined
    resolve()
    for (const { code } of await Promise.all([...links, search])) expect(code).toBe('USAGE')
    await vi.waitUntil(() => asked.closed === before + 1)
    expect((await failureOf(() => opened.link('stroke'))).code).toBe('USAGE')
    expect((await failureOf(() => opened.search('stroke'))).code).toBe('USAGE')
    expect((await failureOf(() => opened.vectorProblem())).code).toBe('USAGE')
    // Nor does it matter to others.
    expect((await kb.link('heart attack')).candidates[0]?.id).toBe('D:1')
  })

  it('before anything was asked opens no encoder', async () => {
    const before = asked.closed
    const opened = await openKnowledgeBase(folder)
    expect(opened.query('heart attack')[0]?.id).toBe('D:1')
    opened.close()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(asked.closed).toBe(before)
  })
})

describe('a knowledge base without vectors', () => {
  it('says so when they are asked for by name', async () => {
    const { config } = writeVectorSetup(scratch, [{ name: 'diseases', content: DISEASES }])
    await buildKnowledgeBase(config, { vectors: false })
    const plain = await openKnowledgeBase(config.kb)
    const failure = await failureOf(() => plain.search('heart', { modes: ['vector'] }))
    expect([failure.code, failure.message]).toEqual(['USAGE', 'the knowledge base has no vectors'])
    expect(failure.repair).toMatch(/encoder in the configuration/)
    expect(await plain.vectorProblem()).toBeNull()
    expect((await plain.search('heart')).map(({ mode }) => mode)).not.toContain('vector')
    expect(await plain.link('heart attack', { stages: ['vector'] })).toMatchObject({
      nil: true,
      candidates: [],
    })
    plain.close()
  })
})

const deferred = (): { promise: Promise<void>; resolve: () => void } => {
  let resolve: () => void = () => undefined
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

describe('an encoder that stops while it is asked', () => {
  it('is told; what is lexical is answered, then and from then on', async () => {
    const opened = await openKnowledgeBase(folder)
    expect((await opened.link('heart attack', { explain: true })).candidates[0]?.found).toContainEqual(
      expect.objectContaining({ method: 'vector' }),
    )
    asked.failure = new KnownError('MODEL_RUNTIME', 'the encoder stopped', 'Open it again.')
    try {
      expect(await opened.vectorProblem()).toBeNull()
      const lexical = { stages: ['exact', 'fuzzy'] } as const
      for (const mention of ['heart attak', 'wilsons disease', 'nothing of the kind'])
        expect(await opened.link(mention)).toEqual(await opened.link(mention, lexical))
      expect(await opened.vectorProblem()).toBe(asked.failure)
    } finally {
      asked.failure = undefined
      opened.close()
    }
  })

  it('is no excuse for other failures', async () => {
    const opened = await openKnowledgeBase(folder)
    asked.failure = new Error('a flaw of ours')
    try {
      await expect(opened.link('heart attak')).rejects.toThrow('a flaw of ours')
    } finally {
      asked.failure = undefined
      opened.close()
    }
  })
})
