// How often is the first answer right, with gold mentions given? `npx tsx bench/accuracy/link.ts [dev|train]`
// Mentions with an id and not composite; discontinuous ones by their joined pieces; NIL counts as wrong.
import { RUNGS } from '../../src/api.ts'
import { goldMentions, machine, requireData } from '../data.ts'
import { currentIds, PAIRS, withPair } from './pairs.ts'

requireData()
const split = process.argv[2] === 'train' ? 'train' : 'dev'
console.log(`Linking of gold mentions, ${split}, by the lexical ladder alone. ${machine()}\n`)
console.log(
  '| pair | mentions | exact baseline acc@1 | acc@1 | R@5 | answered | precision of answers | ECE | right/answered by rung |',
)
console.log('|---|---:|---:|---:|---:|---:|---:|---:|---|')

for (const pair of PAIRS) {
  const gold = goldMentions(pair.pair, split).filter(({ ids, composite }) => ids.length > 0 && !composite)
  if (gold.length === 0) continue
  await withPair(pair, async (kb) => {
    let [right, inFive, answered] = [0, 0, 0]
    const byRung = new Map<string, { right: number; answered: number }>()
    const bins = Array.from({ length: 10 }, () => ({ answered: 0, right: 0, score: 0 }))
    for (const { mention, joined, ids } of gold) {
      const wanted = currentIds(kb, ids)
      const { candidates } = await kb.link(joined ?? mention, { class: pair.entityClass, limit: 5 })
      const [first] = candidates
      if (candidates.some(({ id }) => wanted.has(id))) inFive++
      if (first === undefined) continue
      const isRight = wanted.has(first.id)
      answered++
      if (isRight) right++
      const rung = byRung.get(first.method) ?? { right: 0, answered: 0 }
      byRung.set(first.method, { right: rung.right + Number(isRight), answered: rung.answered + 1 })
      const bin = bins[Math.min(9, Math.floor(first.score * 10))]
      if (!bin) continue
      bin.answered++
      bin.right += Number(isRight)
      bin.score += first.score
    }
    const ece = bins.reduce((sum, bin) => sum + Math.abs(bin.right - bin.score), 0) / answered
    const rungs = RUNGS.flatMap((rung) => {
      const counts = byRung.get(rung)
      return counts ? [`${rung} ${String(counts.right)}/${String(counts.answered)}`] : []
    })
    const share = (count: number, of: number): string => (count / of).toFixed(3)
    const baseline = (split === 'dev' ? pair.exactDev?.toFixed(3) : null) ?? '–'
    const cells = [pair.pair, gold.length, baseline, share(right, gold.length), share(inFive, gold.length)]
    console.log(
      `| ${[...cells, share(answered, gold.length), share(right, answered), ece.toFixed(3), rungs.join(', ')].join(' | ')} |`,
    )
  })
}
