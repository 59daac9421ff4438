import { buildKnowledgeBase, parseConfig } from '../src/api.ts'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
const [,, kb, enc, ...rest] = process.argv
const c = JSON.parse(readFileSync('bench/real-sources.config.json','utf8'))
c.kb = kb; delete c.encoder
for (const s of c.sources) s.path = process.env['SWAP']?.startsWith(s.name+'=') ? process.env['SWAP'].slice(s.name.length+1) : resolve('bench', s.path)
if (enc && enc !== '-') c.encoder = { model: enc }
let t = performance.now(); const t0=t; let sources=0
await buildKnowledgeBase(parseConfig(JSON.stringify(c), 'x.json'), { full: rest.includes('full'), onEvent: (e:any) => {
  const n = performance.now()
  if (e.kind==='source-done'){ sources += n-t; t=n; if (rest.includes('v')) console.log(e.source, e.reused??'') }
  else if (e.kind.startsWith('stage')) { console.log(e.kind, e.stage, ((n-t)/1000).toFixed(1)); t=n }
  else if (e.kind==='source-begun'){ t=n }
}})
console.log('sources', (sources/1000).toFixed(1), 'total', ((performance.now()-t0)/1000).toFixed(1))
