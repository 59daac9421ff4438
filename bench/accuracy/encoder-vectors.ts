// Vectors as the engine makes them, for comparison with those of the training framework: `training/encoder/parity.py`.
// Texts as a JSON list on stdin; float32, row-major, on stdout. Run: npx tsx bench/accuracy/encoder-vectors.ts FOLDER
import { readFileSync } from 'node:fs'
import { openEncoder } from '../../src/encoder/open-encoder.ts'

const texts = JSON.parse(readFileSync(0, 'utf8')) as string[]
const encoder = await openEncoder(process.argv[2] ?? '')
const vectors = await encoder.embed(texts)
process.stdout.write(new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength))
await encoder.close()
