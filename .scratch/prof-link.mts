import { readFileSync } from 'node:fs'
import { CANDIDATE_STAGES } from '../src/api.ts'
import { PAIRS, withPair } from '../bench/accuracy/pairs.ts'
import { dataFolder } from '../bench/data.ts'
const name = process.argv[2] ?? 'bc5cdr-disease.ctd2017'
const encoder = process.argv[3]
const stages = encoder ? CANDIDATE_STAGES : (process.argv[4]?.split(',') ?? ['exact','fuzzy'])
const pair = PAIRS.find((p) => p.pair === name)!
const lines = readFileSync(`${dataFolder}/linking/${name}.dev.jsonl`,'utf8').trim().split('\n').map((l)=>JSON.parse(l))
const docs = new Map()
for (const l of lines) docs.set(l.doc, [...(docs.get(l.doc) ?? []), l])
await withPair(pair, async (kb) => {
  let c = process.cpuUsage(); let t = performance.now(), n = 0, first = true
  for (const d of docs.values()) {
    await kb.linkDocument(d.map(({joined, mention, ...m}: any) => ({...m, mention: joined ?? mention})), {stages})
    if (first) { t = performance.now(); c = process.cpuUsage(); first = false } else n += d.length
  }
  console.log(n / (performance.now() - t) * 1000, 'mentions/s', n / (process.cpuUsage(c).user + process.cpuUsage(c).system) * 1e6, 'per cpu second')
}, { encoder })
