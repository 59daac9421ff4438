// Writes the names of a pair's ontology and its gold mentions for rivals: `npx tsx bench/peers/export-pair.ts PAIR FOLDER`
import { requireData } from '../data.ts'
import { PAIRS, withPair } from '../accuracy/pairs.ts'
import { exportPair } from './export.ts'

requireData()
const [name = '', folder = '.'] = process.argv.slice(2)
const pair = PAIRS.find((each) => each.pair.includes(name))
if (pair === undefined) throw new Error(`no pair "${name}": ${PAIRS.map((each) => each.pair).join(', ')}`)
await withPair(pair, async (kb, build) => {
  const { names, mentions } = exportPair(pair, kb, build, folder)
  console.log(`${String(names)} names, ${String(mentions)} mentions in ${folder}`)
  return Promise.resolve()
})
