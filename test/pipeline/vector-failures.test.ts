import { cpSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { ErrorCode } from '../../src/core/errors.ts'
import type * as backend from '../../src/index/vectors/usearch-backend.ts'
import { buildKnowledgeBase } from '../../src/pipeline/build.ts'
import { type KnowledgeBase, openKnowledgeBase } from '../../src/pipeline/knowledge-base.ts'
import type { BuildEvent } from '../../src/pipeline/progress.ts'
import { verifyKnowledgeBase } from '../../src/pipeline/verify.ts'
import { failureOf } from '../support/failure.ts'
import { buildsIn } from '../support/kb-state.ts'
import { oboText } from '../support/obo.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { filesOf, writeSmallModel } from '../support/small-encoder.ts'
import { configureEncoder, type VectorSetup, writeVectorSetup } from '../support/vector-setup.ts'

const scratch = scratchFolder()

const library = vi.hoisted(() => ({ missing: false }))
vi.mock('../../src/index/vectors/usearch-backend.ts', async (original) => {
  const real = await original<typeof backend>()
  return {
    usearchBackend: () => {
      if (library.missing) throw new Error('No native build was found for this machine\nand more')
      return real.usearchBackend()
    },
  }
})

const content = oboText([
  { id: 'A:1', name: 'heart attack', synonyms: ['myocardial infarction'] },
  { id: 'A:2', name: 'stroke' },
])
const setupOf = (encoder: Readonly<Record<string, unknown>> = {}): VectorSetup =>
  writeVectorSetup(scratch, [{ name: 'mondo', content }], encoder)

/** Half of a copy: the file ends early, whatever the settings say of it. */
const cut = (...path: string[]): void => {
  truncateSync(join(...path), 100)
}

interface BrokenModel {
  readonly what: string
  readonly code: ErrorCode
  readonly message: RegExp
  readonly breakIt: (folder: string) => void
}

const BROKEN: readonly BrokenModel[] = [
  {
    what: 'is not there',
    code: 'MODEL_NOT_FOUND',
    message: /no such folder/,
    breakIt: (folder) => {
      rmSync(folder, { recursive: true })
    },
  },
  {
    what: 'has no settings',
    code: 'MODEL_NOT_FOUND',
    message: /no ontoground\.json/,
    breakIt: (folder) => {
      rmSync(join(folder, 'ontoground.json'))
    },
  },
  {
    what: 'has settings that are no JSON',
    code: 'MODEL_DAMAGED',
    message: /not valid JSON/,
    breakIt: (folder) => {
      cut(folder, 'ontoground.json')
    },
  },
  {
    what: 'has settings with an unknown key',
    code: 'MODEL_UNSUITED',
    message: /poling/,
    breakIt: (folder) => {
      writeSmallModel(folder, { poling: 'cls' })
    },
  },
  {
    what: 'lacks its network',
    code: 'MODEL_DAMAGED',
    message: /missing/,
    breakIt: (folder) => {
      rmSync(join(folder, 'model.onnx'))
    },
  },
  {
    what: 'lacks its tokenizer',
    code: 'MODEL_DAMAGED',
    message: /tokenizer/,
    breakIt: (folder) => {
      rmSync(join(folder, 'tokenizer.json'))
    },
  },
  {
    what: 'was copied by half',
    code: 'MODEL_DAMAGED',
    message: /has 100 bytes, not/,
    breakIt: (folder) => {
      cut(folder, 'model.onnx')
    },
  },
  {
    what: 'was copied by half and has no checksums',
    code: 'MODEL_DAMAGED',
    message: /./,
    breakIt: (folder) => {
      writeSmallModel(folder, { files: undefined })
      cut(folder, 'model.onnx')
    },
  },
  {
    what: 'is not what its checksums say',
    code: 'MODEL_DAMAGED',
    message: /SHA-256/,
    breakIt: (folder) => {
      const files = filesOf(folder, ['model.onnx', 'tokenizer.json'])
      const changed = Object.entries(files).map(([name, file]) => [name, { ...file, sha256: '0'.repeat(64) }])
      writeSmallModel(folder, { files: Object.fromEntries(changed) })
    },
  },
  {
    what: 'fits another tokenizer',
    code: 'MODEL_UNSUITED',
    message: /./,
    breakIt: (folder) => {
      writeSmallModel(folder, {}, { tokens: 3 })
    },
  },
  {
    what: 'has other dimensions than it says',
    code: 'MODEL_UNSUITED',
    message: /dimensions/,
    breakIt: (folder) => {
      writeSmallModel(folder, { dimensions: 16 })
    },
  },
]

/** All that needs no model works. */
const expectLexical = async (kb: KnowledgeBase): Promise<void> => {
  expect((await kb.link('heart attack')).candidates[0]).toMatchObject({ id: 'A:1', method: 'exact' })
  expect((await kb.link('hart attack')).candidates[0]).toMatchObject({ id: 'A:1', method: 'fuzzy' })
  expect((await kb.search('strok')).map(({ id, mode }) => [id, mode])).toEqual([['A:2', 'prefix']])
  expect(kb.query('heart attack', { modes: ['exact'] })).toHaveLength(1)
}

describe('a build with a model that', () => {
  it.each(BROKEN)('$what goes on without vectors, and says why', async ({ code, message, breakIt }) => {
    const { config, model } = setupOf()
    breakIt(model)
    const events: BuildEvent[] = []
    const { encoderProblem, manifest } = await buildKnowledgeBase(config, {
      onEvent: (event) => events.push(event),
    })
    expect(encoderProblem?.code).toBe(code)
    expect(encoderProblem?.message).toMatch(message)
    expect(encoderProblem?.repair).not.toBe('')
    expect(encoderProblem?.place?.file).toContain(model)
    expect(events.filter(({ kind }) => kind === 'encoder-failed')).toEqual([
      { kind: 'encoder-failed', problem: encoderProblem },
    ])
    expect(manifest.encoder).toBeNull()
    expect(await verifyKnowledgeBase(config.kb)).toMatchObject({ ok: true })
    const kb = await openKnowledgeBase(config.kb)
    await expectLexical(kb)
    expect(await kb.vectorProblem()).toBeNull()
    kb.close()
    // It is not built again, and says so again.
    const again = await buildKnowledgeBase(config)
    expect([again.upToDate, again.encoderProblem?.code]).toEqual([true, code])
    // Under "strict" neither is this one good enough.
    const failure = await failureOf(() => buildKnowledgeBase(config, { strict: true }))
    expect([failure.code, failure.message]).toEqual([code, encoderProblem?.message])
    // Nor does it matter where vectors are not wanted.
    expect(
      (await buildKnowledgeBase(config, { strict: true, vectors: false })).encoderProblem,
    ).toBeUndefined()
  })

  it('is of another type, or has not these dimensions, goes on without vectors', async () => {
    const { config, configFile } = setupOf({ type: 'static' })
    const { encoderProblem } = await buildKnowledgeBase(config)
    expect(encoderProblem).toMatchObject({
      code: 'MODEL_UNSUITED',
      repair: expect.stringContaining('"onnx"') as string,
    })
    const other = await buildKnowledgeBase(configureEncoder(configFile, { model: 'model', dimensions: 5 }))
    expect(other.encoderProblem).toMatchObject({
      code: 'MODEL_UNSUITED',
      repair: expect.stringContaining('8, 4') as string,
    })
  })

  it('works again has vectors again', async () => {
    const { config, model } = setupOf()
    cut(model, 'model.onnx')
    const broken = await buildKnowledgeBase(config)
    writeSmallModel(model, { name: 'small' })
    const whole = await buildKnowledgeBase(config, { strict: true })
    expect(whole.encoderProblem).toBeUndefined()
    expect(whole.manifest.encoder?.name).toBe('small')
    expect(buildsIn(config.kb)).toEqual([broken.manifest.id, whole.manifest.id].toSorted())
  })
})

describe('a knowledge base with vectors', () => {
  const expectProblem = async (kb: KnowledgeBase, code: ErrorCode, message: RegExp): Promise<void> => {
    await expectLexical(kb)
    const problem = await kb.vectorProblem()
    expect(problem?.code).toBe(code)
    expect(problem?.message).toMatch(message)
    expect(problem?.repair).not.toBe('')
    expect(await failureOf(() => kb.search('stroke', { modes: ['vector'] }))).toBe(problem)
    expect(await failureOf(() => kb.search('no such name', { modes: ['exact', 'vector'] }))).toBe(problem)
    expect((await kb.link('heart attack', { stages: ['vector'] })).candidates).toEqual([])
    kb.close()
  }

  it.each(BROKEN.filter(({ what }) => what !== 'fits another tokenizer'))(
    'whose model $what answers lexically, and says why',
    async ({ code, message, breakIt }) => {
      const { config } = setupOf()
      const { manifest } = await buildKnowledgeBase(config)
      breakIt(join(config.kb, 'models', manifest.encoder?.id ?? ''))
      await expectProblem(await openKnowledgeBase(config.kb), code, message)
    },
  )

  it('whose models were removed says which folder is missing', async () => {
    const { config } = setupOf()
    await buildKnowledgeBase(config)
    rmSync(join(config.kb, 'models'), { recursive: true })
    const kb = await openKnowledgeBase(config.kb)
    expect((await kb.vectorProblem())?.place?.file).toContain(join(config.kb, 'models'))
    await expectProblem(kb, 'MODEL_NOT_FOUND', /no such folder/)
  })

  it('takes the model from elsewhere, if it is the same one', async () => {
    const { config, model } = setupOf()
    const { manifest } = await buildKnowledgeBase(config)
    rmSync(join(config.kb, 'models'), { recursive: true })
    const kb = await openKnowledgeBase(config.kb, { encoder: model })
    expect(await kb.vectorProblem()).toBeNull()
    kb.close()
    const other = writeSmallModel(newFolder(scratch), { pooling: 'cls' })
    const mistaken = await openKnowledgeBase(config.kb, { encoder: other })
    expect((await mistaken.vectorProblem())?.message).toContain(manifest.encoder?.id)
    await expectProblem(mistaken, 'MODEL_UNSUITED', /were made by the model small/)
  })

  it('whose folder holds another model under that name says so', async () => {
    const { config } = setupOf()
    const { manifest } = await buildKnowledgeBase(config)
    writeSmallModel(join(config.kb, 'models', manifest.encoder?.id ?? ''), { pooling: 'cls' })
    await expectProblem(await openKnowledgeBase(config.kb), 'MODEL_UNSUITED', /not by this one/)
  })

  it.each(['missing', 'damaged'])('whose vectors are %s answers lexically; verify tells', async (what) => {
    const { config } = setupOf()
    await buildKnowledgeBase(config)
    const file = join(config.kb, 'current/vectors.hnsw')
    if (what === 'missing') rmSync(file)
    else writeFileSync(file, 'not vectors at all, but long enough for a header or a footer'.repeat(9))
    expect(await verifyKnowledgeBase(config.kb)).toMatchObject({ ok: false })
    await expectProblem(await openKnowledgeBase(config.kb), 'KB_DAMAGED', /./)
    // And the next build heals it.
    expect((await buildKnowledgeBase(config, { full: true })).encoderProblem).toBeUndefined()
    const kb = await openKnowledgeBase(config.kb)
    expect(await kb.vectorProblem()).toBeNull()
    kb.close()
  })

  it('and a copy of a build without its models answer lexically', async () => {
    const { config } = setupOf()
    await buildKnowledgeBase(config)
    const copy = join(newFolder(scratch), 'build')
    cpSync(join(config.kb, 'current/'), copy, { recursive: true, dereference: true })
    await expectProblem(await openKnowledgeBase(copy), 'MODEL_NOT_FOUND', /no such folder/)
  })

  it('is built and answers lexically where the library of vectors is missing', async () => {
    const { config } = setupOf()
    library.missing = true
    const { encoderProblem } = await buildKnowledgeBase(config)
    expect(encoderProblem).toMatchObject({ code: 'MODEL_RUNTIME' })
    expect(encoderProblem?.message).toMatch(/No native build was found for this machine$/)
    expect(encoderProblem?.repair).toMatch(/npm install usearch/)
    library.missing = false
    await buildKnowledgeBase(config)
    library.missing = true
    const kb = await openKnowledgeBase(config.kb)
    expect(await kb.vectorProblem()).toMatchObject({ code: 'MODEL_RUNTIME' })
    await expectLexical(kb)
    kb.close()
    library.missing = false
    expect(readdirSync(join(config.kb, 'models'))).toHaveLength(1)
  })
})
