import { VocabStore } from '../src/vocab/store.ts'
const s = new VocabStore('/tmp/kb-real/current/vocab.sqlite')
let t=performance.now(); const r=s.sources(); console.log(performance.now()-t, r.length, r.reduce((a,b)=>a+b.terms,0), r.reduce((a,b)=>a+b.synonyms,0))
t=performance.now(); let n=0; for (const _ of s.records('mondo')) n++; console.log(n, performance.now()-t)
