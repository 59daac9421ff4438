import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { openKnowledgeBase } from '../src/api.ts'
import { openAnnotator } from '../src/pipeline/annotator.ts'
import { gunzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { dataFolder } from '../bench/data.ts'
const kb = await openKnowledgeBase(join(tmpdir(), 'ontoground-bench-e2e', 'gsc'))
const a = await openAnnotator(kb, { explain: true })
const docs = gunzipSync(readFileSync(join(dataFolder, 'corpora/gsc-plus/dev/gsc-plus-dev.pubtator.gz'))).toString().trim().split(/\n\n+/)
for (const d of docs) {
  const lines = d.split('\n'); const id = lines[0]!.split('|')[0]!; const text = lines[0]!.split('|t|')[1]!
  const gold = lines.slice(2).map((l) => l.split('\t')).filter((x) => x.length > 4)
  const r = await a.annotateOne({ id, text } as any)
  for (const g of gold) {
    const [s, e] = [Number(g[1]), Number(g[2])]
    if (r.mentions.some((m) => m.spans[0]![0] === s && m.spans[0]![1] === e && m.ids[0] === g[5])) continue
    console.log(id, `"${g[3]}"`, g[5], '…' + text.slice(Math.max(0, s - 40), s) + '[' + text.slice(s, e) + ']' + text.slice(e, e + 30))
    for (const m of r.mentions) if (m.spans[0]![0] < e && m.spans.at(-1)![1] > s) console.log('    mention', m.text, m.ids.slice(0,2), m.score)
    for (const m of r.rejected ?? []) if (m.spans[0]![0] < e && m.spans.at(-1)![1] > s) console.log('    rejected', m.text, '|', m.reason)
  }
}
kb.close()
