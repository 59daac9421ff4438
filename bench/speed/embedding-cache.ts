// How fast is the cache of embeddings, how much memory? `npx tsx bench/speed/embedding-cache.ts [COUNT] [DIMENSIONS]`
// Writing, opening and reading, the latter two in a process of their own.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbeddingCache } from '../../src/encoder/embedding-cache.ts'
import { machine } from '../data.ts'

const BLOCK = 2048

const nameOf = (number: number): string => `a name of a concept, number ${String(number)}`

const secondsOf = (step: () => void): number => {
  const begun = performance.now()
  step()
  return (performance.now() - begun) / 1000
}

const namesFrom = (first: number, count: number): string[] =>
  Array.from({ length: Math.min(BLOCK, count - first) }, (_, at) => nameOf(first + at))

const write = (file: string, count: number, dimensions: number): void => {
  const cache = openEmbeddingCache(file, { encoderId: 'bench', dimensions })
  const vectors = new Float32Array(BLOCK * dimensions).fill(1 / Math.sqrt(dimensions))
  const seconds = secondsOf(() => {
    for (let first = 0; first < count; first += BLOCK) {
      const names = namesFrom(first, count)
      cache.append(names, vectors.subarray(0, names.length * dimensions))
    }
  })
  cache.close()
  console.log(
    `written: ${seconds.toFixed(1)} s (${(count / seconds).toFixed(0)} a second), file ${(statSync(file).size / 1e6).toFixed(0)} MB`,
  )
}

const read = (file: string, count: number, dimensions: number): void => {
  const memory = (): number => process.memoryUsage().arrayBuffers / 1e6
  const before = memory()
  const begun = performance.now()
  const cache = openEmbeddingCache(file, { encoderId: 'bench', dimensions })
  const opened = (performance.now() - begun) / 1000
  const held = ((memory() - before) * 1e6) / count
  console.log(`opened: ${opened.toFixed(2)} s, ${held.toFixed(1)} bytes an entry`)
  const into = new Float32Array(BLOCK * dimensions)
  let missing = 0
  const inOrder = secondsOf(() => {
    for (let first = 0; first < count; first += BLOCK)
      missing += cache.read(namesFrom(first, count), into).length
  })
  const shuffled = Array.from({ length: 20_000 }, (_, at) => nameOf((at * 7919) % count))
  const byLot = secondsOf(() => {
    for (let first = 0; first < shuffled.length; first += BLOCK)
      missing += cache.read(shuffled.slice(first, first + BLOCK), into).length
  })
  console.log(
    `read in order: ${(count / inOrder).toFixed(0)} a second; anywhere: ${(20_000 / byLot).toFixed(0)} a second; missing ${String(missing)}`,
  )
  cache.close()
}

const [first = '1000000', second = '384', child] = process.argv.slice(2)
const [count, dimensions] = [Number(first), Number(second)]
if (child !== undefined) read(child, count, dimensions)
else {
  const folder = mkdtempSync(join(tmpdir(), 'ontoground-bench-'))
  console.log(`Cache of embeddings: ${first} of ${second} dimensions. ${machine()}`)
  write(join(folder, 'embeddings.bin'), count, dimensions)
  const args = ['--import', 'tsx', import.meta.filename, first, second, join(folder, 'embeddings.bin')]
  spawnSync(process.execPath, args, { stdio: 'inherit' })
  rmSync(folder, { recursive: true })
}
