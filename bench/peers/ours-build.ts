// Builds a pair's knowledge base afresh, in a process of its own: `node --import tsx bench/peers/ours-build.ts PAIR KB [ENCODER]`
// Beside KB, in KB.cost.json, is written what it cost: `seconds` (CPU) and `peakMiB`.
import { rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { buildKnowledgeBase } from '../../src/api.ts'
import { configOf, PAIRS } from '../accuracy/pairs.ts'

const [name, folder = '', encoder] = process.argv.slice(2)
const pair = PAIRS.find((each) => each.pair === name)
if (pair === undefined || folder === '') throw new Error('usage: ours-build.ts PAIR KB [ENCODER]')
rmSync(folder, { recursive: true, force: true })
const { encoderProblem } = await buildKnowledgeBase({
  ...configOf(pair, folder),
  ...(encoder === undefined ? {} : { encoder: { folder: resolve(encoder) } }),
})
if (encoderProblem !== undefined) throw encoderProblem
const { user, system } = process.cpuUsage()
const cost = { seconds: (user + system) / 1e6, peakMiB: process.resourceUsage().maxRSS / 1024 }
writeFileSync(`${folder}.cost.json`, JSON.stringify(cost))
