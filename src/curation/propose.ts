import { type Curie, SYNONYM_SCOPES } from '../core/term.ts'
import { type Curation, GENERATED_BY } from './curation.ts'
import { foldConcept, foldName } from './curation-key.ts'
import { type HeuristicContext, type HeuristicName, type Verdict, verdictOn } from './heuristics.ts'
import type { CuratableName } from './label-index.ts'

export interface ProposalContext extends HeuristicContext {
  /** YYYY-MM-DD, for the lines. */
  readonly date: string
}

/** A curation the heuristics propose, and the one that did. */
export interface Proposal {
  readonly heuristic: HeuristicName
  readonly curation: Curation
  /** Whose names it is about. */
  readonly concepts: readonly Curie[]
}

/** What one concept has under one folded text. */
interface NameGroup {
  readonly concept: string
  readonly names: CuratableName[]
}

/**
 * First curations of one source, from its names in any order, sorted by text and concept. Where all concepts with a name
 * get the same, one line for the text says so; else a line for each concept that gets something.
 */
export const proposeCurations = (
  names: Iterable<CuratableName>,
  context: ProposalContext,
): readonly Proposal[] => {
  return byText(names).flatMap((groups) => {
    const verdicts = groups.map((group) => verdictOnGroup(group, context))
    const [first] = verdicts
    if (first && verdicts.every((verdict) => verdict?.action === first.action))
      return [proposalOf(first, groups, context.date)]
    return groups.flatMap((group, index) => {
      const verdict = verdicts[index]
      return verdict ? [proposalOf(verdict, [group], context.date, group.concept)] : []
    })
  })
}

const proposalOf = (
  { heuristic, action, reason }: Verdict,
  groups: readonly NameGroup[],
  date: string,
  concept?: Curie,
): Proposal => {
  const subject = {
    text: spellings(groups[0]?.names ?? [])[0]?.text ?? '',
    ...(concept === undefined ? {} : { concept }),
  }
  const origin = { author: GENERATED_BY, date, reason: `${heuristic}: ${reason}`, line: 0 }
  return {
    heuristic,
    curation: { action, ...subject, ...origin },
    concepts: groups.map((group) => group.concept),
  }
}

/** The names under each folded text, by concept; both sorted. */
const byText = (names: Iterable<CuratableName>): readonly (readonly NameGroup[])[] => {
  const texts = new Map<string, Map<string, NameGroup>>()
  for (const name of names) {
    const [text, concept] = [foldName(name.text), foldConcept(name.concept)]
    let groups = texts.get(text)
    if (groups === undefined) texts.set(text, (groups = new Map<string, NameGroup>()))
    const group = groups.get(concept)
    if (group === undefined) groups.set(concept, { concept: name.concept, names: [name] })
    else group.names.push(name)
  }
  return sortedValues(texts).map(sortedValues)
}

const sortedValues = <Value>(map: ReadonlyMap<string, Value>): readonly Value[] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)

const MILDEST_FIRST = [undefined, 'case-sensitive', 'link-only', 'drop']

/**
 * The spellings that count: one in capitals beside another says nothing (NCIt has ABSCESS beside Abscess), it is shouted
 * and no symbol.
 */
const spellings = (names: readonly CuratableName[]): readonly CuratableName[] => {
  const quiet = names.filter(({ text }) => text !== text.toUpperCase())
  return quiet.length === 0 ? names : quiet
}

/** One verdict for all spellings of a name of a concept, for a curation does not tell them apart: the mildest, by the best scope. */
const verdictOnGroup = ({ names }: NameGroup, context: ProposalContext): Verdict | null => {
  const scope = SYNONYM_SCOPES.find((best) => names.some((name) => name.scope === best)) ?? 'related'
  const verdicts = spellings(names).map((name) => verdictOn({ ...name, scope }, context))
  const rank = (verdict: Verdict | null): number => MILDEST_FIRST.indexOf(verdict?.action)
  return verdicts.reduce((mildest, verdict) => (rank(verdict) < rank(mildest) ? verdict : mildest))
}
