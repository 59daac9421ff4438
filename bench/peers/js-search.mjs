// General search libraries over the same names and mentions: `cd bench/peers && npm install && node js-search.mjs FOLDER`
// FOLDER is what export-pair.ts writes. fuse.js is asked for few mentions only: it takes seconds for each.
import { readFileSync } from 'node:fs'
import console from 'node:console'
import { join } from 'node:path'
import process from 'node:process'
import Fuse from 'fuse.js'
import MiniSearch from 'minisearch'

const [folder = '.', most = '200'] = process.argv.slice(2)
const lines = (name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n')
const names = lines('names.tsv').map((line, key) => {
  const [id, name] = line.split('\t')
  return { key, id, name }
})
const gold = lines('mentions.jsonl').map((line) => JSON.parse(line))

const measure = (title, mentions, search) => {
  const found = { 1: 0, 5: 0, 20: 0 }
  const begun = process.cpuUsage()
  for (const { mention, ids } of mentions) {
    const concepts = [...new Set(search(mention))].slice(0, 20)
    for (const depth of Object.keys(found))
      found[depth] += Number(concepts.slice(0, Number(depth)).some((id) => ids.includes(id)))
  }
  const { user, system } = process.cpuUsage(begun)
  const shares = Object.entries(found).map(
    ([depth, count]) => `${depth === '1' ? 'acc' : 'R'}@${depth} ${(count / mentions.length).toFixed(3)}`,
  )
  const rate = mentions.length / ((user + system) / 1e6)
  console.log(`${title}: ${mentions.length} mentions: ${shares.join(', ')}; ${rate.toFixed(1)} a CPU second`)
}

const mini = new MiniSearch({ idField: 'key', fields: ['name'], storeFields: ['id'] })
mini.addAll(names)
const sample = Array.from(
  { length: Number(most) },
  (_, at) => gold[Math.floor((at * gold.length) / Number(most))],
)
measure('minisearch, fuzzy .2, prefix', sample, (text) =>
  mini
    .search(text, { fuzzy: 0.2, prefix: true })
    .slice(0, 256)
    .map(({ id }) => id),
)
const fuse = new Fuse(names, { keys: ['name'], includeScore: true })
measure('fuse.js, defaults', sample.slice(0, 20), (text) =>
  fuse.search(text, { limit: 256 }).map(({ item }) => item.id),
)
