import D from 'better-sqlite3'
const d=new D('/tmp/x.sqlite')
try { d.prepare('ATTACH ? AS before').run('file:/tmp/kb-real/current/vocab.sqlite?mode=ro&immutable=1'); console.log(d.prepare('select count(*) from before.concept').get()); d.exec('ANALYZE before') } catch(e){console.log(e.message)}
