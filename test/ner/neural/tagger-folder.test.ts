import { mkdirSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { KnownError } from '../../../src/core/errors.ts'
import { openEncoder } from '../../../src/encoder/open-encoder.ts'
import { openTagger, type TaggerOptions } from '../../../src/ner/neural/open-tagger.ts'
import { failureOf } from '../../support/failure.ts'
import { newFolder, scratchFolder } from '../../support/scratch.ts'
import { writeSmallModel } from '../../support/small-encoder.ts'
import { type SmallTagger, writeSmallTagger } from '../../support/small-tagger.ts'
import { MULTI_LABEL_BIO, SINGLE_LABEL, TASK_SETTINGS, TASKS } from './tagger-suite.ts'

const scratch = scratchFolder()

const failure = (folder: string, options: TaggerOptions = {}): Promise<KnownError> =>
  failureOf(() => openTagger(folder, { ownThread: false, threads: 1, ...options }))

const small = (
  changes: Readonly<Record<string, unknown>> = {},
  tagger: SmallTagger = MULTI_LABEL_BIO,
): string => writeSmallTagger(newFolder(scratch), tagger, changes)

describe('a tagger that is not there, or half copied', () => {
  it('is told as such, on a thread of its own too', async () => {
    expect((await failure(join(scratch, 'none'))).code).toBe('MODEL_NOT_FOUND')
    const empty = newFolder(scratch)
    mkdirSync(join(empty, 'x'))
    expect((await failure(empty)).code).toBe('MODEL_NOT_FOUND')
    const cut = small()
    truncateSync(join(cut, 'model.onnx'), 100)
    expect((await failure(cut)).code).toBe('MODEL_DAMAGED')
    const without = small()
    rmSync(join(without, 'tokenizer.json'))
    expect((await failure(without)).code).toBe('MODEL_DAMAGED')
    const unchecked = small({ files: undefined })
    truncateSync(join(unchecked, 'model.onnx'), 300)
    const here = await failure(unchecked)
    expect([here.code, here.place?.file]).toEqual(['MODEL_DAMAGED', join(unchecked, 'model.onnx')])
    expect((await failure(unchecked, { ownThread: true })).message).toBe(here.message)
  })

  it('is no encoder, nor an encoder a tagger', async () => {
    const encoder = writeSmallModel(newFolder(scratch))
    const one = await failure(encoder)
    expect([one.code, one.message]).toEqual([
      'MODEL_UNSUITED',
      'the model is of kind "encoder", which finds no mentions',
    ])
    const other = await failureOf(() => openEncoder(small(), { ownThread: false }))
    expect([other.code, other.message]).toEqual([
      'MODEL_UNSUITED',
      'the model is of kind "tagger", which makes no vectors',
    ])
  })
})

const zeros = (count: number): number[] => Array<number>(count).fill(0)
const transitions = (count: number): object => ({
  start: zeros(count),
  end: zeros(count),
  between: Array.from({ length: count }, () => zeros(count)),
})

describe('settings that cannot be', () => {
  it.each<[Record<string, unknown>, RegExp, SmallTagger?]>([
    [{ decoding: 'bio' }, /^decoding: has the value "bio"; /],
    [{ decoding: undefined }, /^decoding: is missing; /],
    [{ label: [] }, /^label: unknown key\. Did you mean "labels"\?/],
    [{ labels: [] }, /^labels: /],
    [{ labels: ['O', 'B-gene', 'B-gene', 'I-gene'] }, /^labels: "B-gene" stands there twice/],
    [{ labels: ['O', 'O-x', 'X', '[CLS]'] }, /^labels: none speaks of an entity/],
    [{ labels: ['B-gene', 'I-gene', 'B', 'I'] }, /^labels: "B" and "I" name no class; .*\{ "": "disease" \}/],
    [{ labels: ['B-Gene', 'I-Gene', 'B-x', 'I-x'] }, /^labels: "Gene" is no entity class; write which it is/],
    [{ classes: { genes: 'gene' } }, /^classes: no label has the name "genes"\. Did you mean "gene"\?/],
    [{ classes: { gene: 'Gene' } }, /^classes\.gene: has the value "Gene"; must be an entity class/],
    [{ classes: { gene: null, disease: null } }, /^classes: none is left/],
    [{ thresholds: { chemical: 0.5 } }, /^thresholds: no label is of the class "chemical"/],
    [{ threshold: 2 }, /^threshold: has the value 2; /],
    [{ maxTokens: 15 }, /^maxTokens: has the value 15; /],
    [{ overlap: 9 }, /^overlap: 9 is more than a quarter of the 32 tokens/],
    [{ transitions: transitions(4) }, /^transitions: go with decoding "single-label" alone/],
    [{ decoding: 'single-label' }, /^labels: of decoding "single-label", one must be for words in no entity/],
    [{ decoding: 'single-label', transitions: transitions(4) }, /^transitions\.start: has 4 entries, there are 5 labels/, SINGLE_LABEL],
    [{ decoding: 'single-label', transitions: transitions(5), aggregation: 'max' }, /^aggregation: "max" does not go/, SINGLE_LABEL],
    [{ decoding: 'single-label', transitions: transitions(5), values: 'probabilities' }, /^values: transitions are/, SINGLE_LABEL],
    [{ ...TASK_SETTINGS, tasks: [{ name: 'x', before: '', after: '', classes: ['cell'] }] }, /^tasks: no label is of the class "cell"/, TASKS],
  ])('%j', async (changes, message, tagger) => {
    const folder = small(changes, tagger)
    const error = await failure(folder)
    expect(error.message).toMatch(message)
    expect([error.code, error.place?.file]).toEqual(['MODEL_UNSUITED', join(folder, 'ontoground.json')])
  }) // prettier-ignore
})

describe('a network that does not fit', () => {
  it.each<[Record<string, unknown>, SmallTagger, string, RegExp]>([
    [{}, { ...MULTI_LABEL_BIO, columns: 6 }, 'model.onnx', /gives 6 labels, ontoground\.json says 4/],
    [
      { output: 'scores' },
      MULTI_LABEL_BIO,
      'model.onnx',
      /has the outputs "logits"; a tagger needs "scores"/,
    ],
    [{ tokenTypes: 'case' }, MULTI_LABEL_BIO, 'model.onnx', /no input "token_type_ids"/],
    [
      { ...TASK_SETTINGS, tasks: [{ name: 'x', before: '<Other>', after: '' }] },
      TASKS,
      'tokenizer.json',
      /does not know "<Other>"/,
    ],
  ])('for %j', async (changes, tagger, file, message) => {
    const folder = small(changes, tagger)
    const error = await failure(folder)
    expect(error.message).toMatch(message)
    expect([error.code, error.place?.file]).toEqual(['MODEL_UNSUITED', join(folder, file)])
  })

  it('because its numbers are none, or no probabilities, is not taken for a text without entities', async () => {
    const pieces = { egfr: { 'B-gene': NaN } }
    const broken = await openTagger(small({}, { ...MULTI_LABEL_BIO, pieces }), {
      ownThread: false,
      threads: 1,
    })
    expect(await broken.tag(['fine'])).toEqual([[]])
    expect((await failureOf(() => broken.tag(['an EGFR']))).message).toMatch(/no numbers \(NaN\)/)
    await broken.close()
    const raw = await openTagger(small({ values: 'probabilities' }), { ownThread: false, threads: 1 })
    const error = await failureOf(() => raw.tag(['EGFR']))
    expect([error.code, error.repair]).toEqual([
      'MODEL_UNSUITED',
      'Write "values": "logits" in ontoground.json.',
    ])
    await raw.close()
  })
})

describe('what is chosen of a tagger', () => {
  it.each<[TaggerOptions, RegExp, string]>([
    [
      { classes: ['genes'] },
      /^the tagger has no class "genes"\. Did you mean "gene"\?/,
      'It has: disease, gene.',
    ],
    [{ thresholds: { cell: 0.5 } }, /^the tagger has no class "cell"\./, 'It has: disease, gene.'],
    [{ tasks: ['Disease'] }, /^the tagger has no task "Disease"\./, 'It has none: leave them out.'],
  ])('%j must be there', async (choice, message, repair) => {
    for (const ownThread of [false, true]) {
      const error = await failure(small(), { ...choice, ownThread })
      expect(error.message).toMatch(message)
      expect([error.code, error.repair]).toEqual(['CONFIG_INVALID', repair])
    }
  })
})
