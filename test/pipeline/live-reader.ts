// Asks a knowledge base over and over while builds are switched under it: node --import tsx live-reader.ts KB [CONCEPT]
// Each task asks twice; both answers must be of one build. Ends when told to on standard input, with what it saw.
import { openLiveKnowledgeBase } from '../../src/pipeline/live-knowledge-base.ts'

const [folder = '', concept = 'A:1'] = process.argv.slice(2)
const seen = new Set<string>()
let [asked, failed, mixed] = [0, 0, 0]
const stop = new AbortController()
process.stdin.on('data', () => {
  stop.abort()
})

const live = await openLiveKnowledgeBase(folder, { onProblem: () => failed++ })
process.stdout.write('ready\n')
while (!stop.signal.aborted) {
  try {
    await live.use(async (kb) => {
      const [first] = (await kb.link('the concept', { stages: ['exact'] })).candidates
      await new Promise((resolve) => setImmediate(resolve))
      const { records } = kb.term(concept)
      if (first?.label !== records[0]?.label) mixed++
      seen.add(first?.label ?? 'nothing')
    })
    asked++
  } catch {
    failed++
  }
  await new Promise((resolve) => setTimeout(resolve, 1))
}
live.close()
process.stdin.destroy()
process.stdout.write(`${JSON.stringify({ asked, failed, mixed, seen: [...seen].sort() })}\n`)
