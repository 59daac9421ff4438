import { evaluateLink, type LinkFault } from '../src/pipeline/evaluate-link.ts'
import { linkPredictor } from '../src/pipeline/link-mentions.ts'
import { PAIRS, withPair } from '../bench/accuracy/pairs.ts'
import { join } from 'node:path'
let seed = 20261122
const random = () => (seed = (seed * 48271) % 0x7fffffff) / 0x7fffffff
for (const [name, n] of [['ncbi-disease.medic2012', 8],['bc5cdr-disease.ctd2017', 8],['gsc-plus.hpo2017',4]] as const) {
  const pair = PAIRS.find((p) => p.pair === name)!
  await withPair(pair, async (kb) => {
    const faults: LinkFault[] = []
    await evaluateLink({ gold: join('../shared/data/linking', `${name}.dev.jsonl`), kb, predictions: linkPredictor(kb, { limit: 20, explain: true }), report: () => undefined, fault: (f) => faults.push(f) })
    console.log('#', name, faults.length)
    const kinds: any = {}; for (const f of faults) kinds[f.kind] = (kinds[f.kind] ?? 0) + 1
    console.log(kinds)
    for (let i = 0; i < n; i++) {
      const f = faults.splice(Math.floor(random() * faults.length), 1)[0]!
      console.log(`\n== "${f.mention}" [${f.kind}] rank ${f.rank}  doc ${f.document}${f.reading? ' reading '+f.reading:''}\n   gold: ${f.gold.map(g=>g.id+' '+g.label).join(', ')}\n   …${f.before.slice(-60)}[[]]${f.after.slice(0,40)}`)
      for (const c of f.candidates as any[]) { console.log(`   ${c.place}${c.right?'✓':' '} ${c.score?.toFixed?.(2)} ${c.id} ${c.label} ~ ${c.matched??''}`); if (c.place===1||c.right) console.log('       '+(c.reasons??[]).map((r:any)=>`${r.contribution>0?'+':''}${r.contribution?.toFixed?.(2)} ${r.feature}: ${r.detail ?? ''}`).slice(0,9).join('; ')) }
    }
  }, { encoder: 'data/models/encoder-fast' })
}
