import { VocabStore } from '../src/vocab/store.ts'
import { indexNames } from '../src/pipeline/index-names.ts'
import { NameIndexBuilder } from '../src/index/name-index-builder.ts'
import { DictionaryBuilder } from '../src/index/dictionary/dictionary-builder.ts'
import { normalForms, profileOf } from '../src/core/text/ladder.ts'
import { curatedConcept } from '../src/pipeline/curations.ts'
import { NO_CURATIONS } from '../src/pipeline/index-names.ts'
import { buildFuzzyIndex } from '../src/index/fuzzy/fuzzy-builder.ts'
import { openNameIndex } from '../src/index/name-index.ts'
const s = new VocabStore('/tmp/kb-real/current/vocab.sqlite')
const T=(n:string,f:()=>any)=>{const t=performance.now();const r=f();console.log(n,((performance.now()-t)/1000).toFixed(2));return r}
const all = T('read',()=>[...s.conceptNames()])
T('curated',()=>{for(const c of all) curatedConcept(c, NO_CURATIONS)})
T('forms',()=>{let n=0;for(const c of all){const p=profileOf(c.concept.entityClass);for(const x of c.names){n+=normalForms(x.text,p).spacing.length}};return n})
const src=[...new Set(all.map((c:any)=>c.concept.source))] as string[]
const b=new NameIndexBuilder(src)
T('index.add',()=>{for(const c of all) b.add(c)})
T('write',()=>b.write('/tmp/n'+Date.now()+'.bin'))
const d=new DictionaryBuilder()
T('dict.add',()=>{for(const c of all) for(const {text} of c.names) d.add(text,c.concept.entityClass)})
T('dict.write',()=>d.write('/tmp/d'+Date.now()+'.bin'))
const ix=openNameIndex('/tmp/kb-real/current/names.bin')
T('fuzzy',()=>buildFuzzyIndex(ix,'/tmp/f'+Date.now()+'.bin'))
