import { spawnSync } from 'node:child_process'
import {
  existsSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { openEmbeddingCache } from '../../src/encoder/embedding-cache.ts'
import { openEncoder } from '../../src/encoder/open-encoder.ts'
import { type BuildOptions, type BuildResult, buildKnowledgeBase } from '../../src/pipeline/build.ts'
import { openKnowledgeBase } from '../../src/pipeline/knowledge-base.ts'
import type { BuildEvent, EmbeddingProgress } from '../../src/pipeline/progress.ts'
import { verifyKnowledgeBase } from '../../src/pipeline/verify.ts'
import { failureOf } from '../support/failure.ts'
import { buildsIn, stateOf } from '../support/kb-state.ts'
import { manyTerms, oboText } from '../support/obo.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { filesOf, SMALL_DIMENSIONS, writeSmallModel } from '../support/small-encoder.ts'
import type { SetupSource } from '../support/setup.ts'
import {
  configureEncoder,
  lastEmbedding,
  type VectorSetup,
  writeVectorSetup,
} from '../support/vector-setup.ts'

const scratch = scratchFolder()

const hearts = oboText([
  { id: 'A:1', name: 'heart attack', synonyms: ['myocardial infarction', 'attack of the heart'] },
  { id: 'A:2', name: 'stroke' },
])
const genes: SetupSource = {
  name: 'genes',
  entityClass: 'gene',
  content: oboText([{ id: 'G:1', name: 'BRCA1', synonyms: ['stroke', 'breast cancer 1'] }]),
}
const setupOf = (content = hearts, encoder: Readonly<Record<string, unknown>> = {}): VectorSetup =>
  writeVectorSetup(scratch, [{ name: 'mondo', content }], encoder)

/** Builds, and gathers what it told. */
const build = async (
  config: VectorSetup['config'],
  options: BuildOptions = {},
): Promise<
  BuildResult & { readonly events: readonly BuildEvent[]; readonly embedding: EmbeddingProgress | undefined }
> => {
  const events: BuildEvent[] = []
  const result = await buildKnowledgeBase(config, { ...options, onEvent: (event) => events.push(event) })
  return { ...result, events, embedding: lastEmbedding(events) }
}

describe('a build with an encoder', () => {
  it('writes vectors of all wordings, and names the encoder that made them', async () => {
    const { config, model } = setupOf()
    const { manifest, events, embedding, encoderProblem } = await build(config)
    const encoder = await openEncoder(model, { ownThread: false })
    expect(encoderProblem).toBeUndefined()
    expect(manifest.encoder).toEqual({ id: encoder.id, name: 'small', dimensions: SMALL_DIMENSIONS })
    expect(manifest.files).toHaveProperty(['vectors.hnsw'])
    expect(events).toContainEqual({ kind: 'stage-begun', stage: 'embedding names' })
    expect(embedding).toMatchObject({ done: 4, of: 4, embedded: 4, fromCache: 0, secondsLeft: 0 })
    expect(await verifyKnowledgeBase(config.kb)).toMatchObject({ ok: true })
    await encoder.close()
  })

  it('cuts vectors as configured: another encoder, and another build', async () => {
    const { config, configFile } = setupOf()
    const { manifest } = await build(config)
    const cut = await build(configureEncoder(configFile, { model: 'model', dimensions: 4 }))
    expect(cut.manifest.encoder).toMatchObject({ dimensions: 4 })
    expect(cut.manifest.encoder?.id).not.toBe(manifest.encoder?.id)
    expect(cut.manifest.id).not.toBe(manifest.id)
    const kb = await openKnowledgeBase(config.kb)
    expect(await kb.search('heart attack', { modes: ['vector'], limit: 1 })).toMatchObject([{ id: 'A:1' }])
    kb.close()
  })

  it('embeds nothing the second time, in full or not, and gives the same bytes', async () => {
    const { config } = setupOf()
    const first = await build(config)
    const before = stateOf(config.kb)
    const second = await build(config)
    expect([second.upToDate, second.events]).toEqual([true, []])
    const full = await build(config, { full: true })
    expect(full.embedding).toMatchObject({ done: 4, embedded: 0, fromCache: 4, secondsLeft: 0 })
    expect(full.manifest).toEqual(first.manifest)
    expect(stateOf(config.kb)).toEqual(before)
  })

  it('embeds only the names that are new', async () => {
    const { config, folder, configFile } = writeVectorSetup(scratch, [
      { name: 'mondo', content: hearts },
      genes,
    ])
    await build(config, { only: ['mondo'] })
    const both = await build(config)
    // One of the three names of the gene is a disease's too.
    expect(both.embedding).toMatchObject({ of: 6, embedded: 2, fromCache: 4 })
    writeFileSync(
      join(folder, 'mondo.obo'),
      oboText([{ id: 'A:3', name: 'heart attack', synonyms: ['chest pain'] }]),
    )
    expect((await build(loadConfig(configFile))).embedding).toMatchObject({
      of: 5,
      embedded: 1,
      fromCache: 4,
    })
  })

  it('is another one than that without vectors; both stay, and neither is built twice', async () => {
    const { config, folder } = setupOf()
    const vectors = await build(config)
    const plain = await build(config, { vectors: false })
    expect(plain.manifest.encoder).toBeNull()
    expect(plain.manifest.files).not.toHaveProperty(['vectors.hnsw'])
    expect(plain.events).not.toContainEqual({ kind: 'stage-begun', stage: 'embedding names' })
    expect(buildsIn(config.kb)).toEqual([vectors.manifest.id, plain.manifest.id].toSorted())
    const back = await build(config)
    expect([back.upToDate, back.manifest.id]).toEqual([true, vectors.manifest.id])
    // Without an encoder in the configuration it is the same as without vectors.
    const without = await build(configureEncoder(join(folder, 'parsers.config.json'), undefined))
    expect([without.upToDate, without.manifest.id]).toEqual([true, plain.manifest.id])
  })

  it('is another one when the model is; that of before serves until then', async () => {
    const { config, model } = setupOf()
    const { manifest } = await build(config)
    writeSmallModel(model, { name: 'small', pooling: 'cls' })
    const opened = await openKnowledgeBase(config.kb)
    expect(await opened.vectorProblem()).toBeNull()
    const changed = await build(config)
    expect(changed.manifest.id).not.toBe(manifest.id)
    expect(changed.manifest.encoder?.id).not.toBe(manifest.encoder?.id)
    expect(changed.embedding).toMatchObject({ embedded: 4, fromCache: 0 })
    expect(await opened.search('stroke', { modes: ['vector'], limit: 1 })).toMatchObject([{ id: 'A:2' }])
    opened.close()
  })

  it('is the same one when only the name of the model is another', async () => {
    const { config, model } = setupOf()
    const { manifest } = await build(config)
    writeSmallModel(model, { name: 'of another name' })
    const again = await build(config)
    expect([again.upToDate, again.manifest.id]).toEqual([true, manifest.id])
  })
})

describe('embeddings once made', () => {
  const cacheOf = async ({
    config,
    model,
  }: VectorSetup): Promise<{ readonly file: string; readonly encoderId: string }> => {
    const encoder = await openEncoder(model, { ownThread: false })
    await encoder.close()
    return { file: join(config.kb, 'cache', `embeddings-${encoder.id}.bin`), encoderId: encoder.id }
  }

  it('may be gone: they are made anew, the same', async () => {
    const setup = setupOf()
    const { manifest } = await build(setup.config)
    rmSync(join(setup.config.kb, 'cache'), { recursive: true })
    const again = await build(setup.config, { full: true })
    expect(again.embedding).toMatchObject({ embedded: 4, fromCache: 0 })
    expect(again.manifest).toEqual(manifest)
  })

  it('may be written by another build at the same time: this one makes its own, the same', async () => {
    const setup = setupOf()
    const { file, encoderId } = await cacheOf(setup)
    const other = openEmbeddingCache(file, { encoderId, dimensions: SMALL_DIMENSIONS })
    const { manifest } = await build(setup.config)
    expect(other.length).toBe(0)
    other.close()
    expect((await build(setup.config, { full: true })).manifest).toEqual(manifest)
    expect(await verifyKnowledgeBase(setup.config.kb)).toMatchObject({ ok: true })
  })

  it('of a file that is no such file end the build, with the file and what to do; the earlier build serves', async () => {
    const setup = setupOf()
    const { manifest } = await build(setup.config)
    const { file } = await cacheOf(setup)
    writeFileSync(file, 'not embeddings, but long enough to have a header that says so'.repeat(9))
    const failure = await failureOf(() => build(setup.config, { full: true }))
    expect([failure.code, failure.place?.file]).toEqual(['KB_DAMAGED', file])
    expect(failure.repair).toMatch(/[Dd]elete/)
    expect(readlinkSync(join(setup.config.kb, 'current'))).toBe(join('builds', manifest.id))
    expect(await verifyKnowledgeBase(setup.config.kb)).toMatchObject({ ok: true })
  })
})

describe('the model that a knowledge base keeps', () => {
  const modelsIn = (kb: string): string[] => readdirSync(join(kb, 'models'))

  it('holds what it runs from, and moves with the folder', async () => {
    const { config, folder, model } = setupOf()
    writeFileSync(join(model, 'README.md'), '---\nlicense: cc0-1.0\n---\n')
    writeFileSync(join(model, 'training.log'), 'not needed')
    const { manifest } = await build(config)
    expect(modelsIn(config.kb)).toEqual([manifest.encoder?.id])
    expect(readdirSync(join(config.kb, 'models', manifest.encoder?.id ?? '')).toSorted()).toEqual([
      'README.md',
      'model.onnx',
      'ontoground.json',
      'tokenizer.json',
    ])
    const moved = join(newFolder(scratch), 'elsewhere')
    renameSync(config.kb, moved)
    rmSync(folder, { recursive: true })
    const kb = await openKnowledgeBase(moved)
    expect(await kb.vectorProblem()).toBeNull()
    expect((await kb.search('heart attack', { modes: ['vector'], limit: 1 }))[0]).toMatchObject({
      id: 'A:1',
      mode: 'vector',
      similarity: 1,
    })
    kb.close()
  })

  it('has every file that the settings give a checksum of', async () => {
    const { config, model } = setupOf()
    writeFileSync(join(model, 'NOTICE'), 'notice')
    writeSmallModel(model, {
      name: 'small',
      files: filesOf(model, ['model.onnx', 'tokenizer.json', 'NOTICE']),
    })
    await build(config)
    const kb = await openKnowledgeBase(config.kb)
    expect(await kb.vectorProblem()).toBeNull()
    kb.close()
  })

  it.each(['removed', 'damaged', 'another one'])(
    'is put back by the next build when it is %s',
    async (what) => {
      const { config, model } = setupOf()
      // Without checksums damage shows in the id alone.
      writeSmallModel(model, { name: 'small', files: undefined })
      const { manifest } = await build(config)
      const before = stateOf(config.kb)
      const kept = join(config.kb, 'models', manifest.encoder?.id ?? '')
      if (what === 'removed') rmSync(join(config.kb, 'models'), { recursive: true })
      else if (what === 'damaged') truncateSync(join(kept, 'tokenizer.json'), 20)
      else writeSmallModel(kept, { pooling: 'cls' })
      expect((await build(config)).upToDate).toBe(true)
      expect(stateOf(config.kb)).toEqual(before)
    },
  )
})

describe('a build stopped in the middle of embedding', () => {
  /** A build that serves, and a change of its source that takes several blocks to embed. */
  const begun = async (): Promise<VectorSetup & { readonly served: string }> => {
    const setup = setupOf()
    const { manifest } = await build(setup.config)
    writeFileSync(
      join(setup.folder, 'mondo.obo'),
      `${hearts}\n${oboText(manyTerms(2500)).split('\n\n').slice(1).join('\n\n')}`,
    )
    return { ...setup, served: manifest.id }
  }

  /** What stood there stands; the next build embeds the rest alone. */
  const expectResumed = async ({
    config,
    served,
  }: VectorSetup & { readonly served: string }): Promise<void> => {
    expect(readlinkSync(join(config.kb, 'current'))).toBe(join('builds', served))
    expect(await verifyKnowledgeBase(config.kb)).toMatchObject({ ok: true })
    const kb = await openKnowledgeBase(config.kb)
    expect((await kb.link('heart attack')).candidates[0]?.id).toBe('A:1')
    expect(await kb.search('stroke', { modes: ['vector'], limit: 1 })).toMatchObject([{ id: 'A:2' }])
    kb.close()
    const { embedding, manifest } = await build(config)
    expect(embedding).toMatchObject({ done: 5004, of: 5004 })
    // A block at least was kept, and the four names of before.
    expect(embedding?.fromCache).toBe(2052)
    expect(embedding?.embedded).toBe(2952)
    expect(buildsIn(config.kb)).toEqual([served, manifest.id].toSorted())
    expect(await verifyKnowledgeBase(config.kb)).toMatchObject({ ok: true })
  }

  it('by SIGKILL leaves the earlier build serving, and the next one goes on there', async () => {
    const setup = await begun()
    const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm')).href
    const child = join(import.meta.dirname, 'killed-build.ts')
    const { signal, stderr } = spawnSync(process.execPath, ['--import', tsx, child, setup.configFile], {
      encoding: 'utf8',
    })
    expect([signal, stderr]).toEqual(['SIGKILL', ''])
    expect(buildsIn(setup.config.kb)).toHaveLength(2)
    await expectResumed(setup)
  })

  it('by its caller does so too, and leaves nothing behind', async () => {
    const setup = await begun()
    const before = Object.keys(stateOf(setup.config.kb))
    const stop = new AbortController()
    const failure = await failureOf(() =>
      buildKnowledgeBase(setup.config, {
        signal: stop.signal,
        onEvent: (event) => {
          if (event.kind === 'embedding' && event.embedded > 0) stop.abort()
        },
      }),
    )
    expect(failure.code).toBe('ABORTED')
    expect(Object.keys(stateOf(setup.config.kb))).toEqual(before)
    expect(existsSync(join(setup.config.kb, 'cache'))).toBe(true)
    await expectResumed(setup)
  })
})
