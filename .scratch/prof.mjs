import { readFileSync, readdirSync } from 'node:fs'
const dir = process.argv[2]
const f = readdirSync(dir).filter(x=>x.endsWith('.cpuprofile')).map(x=>dir+'/'+x)
let best=f.sort((a,b)=>readFileSync(b).length-readFileSync(a).length)[0]
const p = JSON.parse(readFileSync(best))
const self = new Map(), byId = new Map(p.nodes.map(n=>[n.id,n]))
const dt = p.timeDeltas; let total=0
p.samples.forEach((id,i)=>{ const n=byId.get(id); const k=n.callFrame.functionName+' '+n.callFrame.url.split('/').slice(-2).join('/')+':'+n.callFrame.lineNumber; self.set(k,(self.get(k)??0)+dt[i]); total+=dt[i]})
// inclusive
const incl=new Map(); const parent=new Map(); for(const n of p.nodes) for(const c of n.children??[]) parent.set(c,n.id)
const selfById=new Map(); p.samples.forEach((id,i)=>selfById.set(id,(selfById.get(id)??0)+dt[i]))
for(const [id,v] of selfById){ const seen=new Set(); let x=id; while(x!==undefined){const n=byId.get(x);const k=n.callFrame.functionName+' '+n.callFrame.url.split('/').slice(-2).join('/')+':'+n.callFrame.lineNumber; if(!seen.has(k)){seen.add(k);incl.set(k,(incl.get(k)??0)+v)} x=parent.get(x)}}
console.log('total ms',total/1000)
console.log('SELF');[...self].sort((a,b)=>b[1]-a[1]).slice(0,40).forEach(([k,v])=>console.log((v/1000).toFixed(0).padStart(7),k))
console.log('INCL');[...incl].sort((a,b)=>b[1]-a[1]).slice(0,60).forEach(([k,v])=>console.log((v/1000).toFixed(0).padStart(7),k))
