// How many parts of coordinations are found and grounded? `npx tsx bench/accuracy/coordination.ts [train|dev] [--errors]`
// Gold: mentions in pieces (CRAFT), or mentions that name several concepts (BC5CDR, NCBI disease, genes). The names that
// confirm are those of the ontology alone, judged as the dictionary judges them. GNormPlus was not looked at.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildKnowledgeBase, type KnowledgeBase, openKnowledgeBase, parseConfig } from '../../src/api.ts'
import { endOf, type Mention, startOf, type TextDocument, textOf } from '../../src/core/document.ts'
import type { Finding, Recognizer } from '../../src/ner/contract.ts'
import { makeRecognizer } from '../../src/pipeline/recognizers.ts'
import { machine, requireData } from '../data.ts'
import { documentsOf, GOLD_SETS, type GoldSet, isGold } from './coordination-gold.ts'
import { currentIds } from './pairs.ts'

requireData()
const split = process.argv[2] === 'dev' ? 'dev' : 'train'
const showsErrors = process.argv.includes('--errors')

/** A gold mention with one of its ids. */
interface Wanted {
  readonly mention: Mention
  readonly id: string
  readonly ids: ReadonlySet<string>
}

interface Counts {
  wanted: number
  /** By the dictionary alone, with coordinations, and in the very pieces. */
  alone: number
  together: number
  exact: number
  findings: number
  right: number
  /** Gold has a mention of the class there, of another concept. */
  otherwise: number
}

const meets = (finding: Finding, mention: Mention): boolean =>
  startOf(finding) < endOf(mention) && startOf(mention) < endOf(finding)

const holds = (mention: Mention, finding: Finding): boolean =>
  startOf(mention) <= startOf(finding) && endOf(finding) <= endOf(mention)

const sameSpans = (finding: Finding, mention: Mention): boolean =>
  finding.spans.join(';') === mention.spans.join(';')

const wantedIn = (kb: KnowledgeBase, set: GoldSet, document: TextDocument): Wanted[] =>
  document.mentions
    .filter((mention) => isGold({ ...set, text: document.text }, mention))
    .flatMap((mention) => mention.ids.map((id) => ({ mention, id, ids: currentIds(kb, [id]) })))
    .filter(({ ids }) => [...ids].some((id) => isKnown(kb, id)))

const isKnown = (kb: KnowledgeBase, id: string): boolean => {
  try {
    return kb.term(id).records.length > 0
  } catch {
    return false
  }
}

/** Genes of other species have the same names and other ids: such documents tell nothing. */
const isCovered = (kb: KnowledgeBase, { classes }: GoldSet, { mentions }: TextDocument): boolean =>
  !Object.values(classes).includes('gene') ||
  mentions.every(({ ids }) => ids.every((id) => !id.startsWith('NCBIGene:') || isKnown(kb, id)))

/** A finding and what it may mean: which of several concepts of one name is meant, others decide. */
type Grounded = Finding & { readonly candidates: readonly string[] }

const candidatesOf = async (
  kb: KnowledgeBase,
  { text }: TextDocument,
  finding: Finding,
): Promise<string[]> => {
  const options = { class: finding.class, limit: 5 }
  const { candidates } = await kb.link(finding.reading ?? textOf(text, finding.spans), options)
  return candidates.map(({ id }) => id)
}

const isMet = ({ ids }: Wanted, { candidates }: Grounded): boolean => candidates.some((id) => ids.has(id))

const score = async (set: GoldSet, kb: KnowledgeBase): Promise<Counts> => {
  const [dictionary, coordination] = await Promise.all(
    ['dictionary', 'coordination'].map((type) => makeRecognizer({ type }, kb.recognizerParts())),
  )
  if (dictionary === undefined || coordination === undefined) throw new Error('no recognisers')
  const counts: Counts = { wanted: 0, alone: 0, together: 0, exact: 0, findings: 0, right: 0, otherwise: 0 }
  for await (const document of documentsOf(set)) {
    if (!isCovered(kb, set, document)) continue
    const wanted = wantedIn(kb, set, document)
    const ground = async (recognizer: Recognizer): Promise<Grounded[]> =>
      Promise.all(
        (await recognizer.recognize(document)).findings.map(async (finding) => ({
          ...finding,
          candidates: await candidatesOf(kb, document, finding),
        })),
      )
    const listed = await ground(coordination)
    const plain = wanted.length === 0 ? [] : await ground(dictionary)
    count(counts, document, set, wanted, plain, listed)
  }
  return counts
}

const count = (
  counts: Counts,
  { text, mentions }: TextDocument,
  { classes, kind }: GoldSet,
  wanted: readonly Wanted[],
  plain: readonly Grounded[],
  listed: readonly Grounded[],
): void => {
  const has = (findings: readonly Grounded[], one: Wanted): boolean =>
    findings.some((finding) => isMet(one, finding) && meets(finding, one.mention))
  for (const each of wanted) {
    const [alone, inList] = [has(plain, each), has(listed, each)]
    counts.wanted++
    counts.alone += Number(alone)
    counts.together += Number(alone || inList)
    counts.exact += Number(listed.some((finding) => sameSpans(finding, each.mention)))
    if (showsErrors && !alone && !inList)
      console.log(`- ${each.id} ${each.mention.text.replace(/\s+/g, ' ')}`)
  }
  for (const finding of listed) {
    if (kind === 'pieces' && finding.spans.length === 1) continue
    const isRight = wanted.some((one) => isMet(one, finding) && meets(finding, one.mention))
    counts.findings++
    counts.right += Number(isRight)
    const isInGold = mentions.some(
      (mention) => classes[mention.class] === finding.class && holds(mention, finding),
    )
    counts.otherwise += Number(!isRight && isInGold)
    const rule = `${/a list with (.*)/.exec(finding.reasons[0] ?? '')?.[1] ?? ''}, ${finding.score.toFixed(2)}`
    const ofRule = byRule.get(rule) ?? { findings: 0, right: 0 }
    byRule.set(rule, { findings: ofRule.findings + 1, right: ofRule.right + Number(isRight) })
    if (!showsErrors || isRight) continue
    const around = text.slice(Math.max(0, startOf(finding) - 25), endOf(finding) + 25)
    console.log(
      `+ ${finding.reading ?? ''} (${finding.candidates.join(' ')}, ${String(finding.score)}) | ${around}`,
    )
  }
}

const byRule = new Map<string, { readonly findings: number; readonly right: number }>()
const share = (part: number, whole: number): string => (whole === 0 ? '–' : (part / whole).toFixed(3))

console.log(`Coordinations, ${split}. ${machine()}\n`)
console.log(
  '| corpus | parts in gold | found without | found with | exact pieces | found in lists | right | gold has another concept | nothing in gold | P |',
)
console.log('|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|')
for (const set of GOLD_SETS.filter((each) => each.split === split)) {
  const folder = mkdtempSync(join(tmpdir(), 'ontoground-bench-'))
  const config = JSON.stringify({ kb: folder, sources: set.sources })
  await buildKnowledgeBase(parseConfig(config, 'bench.json'))
  const kb = await openKnowledgeBase(folder)
  try {
    const { wanted, alone, together, exact, findings, right, otherwise } = await score(set, kb)
    const figures = [
      wanted,
      share(alone, wanted),
      share(together, wanted),
      exact,
      findings,
      right,
      otherwise,
      findings - right - otherwise,
    ]
    console.log(`| ${[set.name, ...figures, share(right, findings)].join(' | ')} |`)
  } finally {
    kb.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

console.log('\n| rule and score | found | of these right | P |\n|---|---:|---:|---:|')
for (const [rule, { findings, right }] of [...byRule].sort())
  console.log(`| ${[rule, findings, right, share(right, findings)].join(' | ')} |`)
