import { cpSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildKnowledgeBase } from '../../src/pipeline/build.ts'
import { type KnowledgeBase, openKnowledgeBase } from '../../src/pipeline/knowledge-base.ts'
import type { Scored, Scorer } from '../../src/linker/contract.ts'
import { KB_FORMAT_VERSION } from '../../src/pipeline/manifest.ts'
import { failureOf } from '../support/failure.ts'
import { oboText } from '../support/obo.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { writeSetup } from '../support/setup.ts'

const scratch = scratchFolder()

const heart = [
  { id: 'DOID:4', name: 'disease' },
  {
    ...{ id: 'DOID:5844', name: 'myocardial infarction', isA: ['DOID:4'], altIds: ['DOID:9000'] },
    synonyms: ['heart attack', ['Heart Attack', 'RELATED'], ['MI', 'EXACT ABBREVIATION']] as const,
  },
  { id: 'DOID:7', name: 'heart attack fear', isA: ['DOID:4'] },
  { id: 'DOID:1', name: 'coronary stroke', obsolete: true, replacedBy: ['DOID:2'] },
  { id: 'DOID:2', name: 'cardiac stroke', obsolete: true, replacedBy: ['DOID:9000'], consider: ['DOID:7'] },
]
const cells = [
  { id: 'PLANA:0000001', name: 'heart cell' },
  { id: 'CL:0000540', name: 'neuron', synonyms: ['nerve cell'] },
  { id: 'DOID:5844', name: 'Heart attack' },
  { id: 'upper_level', name: 'upper level' },
]

let build = ''
let kb: KnowledgeBase | undefined
const open = (): KnowledgeBase => {
  if (kb) return kb
  throw new Error('not open')
}

beforeAll(async () => {
  const { config } = writeSetup(scratch, [
    { name: 'doid', content: oboText(heart) },
    { name: 'cl', content: oboText(cells), entityClass: 'cell_type' },
  ])
  const { manifest } = await buildKnowledgeBase(config)
  build = join(config.kb, 'builds', manifest.id)
  kb = await openKnowledgeBase(config.kb)
})
afterAll(() => {
  kb?.close()
})

describe('opening a knowledge base', () => {
  it('that is not there: KB_NOT_FOUND', async () => {
    const folder = join(scratch, 'nowhere')
    expect(await failureOf(() => openKnowledgeBase(folder))).toMatchObject({
      ...{ code: 'KB_NOT_FOUND', place: { file: folder } },
    })
  })

  it('fails as a promise does, not by throwing at once', async () => {
    let opening: Promise<KnowledgeBase> | undefined
    expect(() => {
      opening = openKnowledgeBase(join(scratch, 'nowhere'))
      opening.catch(() => undefined)
    }).not.toThrow()
    await expect(opening).rejects.toMatchObject({ code: 'KB_NOT_FOUND' })
  })

  const copy = (): string => {
    const folder = join(newFolder(scratch), 'copied')
    cpSync(build, folder, { recursive: true })
    return folder
  }

  it('a build folder opens by itself, wherever it was copied', async () => {
    const copied = await openKnowledgeBase(copy())
    expect((await copied.link('heart attack')).candidates[0]?.id).toBe('DOID:5844')
    expect(copied.manifest).toEqual(open().manifest)
    copied.close()
  })

  it.each([
    {
      what: 'of another format',
      code: 'KB_SCHEMA',
      harm: (folder: string) => {
        writeFileSync(join(folder, 'manifest.json'), '{"format": 1}')
      },
    },
    {
      what: 'without its names',
      code: 'KB_DAMAGED',
      harm: (folder: string) => {
        rmSync(join(folder, 'names.bin'))
      },
    },
    {
      what: 'with names cut short',
      code: 'KB_DAMAGED',
      harm: (folder: string) => {
        truncateSync(join(folder, 'names.bin'), 700)
      },
    },
    {
      what: 'without its store',
      code: 'KB_DAMAGED',
      harm: (folder: string) => {
        rmSync(join(folder, 'vocab.sqlite'))
      },
    },
    {
      what: 'with a store that is none',
      code: 'KB_DAMAGED',
      harm: (folder: string) => {
        writeFileSync(join(folder, 'vocab.sqlite'), 'x'.repeat(9000))
      },
    },
    {
      what: 'without a word in its manifest',
      code: 'KB_DAMAGED',
      harm: (folder: string) => {
        writeFileSync(join(folder, 'manifest.json'), `{"format": ${String(KB_FORMAT_VERSION)}}`)
      },
    },
  ])('$what: $code', async ({ harm, code }) => {
    const folder = copy()
    harm(folder)
    const failure = await failureOf(async () => {
      ;(await openKnowledgeBase(folder)).close()
    })
    expect(failure.code).toBe(code)
    expect(failure.place?.file).toContain(folder)
    expect(failure.repair).toContain('ontoground')
  })

  it('goes on reading what it opened when another build takes its place and it is deleted', async () => {
    const folder = newFolder(scratch)
    cpSync(build, join(folder, 'builds/one'), { recursive: true })
    symlinkSync('builds/one', join(folder, 'current'))
    const opened = await openKnowledgeBase(folder)
    renameSync(join(folder, 'builds/one'), join(folder, 'builds/two'))
    rmSync(folder, { recursive: true })
    expect(opened.term('DOID:4').children).toEqual(['DOID:5844', 'DOID:7'])
    expect((await opened.link('MI')).nil).toBe(false)
    opened.close()
  })

  it('asked after it was closed: USAGE, of each question', async () => {
    const opened = await openKnowledgeBase(build)
    opened.close()
    for (const ask of [
      () => opened.query('x'),
      () => opened.term('DOID:4'),
      () => opened.issues('doid'),
      () => opened.link('x'),
    ])
      expect((await failureOf(ask)).code).toBe('USAGE')
  })

  it('may be closed twice; what was answered stays', async () => {
    const opened = await openKnowledgeBase(build)
    const answer = opened.term('DOID:4')
    opened.close()
    opened.close()
    expect(answer.records[0]?.label).toBe('disease')
    expect(() => opened.term('DOID:4')).toThrow()
  })

  it('tells all ways in which a concept was found', async () => {
    const opened = await openKnowledgeBase(build)
    const [first] = (await opened.link('heart attack', { explain: true })).candidates
    expect(first?.found).toEqual([
      { method: 'exact', matched: 'heart attack' },
      { method: 'fuzzy', matched: 'Heart attack', similarity: 1 },
    ])
    opened.close()
  })

  it('takes another scorer', async () => {
    const half = (): Scored => ({ score: 0.5, reasons: [] })
    const scorer: Scorer = { name: 'half', score: half }
    const opened = await openKnowledgeBase(build, { scorer })
    expect((await opened.link('neurons')).candidates.map(({ score }) => score)).toEqual([0.5])
    opened.close()
  })
})

describe('querying', () => {
  const found = (text: string, options?: Parameters<KnowledgeBase['query']>[1]): string[] =>
    open()
      .query(text, options)
      .map(({ mode, id, matched, source }) => `${mode} ${id} ${matched} (${source})`)

  it('asks all modes in the order of trust, and gives each name once', () => {
    expect(found('heart attack')).toEqual([
      'exact DOID:5844 heart attack (doid)',
      'normalized DOID:5844 Heart Attack (doid)',
      'normalized DOID:5844 Heart attack (cl)',
      'prefix DOID:7 heart attack fear (doid)',
      'fuzzy PLANA:0000001 heart cell (cl)',
    ])
  })

  it.each([
    { modes: ['exact'], hits: 1 },
    { modes: ['normalized'], hits: 3 },
    { modes: ['prefix'], hits: 4 },
    { modes: ['prefix', 'exact'], hits: 4 },
    { modes: ['fuzzy'], hits: 5 },
    { modes: [], hits: 0 },
  ] as const)('in the modes $modes finds $hits', ({ modes, hits }) => {
    const modesFound = open()
      .query('heart attack', { modes })
      .map(({ mode }) => mode)
    expect(modesFound).toHaveLength(hits)
    expect(modesFound.filter((mode) => !(modes as readonly string[]).includes(mode))).toEqual([])
  })

  it('answers up to the limit, the most trusted first', () => {
    expect(found('heart attack', { limit: 2 })).toEqual(found('heart attack').slice(0, 2))
    expect(found('heart attack', { limit: 1, modes: ['exact'] })).toHaveLength(1)
    expect(found('heart', { limit: 3 })).toHaveLength(3)
  })

  it('keeps to a class and a source', () => {
    expect(found('heart attack', { class: 'cell_type' })).toEqual([
      'normalized DOID:5844 Heart attack (cl)',
      'fuzzy PLANA:0000001 heart cell (cl)',
    ])
    expect(found('heart', { source: 'cl' })).toEqual([
      'prefix DOID:5844 Heart attack (cl)',
      'prefix PLANA:0000001 heart cell (cl)',
    ])
    expect(found('heart attack', { class: 'cell_type', source: 'doid' })).toEqual([])
  })

  it('says what it knows of a name', () => {
    expect(open().query('MI', { modes: ['exact'] })).toEqual([
      {
        ...{
          id: 'DOID:5844',
          label: 'myocardial infarction',
          class: 'disease',
          source: 'doid',
          matched: 'MI',
        },
        ...{ scope: 'exact', type: 'abbreviation', mode: 'exact', rung: 'exact' },
      },
    ])
    expect(open().query('coronary stroke')[0]).toMatchObject({ id: 'DOID:1', obsolete: true })
  })
})

describe('a term', () => {
  it('comes with all its records, its children, and the labels of what it names', () => {
    const answer = open().term('DOID:5844')
    expect(answer).toMatchObject({ asked: 'DOID:5844', found: 'id', children: [], replacedBy: [] })
    expect(answer.records.map(({ source, label }) => [source, label])).toEqual([
      ['doid', 'myocardial infarction'],
      ['cl', 'Heart attack'],
    ])
    expect(answer.labels).toEqual({ 'DOID:4': 'disease' })
    expect(open().term('DOID:4').children).toEqual(['DOID:5844', 'DOID:7'])
  })

  it.each([
    { asked: 'cl:0000540', id: 'CL:0000540', found: 'id' },
    { asked: ' CL:0000540 ', id: 'CL:0000540', found: 'id' },
    { asked: 'http://purl.obolibrary.org/obo/CL_0000540', id: 'CL:0000540', found: 'id' },
    { asked: 'plana:0000001', id: 'PLANA:0000001', found: 'id' },
    { asked: 'do:5844', id: 'DOID:5844', found: 'id' },
    { asked: 'DOID:9000', id: 'DOID:5844', found: 'merged' },
    { asked: 'doid:9000', id: 'DOID:5844', found: 'merged' },
  ])('is found as $asked: $id by $found', ({ asked, id, found }) => {
    const answer = open().term(asked)
    expect([answer.records[0]?.id, answer.found]).toEqual([id, found])
  })

  it('that is retired leads to what stands in its place, over several retirements and merged ids', () => {
    const answer = open().term('DOID:1')
    expect(answer.replacedBy).toEqual(['DOID:5844'])
    expect(answer.labels['DOID:5844']).toBe('myocardial infarction')
    expect(open().term('DOID:2').labels['DOID:7']).toBe('heart attack fear')
  })

  it.each(['DOID:404', 'nothing', '', ':', 'cl:000054'])(
    '%j that nobody has: TERM_NOT_FOUND',
    async (asked) => {
      const failure = await failureOf(() => open().term(asked))
      expect(failure.code).toBe('TERM_NOT_FOUND')
      expect(failure.message.toLowerCase()).toContain(`"${asked}"`.toLowerCase())
      expect(failure.repair).toContain('ontoground query')
    },
  )
})

describe('an id with an underscore of its own', () => {
  it.each([
    { asked: 'upper_level', found: 'upper_level' },
    { asked: 'DOID_5844', found: 'DOID:5844' },
    { asked: 'obo:doid_5844', found: 'DOID:5844' },
  ])('$asked is $found', ({ asked, found }) => {
    expect(open().term(asked).asked).toBe(found)
  })
})

describe('linking', () => {
  it('grounds a mention, and explains when asked', async () => {
    const { candidates, dropped } = await open().link('Heart attacks', { class: 'disease', explain: true })
    expect(candidates[0]).toMatchObject({ id: 'DOID:5844', source: 'doid', method: 'inflection' })
    expect(candidates[0]?.reasons?.length).toBeGreaterThan(2)
    expect(dropped).toEqual([])
  })

  it('resolves what is retired', async () => {
    const { candidates } = await open().link('coronary stroke')
    expect(candidates.map(({ id, replaces }) => [id, replaces])).toEqual([['DOID:5844', 'DOID:1']])
  })

  it('knows its classes, and has no issues to tell of a clean source', () => {
    expect(open().classes.toSorted()).toEqual(['cell_type', 'disease'])
    expect(open().issues('doid')).toEqual([])
  })
})
