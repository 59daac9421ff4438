import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { buildKnowledgeBase, openKnowledgeBase, parseConfig } from '../src/api.ts'
import { openAnnotator } from '../src/pipeline/annotator.ts'
import { evaluateE2e, evaluateNer } from '../src/pipeline/evaluate.ts'
import { dataFolder, ontology } from '../bench/data.ts'
import { openTagger } from '../src/ner/neural/open-tagger.ts'
import { shares, showErrors } from '../bench/accuracy/end-to-end-report.ts'
const kbf = join(tmpdir(), 'ontoground-bench-e2e', 'gsc')
await buildKnowledgeBase(parseConfig(JSON.stringify({ kb: kbf, encoder: { model: 'data/models/encoder-fast' }, sources: [{ name: 'hp', type: 'obo', entityClass: 'phenotype', path: ontology('hpo/hp-boqa-root.obo.gz'), idPrefixes: ['HP'], roots: ['HP:0000118'] }] }), 'bench.json'))
const kb = await openKnowledgeBase(kbf)
const tagger = await openTagger('data/models/ner', { threads: 1 })
const wrapped = (only: string[]) => ({ name: 'neural', classes: ['phenotype'], decides: [], recognize: async (d: any) => {
  const [es] = await tagger.tag([d.text])
  const out: any[] = []
  for (const e of es!) if (only.includes(e.class)) {
    out.push({ spans: [[e.start, e.end]], class: 'phenotype', score: e.score, by: 'neural', reasons: [] })
  }
  return { findings: out }
} })
const lexical = [{ type: 'dictionary' }, { type: 'pattern' }, { type: 'coordination' }]
for (const [name, rec, dropNil] of [['lexical', lexical, 0], ['+disease', [...lexical, wrapped(['disease'])], 0], ['+disease dropNil', [...lexical, wrapped(['disease'])], 1], ['disease alone dropNil', [wrapped(['disease'])], 1], ['overlaps all', lexical, 2]] as const) {
  const annotator = await openAnnotator(kb, { recognizers: rec as any, overlaps: dropNil === 2 ? 'all' : 'longest' })
  const given = { gold: { file: join(dataFolder, 'corpora/gsc-plus/dev/gsc-plus-dev.pubtator.gz') , format: 'pubtator'}, predictions: { predict: async (d: any) => { const f = await annotator.annotateOne(d); return dropNil === 1 ? { ...f, mentions: f.mentions.filter((m) => m.candidates.length > 0) } : f } }, kb, classes: ['phenotype'], errors: process.argv[2] ? 100 : 0, report: () => undefined }
  const e = await evaluateE2e(given); const n = await evaluateNer(given)
  console.log(name, '| found', ...shares(n.strict.micro), '| grounded', ...shares(e.strict.micro), '| docs', ...shares(e.documentSets.micro))
  if (process.argv[2] === name) showErrors(e)
}
await tagger.close(); kb.close()
