import { normalizeCurie } from '../core/curie.ts'
import type { ConceptSet, Curie, Home, Ref } from './contract.ts'
import { homeOf } from './homes.ts'
import type { NameMoves } from './name-findings.ts'

/** A mention that was linked: by the product, or by annotators. */
export interface StoredLink {
  /** Of the file, 1-based. */
  readonly line: number
  /** Of its document, or its own. */
  readonly doc: string | null
  readonly mention: string
  readonly ids: readonly Curie[]
  readonly class?: string
  readonly context?: string
}

/**
 * What the new release makes of a link: its id leads on (`replaced`), is obsolete (`retired`) or not there (`gone`) and
 * nothing sure stands in its place, or it has another label.
 */
export type LinkChangeKind = 'replaced' | 'retired' | 'gone' | 'relabelled' | 'restored'

export interface LinkChange extends Pick<StoredLink, 'line' | 'doc' | 'mention'> {
  readonly change: LinkChangeKind
  readonly from: Ref
  /** Where to, as far as anything is known; of a relabelled concept itself. */
  readonly to: readonly Ref[]
  readonly by: Home['by'] | null
}

/** What linking answered with the old release and answers with the new one, where they differ. */
export interface AnswerChange extends Pick<StoredLink, 'line' | 'doc' | 'mention'> {
  readonly before: Ref | null
  readonly after: Ref | null
}

/** A source on both sides, with what became of its names. */
export interface ComparedSource {
  readonly before: ConceptSet
  readonly after: ConceptSet
  readonly moves: NameMoves | null
}

type Fate = Omit<LinkChange, 'line' | 'doc' | 'mention'>

/** Says of links what the changes do to them; ids are looked up once. */
export class LinkFates {
  readonly #sources: readonly ComparedSource[]
  readonly #known = new Map<string, Fate | null>()

  constructor(sources: readonly ComparedSource[]) {
    this.#sources = sources
  }

  changesOf({ line, doc, mention, ids }: StoredLink): LinkChange[] {
    return [...new Set(ids)].flatMap((id) => {
      const fate = this.#fateOf(normalizeCurie(id))
      return fate === null ? [] : [{ line, doc, mention, ...fate }]
    })
  }

  #fateOf(id: Curie): Fate | null {
    let fate = this.#known.get(id)
    if (fate === undefined) this.#known.set(id, (fate = this.#findFate(id)))
    return fate
  }

  /** An id that any source still has in use is not touched. */
  #findFate(id: Curie): Fate | null {
    const fates = this.#sources.flatMap((source) => {
      const known = source.before.label(id) !== undefined || source.before.ownersOfAltId(id).length > 0
      return known ? [fateIn(source, id)] : []
    })
    return fates.includes(null) ? null : (fates[0] ?? null)
  }
}

const fateIn = ({ before, after, moves }: ComparedSource, id: Curie): Fate | null => {
  const [old, now] = [before.concept(id), after.concept(id)]
  const from = { id, label: old?.label ?? null }
  if (now?.obsolete === false) {
    const to = [{ id, label: now.label }]
    if (old?.obsolete !== false) return { change: 'restored', from, to, by: null }
    return old.label === now.label ? null : { change: 'relabelled', from, to, by: null }
  }
  const home = homeOf(after, id, moves?.from(id))
  if (old?.obsolete !== false && leadsTo(homeOf(before, id)) === leadsTo(home)) return null
  const isSure = home !== null && (home.by === 'replaced-by' || home.by === 'alternative-id')
  const change = isSure ? 'replaced' : now === undefined ? 'gone' : 'retired'
  return { change, from, to: home?.concepts ?? [], by: home?.by ?? null }
}

const leadsTo = (home: Home | null): string =>
  home === null ? '' : `${home.by} ${home.concepts.map(({ id }) => id).join(' ')}`
