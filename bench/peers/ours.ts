// Ours beside the rivals, in a process of its own: `node --import tsx bench/peers/ours.ts PAIR KB FOLDER ANSWERS STAGES [on]`
// FOLDER is what export-pair.ts writes, ANSWERS as linkers.py writes it; `on`: abbreviations are followed. KB is built before.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CANDIDATE_STAGES, definitionsIn, openKnowledgeBase } from '../../src/api.ts'
import { PAIRS } from '../accuracy/pairs.ts'
import type { PeerReport } from './answers.ts'
import type { PeerMention } from './export.ts'

const LIMIT = 20
const [name, folder = '', from = '', to = '', chosen = '', abbreviations] = process.argv.slice(2)
const entityClass = PAIRS.find(({ pair }) => pair === name)?.entityClass
const stages = CANDIDATE_STAGES.filter((stage) => chosen.split(',').includes(stage))
const mentions = readFileSync(join(from, 'mentions.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as PeerMention)

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

const begun = cpuSeconds()
const kb = await openKnowledgeBase(folder)
const options = { class: entityClass, limit: LIMIT, stages }
await kb.link(mentions[0]?.mention ?? '', { ...options, definitions: [] })
const ready = cpuSeconds()
const documents = new Map<string, PeerMention[]>()
for (const mention of mentions) documents.set(mention.doc, [...(documents.get(mention.doc) ?? []), mention])
const definitions = new Map(
  [...documents].map(([doc, inIt]) => [doc, abbreviations === 'on' ? definitionsIn(inIt) : []]),
)
const results = await Promise.all(
  mentions.map(({ mention, doc }) =>
    kb.link(mention, { ...options, definitions: definitions.get(doc) ?? [] }),
  ),
)
const report: PeerReport = {
  system: `ontoground, ${stages.join(', ')}${abbreviations === 'on' ? ', abbreviations' : ''}`,
  setupSeconds: ready - begun,
  linkSeconds: cpuSeconds() - ready,
  peakMiB: process.resourceUsage().maxRSS / 1024,
  mentions: mentions.map((_, number) => number),
  answers: results.map(({ candidates, nil }) => ({
    ranked: candidates.map(({ id, score }) => [id, score] as const),
    answered: !nil,
  })),
}
writeFileSync(to, JSON.stringify(report))
kb.close()
