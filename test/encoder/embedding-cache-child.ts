// Fills a cache slowly and says so after each block, to be killed: node --import tsx embedding-cache-child.ts FILE COUNT
import { fillEmbeddingCache } from '../../src/encoder/embedding-cache-fill.ts'
import { openEmbeddingCache } from '../../src/encoder/embedding-cache.ts'
import { hashEncoder } from './embedding-cache-encoder.ts'

const [file = '', count = '0'] = process.argv.slice(2)
const encoder = hashEncoder(64)
const cache = openEmbeddingCache(file, { encoderId: encoder.id, dimensions: 64 })
const texts = Array.from({ length: Number(count) }, (_, at) => `name ${String(at)}`)
await fillEmbeddingCache(encoder, cache, texts, {
  blockSize: 50,
  onProgress: ({ done }) => process.stdout.write(`${String(done)}\n`),
})
