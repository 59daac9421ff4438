// How long does a build take, how much memory, how large is the result? `npm run build && npx tsx bench/speed/build.ts [NAMES]`
// Builds a synthetic source in a process of its own through the command line.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { machine } from '../data.ts'
import { writeSynthetic } from '../synthetic.ts'

const names = Number(process.argv[2] ?? 1_000_000)
const folder = mkdtempSync(join(tmpdir(), 'ontoground-bench-'))
const bin = resolve(import.meta.dirname, '../../dist/cli/bin.js')
mkdirSync(join(folder, 'kb'))
const source = { name: 'synthetic', type: 'obo', entityClass: 'disease', path: 'synthetic.obo' }
writeFileSync(join(folder, 'parsers.config.json'), JSON.stringify({ kb: 'kb', sources: [source] }))
await writeSynthetic(names, join(folder, 'synthetic.obo'))

// The child says its own peak: maxRSS in kilobytes.
const watch = `process.on('exit',()=>process.stderr.write('PEAK '+process.resourceUsage().maxRSS))`
writeFileSync(join(folder, 'watch.mjs'), watch)
const begun = performance.now()
const output = execFileSync('bash', ['-c', `node --import ./watch.mjs ${bin} build --quiet --json 2>peak`], {
  cwd: folder,
  encoding: 'utf8',
})
const seconds = (performance.now() - begun) / 1000
const manifest = JSON.parse(output) as {
  names: number
  sources: { terms: number; synonyms: number }[]
  files: Record<string, { bytes: number }>
}
const peak = Number(/PEAK (\d+)/.exec(readFileSync(join(folder, 'peak'), 'utf8'))?.[1]) / 1024

const [counts] = manifest.sources
const stored = (counts?.synonyms ?? 0) + (counts?.terms ?? 0)
const perName = (bytes: number): string => `${(bytes / stored).toFixed(0)} bytes a name`
console.log(`Build of a synthetic source. ${machine()}\n`)
console.log(
  `source: ${(statSync(join(folder, 'synthetic.obo')).size / 1e6).toFixed(0)} MB, ${String(counts?.terms)} terms, ${String(stored)} names (labels and synonyms)`,
)
console.log(`build: ${seconds.toFixed(1)} s, peak memory ${peak.toFixed(0)} MiB`)
for (const [file, { bytes }] of Object.entries(manifest.files))
  console.log(`${file}: ${(bytes / 1e6).toFixed(1)} MB, ${perName(bytes)}`)
rmSync(folder, { recursive: true })
