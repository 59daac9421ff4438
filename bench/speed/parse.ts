// How fast are files parsed to full records? `npm run build && npx tsx bench/speed/parse.ts`
// MB of uncompressed text per second, median of five runs in one process, beside the bare line reader it stands on.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parsers, readTextBlocks } from '../built.ts'
import { machine, ontology, requireData } from '../data.ts'
import { writeSynthetic } from '../synthetic.ts'
import { median } from './median.ts'

requireData()
const folder = mkdtempSync(join(tmpdir(), 'ontoground-bench-'))
const quiet = { report: () => undefined, describe: () => undefined, defineRelation: () => undefined }

const parseAll = async (type: string, file: string): Promise<number> => {
  const parser = await parsers[type]?.()
  let terms = 0
  if (parser) for await (const batch of parser.parse(file, {}, quiet)) terms += batch.terms.length
  return terms
}

const readLines = async (file: string): Promise<number> => {
  let lines = 0
  for await (const { text } of readTextBlocks(file, quiet)) {
    for (let start = 0; start < text.length; lines++) start = text.indexOf('\n', start) + 1
  }
  return lines
}

const rate = async (task: () => Promise<number>, bytes: number): Promise<string> => {
  const seconds: number[] = []
  for (let run = 0; run < 5; run++) {
    const begun = performance.now()
    await task()
    seconds.push((performance.now() - begun) / 1000)
  }
  return (bytes / 1e6 / median(seconds)).toFixed(0)
}

const bench = async (name: string, type: string, file: string): Promise<void> => {
  const bytes = readFileSync(file).length
  const terms = await parseAll(type, file)
  const bare = type === 'obo' ? await rate(() => readLines(file), bytes) : '–'
  console.log(
    `| ${[name, (bytes / 1e6).toFixed(1), terms, await rate(() => parseAll(type, file), bytes), bare].join(' | ')} |`,
  )
}

const unpacked = (path: string): string => {
  const file = join(folder, path.replaceAll('/', '-').replace(/\.gz$/, ''))
  writeFileSync(file, gunzipSync(readFileSync(ontology(path))))
  return file
}

console.log(`Parsing to full records. ${machine()}\n`)
console.log('| file | MB | terms | MB/s | bare lines MB/s |\n|---|---:|---:|---:|---:|')
await bench('UBERON (CRAFT)', 'obo', unpacked('craft-uberon/UBERON.obo.gz'))
await bench('HPO 2017', 'obo', unpacked('hpo/hp-boqa-root.obo.gz'))
const synthetic = join(folder, 'synthetic.obo')
await writeSynthetic(1_000_000, synthetic)
await bench('synthetic, 1 M names', 'obo', synthetic)
await bench('NCIt disease', 'obographs', unpacked('ncit-disease/ncit-disease-2018-06-08.json.gz'))
await bench('DOID 2018', 'obographs', unpacked('doid/doid-2018-07-05.json.gz'))
rmSync(folder, { recursive: true })
