import { describe, expect, it } from 'vitest'
import { embeddingRows, fillEmbeddingCache } from '../../../src/encoder/embedding-cache-fill.ts'
import { openEmbeddingCache } from '../../../src/encoder/embedding-cache.ts'
import { loadVectorBackend } from '../../../src/index/vectors/load-backend.ts'
import { newFile, scratchFolder } from '../../support/scratch.ts'
import { hashEncoder } from '../../encoder/embedding-cache-encoder.ts'

const scratch = scratchFolder()

describe('from names to a vector index', () => {
  it('by way of the cache: each name is found by its own vector', async () => {
    const encoder = hashEncoder(32)
    const names = Array.from({ length: 500 }, (_, at) => `name ${String(at)}`)
    const { id, dimensions } = encoder
    const cache = openEmbeddingCache(newFile(scratch, 'embeddings.bin'), { encoderId: id, dimensions })
    await fillEmbeddingCache(encoder, cache, names)

    const backend = await loadVectorBackend()
    const builder = backend.build({ encoder: id, dimensions, capacity: names.length })
    for await (const rows of embeddingRows(encoder, cache, names)) builder.add(rows)
    const file = newFile(scratch, 'vectors.bin')
    builder.write(file)
    cache.close()

    const index = backend.open(file)
    expect(index).toMatchObject({ length: 500, encoder: id, isExact: true })
    for (const [key, name] of names.entries())
      expect(index.search(await encoder.embed([name]), 1).keys[0]).toBe(key)
    index.close()
  })
})
