import { evaluateLink, type LinkFault } from '../src/pipeline/evaluate-link.ts'
import { linkPredictor } from '../src/pipeline/link-mentions.ts'
import { PAIRS, withPair } from '../bench/accuracy/pairs.ts'
import { join } from 'node:path'
const name = process.argv[2] ?? 'gsc-plus.hpo2017'
const pair = PAIRS.find((p) => p.pair === name)!
await withPair(pair, async (kb) => {
    const faults: LinkFault[] = []
    await evaluateLink({ gold: join('../shared/data/linking', `${name}.dev.jsonl`), kb, predictions: linkPredictor(kb, { limit: 20, explain: true }), report: () => undefined, fault: (f) => faults.push(f) })
    for (const f of faults) {
      console.log(`"${f.mention}" [${f.kind}] rank ${f.rank} ${f.document}${f.reading? ' reading '+f.reading:''}  gold: ${f.gold.map(g=>g.id+' '+g.label).join(', ')}`)
      for (const c of (f.candidates as any[]).filter((c: any)=>c.place<=2||c.right)) { console.log(`     ${c.place}${c.right?'✓':' '} ${c.score?.toFixed?.(2)} ${c.label} ~ ${c.matched??''}`) }
    }
}, { encoder: process.argv[3] ?? 'data/models/encoder-fast' })
