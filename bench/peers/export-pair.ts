// Writes the names of a pair's ontology and its gold mentions for rivals: `npx tsx bench/peers/export-pair.ts PAIR FOLDER`
// FOLDER/names.tsv: id, name; each once. FOLDER/mentions.jsonl: {"mention", "ids"}, dev, with ids as the ontology has them now.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { goldMentions, requireData } from '../data.ts'
import { openNameIndex } from '../../src/index/name-index.ts'
import { currentIds, PAIRS, withPair } from '../accuracy/pairs.ts'

requireData()
const [name = '', folder = '.'] = process.argv.slice(2)
const pair = PAIRS.find((each) => each.pair.includes(name))
if (pair === undefined) throw new Error(`no pair "${name}": ${PAIRS.map((each) => each.pair).join(', ')}`)
mkdirSync(folder, { recursive: true })
await withPair(pair, async (kb, build) => {
  const index = openNameIndex(join(build, 'current/names.bin'))
  const lines = new Set<string>()
  for (let number = 0; number < index.length; number++) {
    const { id, text, obsolete } = index.nameAt(number)
    if (!obsolete) lines.add(`${id}\t${text.replaceAll(/\s/g, ' ')}`)
  }
  writeFileSync(join(folder, 'names.tsv'), `${[...lines].join('\n')}\n`)
  const gold = goldMentions(pair.pair, 'dev').filter(({ ids, composite }) => ids.length > 0 && !composite)
  const mentions = gold.map(({ mention, joined, ids }) =>
    JSON.stringify({ mention: joined ?? mention, ids: [...currentIds(kb, ids)] }),
  )
  writeFileSync(join(folder, 'mentions.jsonl'), `${mentions.join('\n')}\n`)
  console.log(`${String(lines.size)} names, ${String(mentions.length)} mentions in ${folder}`)
  return Promise.resolve()
})
