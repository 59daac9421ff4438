import { figuresOf, type PeerReport } from './answers.ts'
import type { PeerMention } from './export.ts'
import type { BuildCost, PeerRun } from './systems.ts'

/** Columns of the table, after which each row is one system over one pair. */
export const COLUMNS =
  'pair (mentions, covered) | system | acc@1 | R@5 | R@20 | ties at random: acc@1 | answered | precision | ours: precision of as many | mentions a CPU s | set-up, CPU s | peak MiB | right first: only it / only ours'

export const share = (value: number): string => value.toFixed(3)

/** A run's cells after the pair; `ours`: what rivals are held against. */
export const row = (run: PeerRun, mentions: readonly PeerMention[], ours?: PeerReport): string => {
  if ('problem' in run)
    return `${run.title} | not run: ${run.problem.replaceAll('|', '/')} |${' |'.repeat(10)}`
  const { report, build } = run
  const gold = report.mentions.map((number) => mentions[number]?.ids ?? [])
  const figures = figuresOf(report.answers, gold)
  const peak = report.peakMiB.toFixed(0)
  const rivalled = build === undefined ? ours : undefined
  const cells = [
    run.title,
    share(figures.first),
    share(figures.inFive),
    share(figures.inTwenty),
    share(figures.firstOfTies),
    share(figures.answered),
    share(figures.precision),
    rivalled === undefined ? '' : share(precisionOfAsMany(report, rivalled, mentions)),
    Number((report.mentions.length / report.linkSeconds).toPrecision(2)).toString(),
    setupOf(report, build),
    build === undefined ? peak : `${peak} (build ${build.peakMiB.toFixed(0)})`,
    rivalled === undefined ? '' : against(report, rivalled, mentions),
  ]
  return `${cells.join(' | ')} |`
}

const hasFirst = (report: PeerReport, number: number, { ids }: PeerMention): boolean =>
  ids.includes(firstOf(report, number) ?? '')

const firstOf = ({ mentions, answers }: PeerReport, number: number): string | undefined =>
  answers[mentions.indexOf(number)]?.ranked[0]?.[0]

const setupOf = (report: PeerReport, build: BuildCost | undefined): string => {
  const seconds = (report.setupSeconds + (build?.seconds ?? 0)).toFixed(1)
  return (build?.fromCache ?? 0) > 0 ? `${seconds} (vectors cached)` : seconds
}

/** Precision of ours over the same mentions if it answered no more of them than the rival: those it is surest of. */
const precisionOfAsMany = (rival: PeerReport, ours: PeerReport, mentions: readonly PeerMention[]): number => {
  const asked = new Set(rival.mentions)
  const most = rival.answers.filter(({ answered }) => answered).length
  const surest = ours.mentions
    .map((number, at) => ({ number, score: ours.answers[at]?.ranked[0]?.[1] ?? 0 }))
    .filter(({ number }) => asked.has(number))
    .sort((one, other) => other.score - one.score)
    .slice(0, most)
  const right = surest.filter(({ number }) => {
    const mention = mentions[number]
    return mention !== undefined && hasFirst(ours, number, mention)
  })
  return right.length / Math.max(1, surest.length)
}

/** How many of the mentions of both only the one, and only the other, has right. */
const against = (rival: PeerReport, ours: PeerReport, mentions: readonly PeerMention[]): string => {
  const counts = { it: 0, ours: 0 }
  for (const number of rival.mentions) {
    const mention = mentions[number]
    if (mention === undefined) continue
    const [one, other] = [hasFirst(rival, number, mention), hasFirst(ours, number, mention)]
    counts.it += Number(one && !other)
    counts.ours += Number(other && !one)
  }
  return `${String(counts.it)} / ${String(counts.ours)}`
}

/** Mentions that a rival has first and ours has not: what ours says, and which rivals are right. */
export const printBetter = (
  rivals: readonly PeerRun[],
  ours: PeerReport | undefined,
  mentions: readonly PeerMention[],
  most: number,
): void => {
  const seen = new Set<string>()
  for (const [number, mention] of mentions.entries()) {
    if (seen.size >= most || ours === undefined) break
    if (seen.has(mention.mention) || hasFirst(ours, number, mention)) continue
    const right = rivals.filter((run) => 'report' in run && hasFirst(run.report, number, mention))
    if (right.length === 0) continue
    seen.add(mention.mention)
    const { ids, mention: text } = mention
    const titles = right.map(({ title }) => title).join('; ')
    console.log(
      `- "${text}" is ${ids.join(', ')}; ours ${firstOf(ours, number) ?? 'nothing'}; right: ${titles}`,
    )
  }
}
