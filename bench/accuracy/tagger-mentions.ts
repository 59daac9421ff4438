// Mentions as the engine finds them, for comparison with the training framework's: `training/tagger/parity.py`.
// Texts as a JSON list on stdin; on stdout, for each, a list of [start, end, class] in UTF-16 code units.
// Run: npx tsx bench/accuracy/tagger-mentions.ts FOLDER
import { readFileSync } from 'node:fs'
import { openTagger } from '../../src/ner/neural/open-tagger.ts'

const texts = JSON.parse(readFileSync(0, 'utf8')) as string[]
const tagger = await openTagger(process.argv[2] ?? '', { threads: 1 })
const found = await tagger.tag(texts)
const lists = found.map((entities) => entities.map(({ start, end, class: name }) => [start, end, name]))
process.stdout.write(JSON.stringify(lists))
await tagger.close()
