// Does annotation hold on random text? `npm run build && npx tsx bench/robustness/fuzz.ts [TEXTS] [--seed 1]`
// A million texts of names, signs and what breaks careless code, over the starter knowledge base: nothing may fail, every span
// has to cut to what its mention says, and a second annotator has to answer the same.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { TextDocument } from '../../src/core/document.ts'
import { hostileText, seeded } from '../../test/support/hostile-text.ts'
import { flawsOf } from '../../test/support/sound-annotation.ts'
import { api } from '../built.ts'
import { machine } from '../data.ts'

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string', default: '1' } },
  allowPositionals: true,
})
const texts = Number(positionals[0] ?? 1_000_000)
const folder = mkdtempSync(join(tmpdir(), 'ontoground-fuzz-'))

const fuzz = async (): Promise<void> => {
  await api.buildKnowledgeBase({ ...api.loadConfig('parsers.config.json'), kb: folder })
  const kb = await api.openKnowledgeBase(folder)
  const [first, second] = [await api.openAnnotator(kb), await api.openAnnotator(kb)]
  const random = seeded(Number(values.seed))
  let [mentions, characters, abbreviations] = [0, 0, 0]
  for (let index = 0; index < texts; index++) {
    const given: TextDocument = { id: String(index), text: hostileText(random), sections: [], mentions: [] }
    const annotated = await first.annotateOne(given)
    const flaws = flawsOf(given, annotated)
    if (JSON.stringify(await second.annotateOne(given)) !== JSON.stringify(annotated))
      flaws.push('another answer')
    if (flaws.length > 0) throw new Error(`${JSON.stringify(given.text)}: ${flaws.join('; ')}`)
    characters += given.text.length
    mentions += annotated.mentions.length
    abbreviations += annotated.abbreviations?.length ?? 0
  }
  console.log(
    `${String(texts)} texts, ${String(characters)} UTF-16 code units: ${String(mentions)} mentions, ${String(abbreviations)} abbreviations, no flaw. ${machine()}`,
  )
  kb.close()
}

try {
  await fuzz()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
