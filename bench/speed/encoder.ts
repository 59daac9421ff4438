// How fast are names embedded? Rates over real names, delay of a single one, the tokenizer beside Hugging Face's, what
// other company in a batch changes, and how long the caller's thread is kept busy.
// Run: npx tsx bench/speed/encoder.ts [--model FOLDER] [--static FOLDER] [--names N]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import type { Encoder } from '../../src/encoder/contract.ts'
import { type EncoderOptions, openEncoder } from '../../src/encoder/open-encoder.ts'
import { writeStaticTable } from '../../src/encoder/static-table.ts'
import { readTokenizer } from '../../src/models/tokenizer-file.ts'
import { WordPiece } from '../../src/models/word-piece.ts'
import { encoderFolder, realNames, sampleNames } from '../../test/conformance/encoder-names.ts'
import { referenceTokenizer } from '../../test/support/reference-tokenizer.ts'
import { machine, requireData } from '../data.ts'

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: encoderFolder ?? '' },
    static: { type: 'string' },
    names: { type: 'string', default: '20000' },
  },
})

/** Texts a second. */
const rate = async (count: number, work: () => unknown): Promise<number> => {
  const start = performance.now()
  await work()
  return Math.round((count / (performance.now() - start)) * 1000)
}

const print = (what: string, ...figures: readonly string[]): void => {
  console.log(`${what.padEnd(58)} ${figures.join('   ')}`)
}

const tokenizers = async (names: readonly string[]): Promise<void> => {
  const file = join(values.model, 'tokenizer.json')
  const settings = await readTokenizer(file, true)
  const cold = new WordPiece(settings)
  const reference = referenceTokenizer(JSON.parse(readFileSync(file, 'utf8')) as object)
  const encodeAll = (piece: WordPiece): number =>
    names.reduce((tokens, name) => tokens + piece.encode(name, 32).length, 0)
  const first = await rate(names.length, () => encodeAll(cold))
  const again = await rate(names.length, () => encodeAll(cold))
  const theirs = await rate(names.length, () => names.map((name) => reference(name)))
  print('tokens a name, at most 32', (encodeAll(cold) / names.length).toFixed(1))
  print('tokenizer, first time / again', `${String(first)} / ${String(again)} names/s`)
  print('@huggingface/tokenizers', `${String(theirs)} names/s`)
}

const bulk = async (names: readonly string[], options: EncoderOptions): Promise<void> => {
  const encoder = await openEncoder(values.model, options)
  await encoder.embed(names.slice(0, 256))
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const speed = await rate(names.length, () => encoder.embed(names))
  delay.disable()
  const { threads, ownThread } = options
  print(
    ownThread === true
      ? `threads of its own, ${String(threads)}`
      : `caller's thread, ${String(threads)} within a run`,
    `${String(speed)} names/s`,
    `caller busy for at most ${(delay.max / 1e6).toFixed(0)} ms`,
  )
  await encoder.close()
}

const single = async (names: readonly string[]): Promise<void> => {
  const encoder = await openEncoder(values.model)
  const times: number[] = []
  for (const name of sampleNames(names, 1000)) {
    const start = performance.now()
    await encoder.embed([name])
    times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  const at = (share: number): string => (times[Math.floor(times.length * share)] ?? NaN).toFixed(1)
  print('a single name', `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`)
  await company(encoder, sampleNames(names, 500))
  await encoder.close()
}

/** int8 networks scale by the greatest number of a batch: a name's vector depends on its company. */
const company = async (encoder: Encoder, names: readonly string[]): Promise<void> => {
  const together = await encoder.embed(names)
  const cosines: number[] = []
  for (const [place, name] of names.entries()) {
    const alone = await encoder.embed([name])
    cosines.push(
      alone.reduce((sum, value, at) => sum + value * (together[place * encoder.dimensions + at] ?? 0), 0),
    )
  }
  cosines.sort((a, b) => a - b)
  const mean = cosines.reduce((sum, value) => sum + value, 0) / cosines.length
  print(
    'cosine of a name alone and in a batch',
    `mean ${mean.toFixed(4)}, least ${(cosines[0] ?? NaN).toFixed(4)}`,
  )
}

/** Of the size that ships; its numbers do not matter to the time. */
const writeTable = async (): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'ontoground-bench-'))
  const tokenizer = join(values.model, 'tokenizer.json')
  const { heads } = await readTokenizer(tokenizer, true)
  const vectors = Float32Array.from({ length: heads.size * 256 }, (_, at) => Math.sin(at * at))
  writeStaticTable(join(folder, 'vectors.bin'), 256, vectors, new Float32Array(heads.size).fill(1))
  writeFileSync(join(folder, 'tokenizer.json'), readFileSync(tokenizer))
  writeFileSync(join(folder, 'ontoground.json'), JSON.stringify({ kind: 'static', dimensions: 256 }))
  return folder
}

const table = async (names: readonly string[]): Promise<void> => {
  const folder = values.static ?? (await writeTable())
  const encoder = await openEncoder(folder)
  const first = await rate(names.length, () => encoder.embed(names))
  const again = await rate(names.length, () => encoder.embed(names))
  print(
    `table of vectors, ${String(encoder.dimensions)} dimensions, first time / again`,
    `${String(first)} / ${String(again)} names/s`,
  )
  await encoder.close()
  if (values.static === undefined) rmSync(folder, { recursive: true })
}

requireData()
const names = sampleNames(realNames(), Number(values.names))
console.log(`Embedding of ${String(names.length)} real names. ${machine()}\n`)
await tokenizers(names)
await bulk(names, { threads: 1, ownThread: true })
await bulk(names, { threads: 2, ownThread: true })
await bulk(names, { threads: 2, ownThread: false })

await single(names)
await table(names)
