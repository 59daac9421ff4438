import { caseAgreement } from '../core/text/case-agreement.ts'
import type { NameHit, NameLookup } from '../index/contract.ts'
import type { TermLookup } from '../vocab/contract.ts'
import { carryOver } from './carry-over.ts'
import type { Candidate } from '../core/candidate.ts'
import type { Dropped, LinkOptions, LinkResult, Scorer } from './contract.ts'
import { featuresOf, type ResolvedHit, sureness } from './features.ts'
import { successors } from './successors.ts'

/** What linking needs to look things up with. */
export interface LinkerParts {
  readonly names: NameLookup
  readonly terms: TermLookup
  readonly scorer: Scorer
}

const DEFAULT_LIMIT = 10

/** Candidates for one mention: every concept with a name that meets it, retired ones resolved, scored and ranked. */
export const linkMention = (parts: LinkerParts, mention: string, options: LinkOptions = {}): LinkResult => {
  const dropped: Dropped[] = []
  const found = parts.names.normalized(mention.trim(), { entityClass: options.class })
  const usable = found.filter((hit) => mayLink(hit, mention, dropped))
  const hits = resolveRetired(parts.terms, usable, dropped).filter((resolved) =>
    isOfClass(resolved, options.class, dropped),
  )
  const all = rank(parts.scorer, mention.trim(), hits)
  const wanted = options.toSource === undefined ? all : carryOver(parts.terms, all, options.toSource, dropped)
  const ranked = wanted.slice(0, options.limit ?? DEFAULT_LIMIT)
  const candidates = options.explain === true ? ranked : ranked.map(withoutReasons)
  const explained = options.explain === true ? { dropped } : {}
  if (candidates.length > 0) return { mention, nil: false, candidates, ...explained }
  return {
    mention,
    nil: true,
    nilReason: nilReason(parts, options, { usable: usable.length, found: found.length, ranked: all.length }),
    candidates,
    ...explained,
  }
}

/** What the source's curations say of the name. */
const mayLink = ({ id, text, use }: NameHit, mention: string, dropped: Dropped[]): boolean => {
  if (use !== 'drop' && !(use === 'case-sensitive' && caseAgreement(mention, text) !== 'same')) return true
  const reason = use === 'drop' ? 'a curation drops this name' : 'a curation makes this name case-sensitive'
  dropped.push({ id, matched: text, reason })
  return false
}

const isOfClass = ({ hit, target }: ResolvedHit, wanted: string | undefined, dropped: Dropped[]): boolean => {
  if (wanted === undefined || target.entityClass === wanted) return true
  const reason = `the concept is retired, and ${target.id} in its place is of class ${target.entityClass}`
  dropped.push({ id: hit.id, matched: hit.text, reason })
  return false
}

interface Ranked {
  readonly candidate: Candidate
  /** Unrounded. */
  readonly score: number
  readonly sureness: number
  readonly sourceRank: number
}

/** The best-scored name of each concept, best concept first; of names that score alike the surest. */
const rank = (scorer: Scorer, mention: string, hits: readonly ResolvedHit[]): Candidate[] => {
  const best = new Map<string, Ranked>()
  featuresOf(mention, hits).forEach((features, index) => {
    const resolved = hits[index]
    if (!resolved) return
    const { score, reasons } = scorer.score(features)
    const earlier = best.get(resolved.target.id)
    if (
      earlier &&
      (earlier.score > score || (earlier.score === score && earlier.sureness <= sureness(resolved.hit)))
    )
      return
    const candidate = candidateOf(resolved, score, reasons)
    best.set(resolved.target.id, {
      candidate,
      score,
      sureness: sureness(resolved.hit),
      sourceRank: features.sourceRank,
    })
  })
  return [...best.values()]
    .sort(
      (a, b) =>
        b.score - a.score || a.sourceRank - b.sourceRank || compareIds(a.candidate.id, b.candidate.id),
    )
    .map(({ candidate }) => candidate)
}

const compareIds = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

const candidateOf = (
  { hit, target }: ResolvedHit,
  score: number,
  reasons: Candidate['reasons'] & object,
): Candidate => ({
  id: target.id,
  label: target.label,
  class: target.entityClass,
  source: target.source,
  score: Math.round(score * 10_000) / 10_000,
  method: hit.rung,
  matched: hit.text,
  scope: hit.scope,
  ...(hit.id === target.id ? {} : { replaces: hit.id }),
  reasons,
})

const withoutReasons = ({ reasons: _, ...candidate }: Candidate): Candidate => candidate

/** Hits of retired concepts become hits of what replaced them, or are dropped with the reason. */
const resolveRetired = (terms: TermLookup, hits: readonly NameHit[], dropped: Dropped[]): ResolvedHit[] =>
  hits.flatMap((hit) => {
    if (!hit.obsolete) return [{ hit, target: hit }]
    const targets = successors(terms, hit.row)
    if (targets.length === 0)
      dropped.push({
        id: hit.id,
        matched: hit.text,
        reason: 'the concept is retired and nothing replaces it',
      })
    return targets.map((target) => ({ hit, target }))
  })

const nilReason = (
  { names }: LinkerParts,
  options: LinkOptions,
  count: { readonly found: number; readonly usable: number; readonly ranked: number },
): NonNullable<LinkResult['nilReason']> => {
  if (options.class !== undefined && !names.classes.includes(options.class))
    return 'class-not-in-knowledge-base'
  if (options.toSource !== undefined && !names.sources.includes(options.toSource))
    return 'source-not-in-knowledge-base'
  if (count.ranked > 0) return 'no-counterpart-in-source'
  if (count.usable > 0) return 'only-retired-concepts-match'
  return count.found > 0 ? 'only-curated-names-match' : 'no-name-matches'
}
