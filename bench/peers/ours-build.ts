// Builds a pair's knowledge base, in a process of its own: `node --import tsx bench/peers/ours-build.ts PAIR KB [ENCODER]`
// Beside KB, in KB.cost.json, is written what it cost.
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { buildKnowledgeBase } from '../../src/api.ts'
import { configOf, PAIRS } from '../accuracy/pairs.ts'
import type { BuildCost } from './systems.ts'

const [name, folder = '', encoder] = process.argv.slice(2)
const pair = PAIRS.find((each) => each.pair === name)
if (pair === undefined || folder === '') throw new Error('usage: ours-build.ts PAIR KB [ENCODER]')
let fromCache = 0
const { encoderProblem } = await buildKnowledgeBase(
  {
    ...configOf(pair, folder),
    ...(encoder === undefined ? {} : { encoder: { folder: resolve(encoder) } }),
  },
  {
    onEvent: (event) => {
      if (event.kind === 'embedding') fromCache = event.fromCache
    },
  },
)
if (encoderProblem !== undefined) throw encoderProblem
const { user, system } = process.cpuUsage()
const cost: BuildCost = {
  seconds: (user + system) / 1e6,
  peakMiB: process.resourceUsage().maxRSS / 1024,
  fromCache,
}
writeFileSync(`${folder}.cost.json`, JSON.stringify(cost))
