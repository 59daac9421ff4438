import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Mention, TextDocument } from '../../src/core/document.ts'
import { type AnnotatorOptions, openAnnotator } from '../../src/pipeline/annotator.ts'
import { buildKnowledgeBase } from '../../src/pipeline/build.ts'
import { type KnowledgeBase, openKnowledgeBase } from '../../src/pipeline/knowledge-base.ts'
import type { Finding, Findings, Recognizer } from '../../src/ner/contract.ts'
import { failureOf } from '../support/failure.ts'
import { scratchFolder } from '../support/scratch.ts'
import { writeSetup } from '../support/setup.ts'

const DISEASES = `
[Term]
id: DOID:893
name: Wilson disease
synonym: "WD" EXACT []

[Term]
id: DOID:1324
name: lung cancer

[Term]
id: DOID:1612
name: breast cancer

[Term]
id: DOID:1909
name: melanoma

[Term]
id: DOID:10
name: old disease
is_obsolete: true
replaced_by: DOID:893
`
const GENES = `
[Term]
id: HGNC:11138
name: SCN5A
synonym: "WD repeat domain" EXACT []

[Term]
id: HGNC:20625
name: LUCA
synonym: "lumen capsid" EXACT []

[Term]
id: HGNC:1100
name: BRCA1

[Term]
id: HGNC:1101
name: BRCA2
synonym: "breast cancer" RELATED []
`

const scratch = scratchFolder()
let kb: KnowledgeBase
beforeAll(async () => {
  const { config } = writeSetup(scratch, [
    { name: 'doid', content: DISEASES, type: 'obo', path: 'doid.obo', entityClass: 'disease' },
    { name: 'hgnc', content: GENES, type: 'obo', path: 'hgnc.obo', entityClass: 'gene' },
  ])
  await buildKnowledgeBase(config)
  kb = await openKnowledgeBase(config.kb)
})
afterAll(() => {
  kb.close()
})

const documentOf = (text: string): TextDocument => ({ id: 'd', text, sections: [], mentions: [] })

const annotated = async (text: string, options: AnnotatorOptions = {}): Promise<TextDocument> =>
  (await openAnnotator(kb, options)).annotateOne(documentOf(text))

const told = ({ text, class: entityClass, ids, by }: Mention): string =>
  `${text} | ${entityClass} | ${ids[0] ?? 'NIL'} | ${(by ?? []).join('+')}`

const mentionsOf = async (text: string, options?: AnnotatorOptions): Promise<string[]> =>
  (await annotated(text, options)).mentions.map(told)

describe('abbreviations', () => {
  const text = 'Wilson disease (WD) is rare. WD is treated.'

  it('mean what the text says', async () => {
    const { mentions, abbreviations } = await annotated(text)
    expect(mentions.map(told)).toEqual([
      'Wilson disease | disease | DOID:893 | dictionary',
      'WD | disease | DOID:893 | abbreviations',
      'WD | disease | DOID:893 | abbreviations',
    ])
    expect(abbreviations).toEqual([
      { short: 'WD', long: 'Wilson disease', start: 16, end: 18, longStart: 0, longEnd: 14 },
    ])
  })

  it('demote with the reason, and nothing is lost from sight', async () => {
    const said = 'Lung cancer (LUCA) is common. LUCA grows.'
    expect(await mentionsOf('LUCA grows.')).toEqual(['LUCA | gene | HGNC:20625 | dictionary'])
    const { mentions, rejected } = await annotated(said, { explain: true })
    expect(mentions.map(told)).toEqual([
      'Lung cancer | disease | DOID:1324 | dictionary',
      'LUCA | disease | DOID:1324 | abbreviations',
      'LUCA | disease | DOID:1324 | abbreviations',
    ])
    expect(mentions[1]?.reasons?.join('; ')).toContain('the text says LUCA is "Lung cancer"')
    const demoted = expect.stringMatching(
      /^demoted: the text says LUCA is "Lung cancer", of class disease/,
    ) as string
    expect(rejected?.filter(({ text: shown }) => shown === 'LUCA')).toEqual([
      { spans: [[13, 17]], text: 'LUCA', class: 'gene', by: 'dictionary', reason: demoted },
      { spans: [[30, 34]], text: 'LUCA', class: 'gene', by: 'dictionary', reason: demoted },
    ])
  })

  it('are left alone when not wanted', async () => {
    const { mentions, abbreviations } = await annotated(text, { abbreviations: false, overlaps: 'all' })
    expect(mentions.flatMap(({ by }) => by)).not.toContain('abbreviations')
    expect(abbreviations).toBeUndefined()
  })

  it('that the document brings are believed', async () => {
    const annotator = await openAnnotator(kb)
    const { mentions } = await annotator.annotateOne({
      ...documentOf('WD and its cause. Melanoma.'),
      abbreviations: [{ short: 'WD', long: 'Melanoma', start: 0, end: 2, longStart: 18, longEnd: 26 }],
    })
    expect(mentions.map(told)[0]).toBe('WD | disease | DOID:1909 | abbreviations')
  })
})

describe('a stretch found as several classes', () => {
  const said = 'Breast cancer is common.'
  const both = (name: string, classes: readonly string[]): Recognizer => ({
    name,
    classes,
    recognize: () => ({
      findings: classes.map((each) => ({ spans: [[0, 13]], class: each, score: 0.9, by: name, reasons: [] })),
    }),
  })

  it('is of the class of its best candidate, with the candidates of that class alone', async () => {
    const { mentions, rejected } = await annotated(said, {
      recognizers: [both('mine', ['gene', 'disease'])],
      explain: true,
    })
    expect(mentions.map(({ class: entityClass, ids }) => [entityClass, ids])).toEqual([
      ['disease', ['DOID:1612']],
    ])
    expect(rejected?.map(({ class: entityClass, reason }) => [entityClass, reason])).toEqual([
      ['gene', expect.stringMatching(/^gene HGNC:1101 \(0\.\d\d\), but rather disease DOID:1612/)],
    ])
  })

  it('does not change its class because only the other is asked for', async () => {
    const options = { recognizers: [both('mine', ['gene', 'disease'])], classes: ['gene'] }
    expect(await mentionsOf(said, options)).toEqual([])
  })

  it('is of the class that is asked for where it is about as surely that', async () => {
    const surer = (gene: number): Recognizer => ({
      name: 'mine',
      classes: ['gene', 'disease'],
      recognize: () => ({
        findings: [
          { spans: [[0, 13]], class: 'gene', score: gene, by: 'mine', reasons: [] },
          { spans: [[0, 13]], class: 'disease', score: 0.6, by: 'mine', reasons: [] },
        ],
      }),
    })
    const asked = { recognizers: [surer(0.75)], classes: ['gene'] }
    expect(await mentionsOf(said, asked)).toEqual(['Breast cancer | gene | HGNC:1101 | mine'])
    expect(await mentionsOf(said, { recognizers: [surer(0.75)] })).toEqual([
      'Breast cancer | disease | DOID:1612 | mine',
    ])
  })
})

describe('lists', () => {
  it('are read in full', async () => {
    const { mentions } = await annotated('Lung and breast cancer were seen.', { classes: ['disease'] })
    expect(mentions.map(({ spans, ids }) => [spans, ids[0]])).toEqual([
      [
        [
          [0, 4],
          [16, 22],
        ],
        'DOID:1324',
      ],
      [[[9, 22]], 'DOID:1612'],
    ])
  })

  it('of numbers, too', async () => {
    expect(await mentionsOf('BRCA1/2 carriers')).toEqual([
      'BRCA 2 | gene | HGNC:1101 | coordination',
      'BRCA1 | gene | HGNC:1100 | dictionary',
    ])
  })
})

describe('ids in the text', () => {
  it('are taken at their word', async () => {
    const { mentions } = await annotated('See DOID:893 and HGNC:1100.')
    expect(mentions.map(told)).toEqual([
      'DOID:893 | disease | DOID:893 | pattern',
      'HGNC:1100 | gene | HGNC:1100 | pattern',
    ])
    expect(mentions[0]?.candidates).toEqual([
      expect.objectContaining({ id: 'DOID:893', label: 'Wilson disease', method: 'id', score: 1 }),
    ])
  })

  it('that are retired lead on', async () => {
    const { mentions } = await annotated('DOID:10')
    expect(mentions[0]?.candidates).toEqual([
      expect.objectContaining({ id: 'DOID:893', replaces: 'DOID:10', matched: 'DOID:10' }),
    ])
  })

  it('stay when the knowledge base lacks them', async () => {
    expect(await mentionsOf('rs334 was typed.')).toEqual(['rs334 | variant | DBSNP:rs334 | pattern'])
  })
})

describe('what finds', () => {
  const text = 'BRCA1 p.Val600Glu'

  it('is chosen by name', async () => {
    expect(await mentionsOf(text, { recognizers: [{ type: 'dictionary' }] })).toEqual([
      'BRCA1 | gene | HGNC:1100 | dictionary',
    ])
    expect(await mentionsOf(text, { recognizers: [{ type: 'pattern' }] })).toEqual([
      'p.Val600Glu | variant | NIL | pattern',
    ])
  })

  it('takes options, and refuses wrong ones', async () => {
    const strict = [{ type: 'dictionary', options: { threshold: 1 } }]
    expect(await mentionsOf(text, { recognizers: strict })).toEqual([])
    const failure = await failureOf(() =>
      openAnnotator(kb, { recognizers: [{ type: 'dictionary', options: { treshold: 1 } }] }),
    )
    expect(failure.code).toBe('CONFIG_INVALID')
    expect(failure.message).toContain('recognizer "dictionary"')
    expect(failure.message).toContain('treshold')
  })

  it('has to be known', async () => {
    const failure = await failureOf(() => openAnnotator(kb, { recognizers: [{ type: 'dictonary' }] }))
    expect([failure.code, failure.message]).toEqual([
      'CONFIG_UNKNOWN_TYPE',
      expect.stringMatching(/unknown recognizer type "dictonary".*dictionary/),
    ])
  })

  it('may be one’s own, ready made or by module path', async () => {
    const mine = {
      name: 'mine',
      classes: ['gene'],
      recognize: () => ({
        findings: [{ spans: [[0, 5]] as const, class: 'gene', score: 0.9, by: 'mine', reasons: [] }],
      }),
    }
    expect(await mentionsOf(text, { recognizers: [mine] })).toEqual(['BRCA1 | gene | HGNC:1100 | mine'])
    const module = join(scratch, 'mine.mjs')
    writeFileSync(
      module,
      `export const recognizer = {
        options: { safeParse: (data) => ({ success: true, data }), parse: (data) => data },
        create: (parts, { word }) => ({ name: 'mine', classes: ['gene'], recognize: ({ text }) => ({ findings:
          [{ spans: [[text.indexOf(word), text.indexOf(word) + word.length]], class: 'gene', score: 0.9, by: 'mine', reasons: [] }] }) }),
      }`,
    )
    const spec = { type: './mine.mjs', module, options: { word: 'BRCA1' } }
    expect(await mentionsOf(text, { recognizers: [spec] })).toEqual(['BRCA1 | gene | HGNC:1100 | mine'])
  })

  it.each([
    ['outside of the text', { spans: [[0, 99]] }, /spans \[\[0,99\]\] are not/],
    ['before the text', { spans: [[-1, 3]] }, /spans \[\[-1,3\]\]/],
    ['between code units', { spans: [[0.5, 3]] }, /spans/],
    ['nowhere', { spans: [] }, /spans \[\]/],
    [
      'twice in one place',
      {
        spans: [
          [0, 3],
          [2, 4],
        ],
      },
      /ascending order/,
    ],
    [
      'backwards',
      {
        spans: [
          [3, 5],
          [0, 2],
        ],
      },
      /ascending order/,
    ],
    ['in other words', { spans: [{ start: 0, end: 3 }] }, /spans/],
    ['within a character', { spans: [[0, 7]] }, /cut a character in two/],
    ['without a class', { class: undefined }, /class undefined is no name/],
    ['beyond measure', { score: 2 }, /score 2 is not 0 to 1/],
    ['beyond reason', { score: Number.NaN }, /score null is not 0 to 1/],
  ])('that finds %s is told of by name, and its other findings stay', async (_what, part, message) => {
    const sound = { spans: [[0, 5]] as const, class: 'gene', score: 0.9, by: 'mine', reasons: [] }
    const mine = {
      name: 'mine',
      classes: ['gene'],
      recognize: () => ({ findings: [{ ...sound, ...part } as unknown as Finding, sound] }),
    }
    const found = await annotated('BRCA1 👍', { recognizers: [mine] })
    expect(found.mentions.map(told)).toEqual(['BRCA1 | gene | HGNC:1100 | mine'])
    expect(found.errors).toEqual([expect.stringMatching(message)])
    expect(found.errors?.[0]).toMatch(/^recognizer "mine": .*; left out$/)
  })

  it('that answers nothing at all is told of', async () => {
    const mine = { name: 'mine', classes: [], recognize: () => undefined as unknown as Findings }
    expect((await annotated(text, { recognizers: [mine] })).errors).toEqual([
      'recognizer "mine" answers without a list of findings',
    ])
  })

  it('that is none is refused', async () => {
    const module = join(scratch, 'none.mjs')
    writeFileSync(
      module,
      'export default { options: { safeParse: (data) => ({ success: true, data }), parse: (d) => d }, create: () => ({}) }',
    )
    const failure = await failureOf(() =>
      openAnnotator(kb, { recognizers: [{ type: './none.mjs', module }] }),
    )
    expect([failure.code, failure.message]).toEqual(['CONFIG_INVALID', 'recognizer "./none.mjs" makes none'])
  })

  it('that fails leaves an error on the document, and the others unharmed', async () => {
    const fails = {
      name: 'fails',
      classes: [],
      recognize: ({ id }: TextDocument) => {
        if (id === 'bad') throw new Error('no such luck')
        return { findings: [] }
      },
    }
    const annotator = await openAnnotator(kb, { recognizers: [{ type: 'dictionary' }, fails] })
    const documents = [{ ...documentOf('BRCA1'), id: 'bad' }, documentOf('BRCA1')]
    const found: TextDocument[] = []
    for await (const document of annotator.annotate(documents)) found.push(document)
    expect(found.map(({ errors, mentions }) => [errors, mentions.length])).toEqual([
      [['recognizer "fails" failed: no such luck'], 0],
      [undefined, 1],
    ])
  })
})
