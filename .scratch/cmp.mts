import { writeFileSync, mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadConfig } from '../src/config/load.ts'
import { buildKnowledgeBase } from '../src/pipeline/build.ts'
import { oboText } from '../test/support/obo.ts'
const f = mkdtempSync('/tmp/cmp-')
for (const n of ['a','b','c']) writeFileSync(join(f,n+'.obo'), oboText([{id:n.toUpperCase()+':0',name:'heart attack'},{id:n.toUpperCase()+':1',name:'heart attack'}]))
const w=(order:string[])=>{ writeFileSync(join(f,'p.json'),JSON.stringify({sources:order.map(name=>({name,type:'obo',entityClass:'disease',path:name+'.obo',...(name==='a'?{roots:['A:0']}:{})}))})); return loadConfig(join(f,'p.json'))}
await buildKnowledgeBase(w(['a','b','c']))
const c=w(['a','c'])
await buildKnowledgeBase(c)
await buildKnowledgeBase({...c,kb:f+'/full'},{full:true})
const [x,y]=[readFileSync(f+'/kb/current/vocab.sqlite'),readFileSync(f+'/full/current/vocab.sqlite')]
let n=0; for(let i=0;i<x.length&&n<40;i++) if(x[i]!==y[i]){console.log(i,x[i],y[i]);n++}
console.log(x.length,y.length,f)
