// How fast, how large and how right are vector indexes? `npx tsx bench/speed/vectors.ts [COUNT] [KIND…]`, where a kind is
// LIBRARY-DIMENSIONS: usearch-128, usearch-256, usearch-384 (the shipped one, 8 bits a number), f16-384 (usearch with
// halves), f32-384 (usearch with 32 bits), hnswlib-128 … Default: 1,000,000 usearch-128 usearch-384.
// Each kind is measured in a process of its own. The vectors: see vector-data.ts.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Index, MetricKind, ScalarKind, exactSearch } from 'usearch'
import type { KeyFilter, VectorBackend } from '../../src/index/vectors/contract.ts'
import { usearchBackend } from '../../src/index/vectors/usearch-backend.ts'
import { hnswlibBackend } from '../../test/index/vectors/hnswlib-backend.ts'
import { machine } from '../data.ts'
import { firstDimensions, vectorData } from './vector-data.ts'

const QUERIES = 500
const LIMIT = 10
const EXPANSIONS = [64, 96, 128, 192, 256]
const BLOCK = 2048

/** Megabytes of this process: its own, and those of mapped files, which the system takes back where it needs them. */
const memory = (): { readonly own: number; readonly mapped: number } => {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : ''
  const of = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? NaN) / 1000
  return { own: of('RssAnon'), mapped: of('RssFile') }
}

/** usearch as it is used commonly: one number type for all, no files of ours. For comparison alone. */
const plainUsearch = (quantization: ScalarKind, expansion: number): VectorBackend => {
  const made = (dimensions: number): Index =>
    new Index({
      ...{ dimensions, metric: MetricKind.Cos, quantization, connectivity: 16, multi: false },
      ...{ expansion_add: 128, expansion_search: expansion },
    })
  return {
    name: quantization,
    build: ({ dimensions, threads = 2 }) => {
      const index = made(dimensions)
      let length = 0
      return {
        get length() {
          return length
        },
        add: (rows) => {
          const first = length
          length += rows.length / dimensions
          index.add(
            BigUint64Array.from({ length: length - first }, (_, at) => BigInt(first + at)),
            rows,
            threads,
          )
        },
        write: (file) => {
          index.save(file)
          writeFileSync(`${file}.json`, String(dimensions))
        },
      }
    },
    open: (file) => {
      const dimensions = Number(readFileSync(`${file}.json`, 'utf8'))
      const index = made(dimensions)
      index.view(file)
      return {
        ...{ length: index.size(), dimensions, encoder: '', isExact: false },
        search: (query, limit) => {
          const { keys, distances } = index.search(query, limit, 1)
          return {
            keys: Uint32Array.from(keys, Number),
            similarities: distances.map((distance) => 1 - distance),
          }
        },
        similarities: () => {
          throw new Error('not measured')
        },
        close: () => undefined,
      }
    },
  }
}

const backendOf = (library: string, expansionSearch: number): VectorBackend => {
  if (library === 'usearch') return usearchBackend({ rowsUpTo: 0, expansionSearch })
  if (library === 'scan') return usearchBackend({ rowsUpTo: Infinity })
  if (library === 'hnswlib') return hnswlibBackend(expansionSearch)
  const kind = Object.values(ScalarKind).find((scalar) => scalar.valueOf() === library)
  if (kind === undefined) throw new Error(`unknown library ${library}`)
  return plainUsearch(kind, expansionSearch)
}

interface Vectors {
  readonly rows: Float32Array
  readonly queries: readonly Float32Array[]
  readonly truth: readonly (readonly number[])[]
}

/** The ten nearest by 32-bit numbers; kept in the folder for the next kind of these dimensions. */
const truthOf = (
  rows: Float32Array,
  queries: readonly Float32Array[],
  dimensions: number,
  folder: string,
): number[][] => {
  const file = join(folder, `truth-${String(dimensions)}.json`)
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as number[][]
  const truth = queries.map((query) =>
    Array.from(exactSearch(rows, query.slice(), dimensions, LIMIT, MetricKind.IP, 2).keys, Number),
  )
  writeFileSync(file, JSON.stringify(truth))
  return truth
}

const vectorsOf = (count: number, dimensions: number, folder: string): Vectors => {
  const data = vectorData(count, QUERIES)
  const cut = (rows: Float32Array): Float32Array =>
    dimensions === data.dimensions ? rows : firstDimensions(rows, data.dimensions, dimensions)
  const rows = cut(data.rows)
  const asked = cut(data.queries)
  const queries = Array.from({ length: QUERIES }, (_, at) =>
    asked.subarray(at * dimensions, (at + 1) * dimensions),
  )
  console.log(
    `${count.toLocaleString('en')} vectors of ${String(dimensions)} dimensions (${data.real.toLocaleString('en')} real)`,
  )
  return { rows, queries, truth: truthOf(rows, queries, dimensions, folder) }
}

const build = (library: string, dimensions: number, rows: Float32Array, file: string): void => {
  const capacity = rows.length / dimensions
  const begun = performance.now()
  const builder = backendOf(library, 128).build({ encoder: 'bench', dimensions, capacity, threads: 2 })
  for (let at = 0; at < rows.length; at += BLOCK * dimensions)
    builder.add(rows.subarray(at, at + BLOCK * dimensions))
  builder.write(file)
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  const megabytes = (statSync(file).size / 1e6).toFixed(0)
  console.log(`  ${library}: built and written in ${seconds} s (2 threads), file ${megabytes} MB`)
}

const atShare = (sorted: readonly number[], share: number): string =>
  (sorted[Math.floor(share * (sorted.length - 1))] ?? NaN).toFixed(3)

const search = (
  backend: VectorBackend,
  file: string,
  { queries, truth }: Pick<Vectors, 'queries' | 'truth'>,
  label: string,
): void => {
  const before = memory()
  const begun = performance.now()
  const index = backend.open(file)
  const openMs = performance.now() - begun
  let found = 0
  const times: number[] = []
  const cpuTimes: number[] = []
  for (const pass of [0, 1, 2])
    for (const [at, query] of queries.entries()) {
      const start = performance.now()
      const cpu = process.cpuUsage()
      const { keys } = index.search(query, LIMIT)
      const used = process.cpuUsage(cpu)
      if (pass === 0) found += truth[at]?.filter((key) => keys.includes(key)).length ?? 0
      else {
        times.push(performance.now() - start)
        cpuTimes.push((used.user + used.system) / 1000)
      }
    }
  times.sort((a, b) => a - b)
  cpuTimes.sort((a, b) => a - b)
  const after = memory()
  const [own, mapped] = [after.own - before.own, after.mapped - before.mapped]
  const recall = (found / QUERIES / LIMIT).toFixed(4)
  console.log(
    `  ${label}: recall@10 ${recall}, p50 ${atShare(times, 0.5)} ms, p99 ${atShare(times, 0.99)} ms (of the CPU alone ${atShare(cpuTimes, 0.5)} and ${atShare(cpuTimes, 0.99)} ms), open ${openMs.toFixed(0)} ms, RSS +${own.toFixed(0)} MB own, +${mapped.toFixed(0)} MB mapped`,
  )
  index.close()
}

/** Filters by key: what a class or a source accepts lies together, and beside others. */
const FILTERS: readonly (readonly [string, KeyFilter])[] = [
  ['half', { name: 'half', accepts: (key) => key % 2 === 0 }],
  ['a tenth', { name: 'tenth', accepts: (key) => key % 10 === 0 }],
  ['a fiftieth (scanned)', { name: 'fiftieth', accepts: (key) => key % 50 === 0 }],
]

const filtered = (backend: VectorBackend, file: string, { queries }: Pick<Vectors, 'queries'>): void => {
  const index = backend.open(file)
  for (const [label, filter] of FILTERS) {
    const first = performance.now()
    index.search(queries[0] ?? new Float32Array(), LIMIT, filter)
    const firstMs = performance.now() - first
    const times = queries.map((query) => {
      const start = performance.now()
      index.search(query, LIMIT, filter)
      return performance.now() - start
    })
    times.sort((a, b) => a - b)
    console.log(
      `  filter accepting ${label}: first ${firstMs.toFixed(0)} ms, then p50 ${atShare(times, 0.5)} ms, p99 ${atShare(times, 0.99)} ms`,
    )
  }
  index.close()
}

const measure = (kind: string, count: number, folder: string): void => {
  const [library = '', dimensions = '384'] = kind.split('-')
  const file = join(folder, kind)
  const asking = join(folder, `queries-${dimensions}.json`)
  if (!existsSync(file)) {
    const { rows, queries, truth } = vectorsOf(count, Number(dimensions), folder)
    writeFileSync(asking, JSON.stringify({ queries: queries.map((query) => [...query]), truth }))
    build(library, Number(dimensions), rows, file)
    return
  }
  const asked = JSON.parse(readFileSync(asking, 'utf8')) as { queries: number[][]; truth: number[][] }
  const vectors = { queries: asked.queries.map((query) => Float32Array.from(query)), truth: asked.truth }
  const expansions = library === 'scan' ? [0] : EXPANSIONS
  for (const expansion of expansions)
    search(backendOf(library, expansion), file, vectors, `${library}, ef ${String(expansion)}`)
  if (library === 'usearch') filtered(usearchBackend({ expansionSearch: 128 }), file, vectors)
}

/** Built in one process, asked in another: what was built from is not in memory then. */
const inChildren = (kind: string, count: number, folder: string): void => {
  for (const step of ['build', 'search']) {
    const args = ['--import', 'tsx', import.meta.filename, '--child', kind, String(count), folder]
    const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
    if (status !== 0) throw new Error(`${step} of ${kind} failed`)
  }
}

const [first, ...more] = process.argv.slice(2)
if (first === '--child') measure(more[0] ?? '', Number(more[1]), more[2] ?? '')
else {
  const kinds = more.length > 0 ? more : ['usearch-128', 'usearch-384']
  const given = process.env['ONTOGROUND_BENCH_FOLDER']
  const folder = given ?? mkdtempSync(join(tmpdir(), 'ontoground-bench-'))
  console.log(`Vector indexes. ${machine()}`)
  for (const kind of kinds) inChildren(kind, Number(first ?? 1_000_000), folder)
  if (given === undefined) rmSync(folder, { recursive: true })
}
