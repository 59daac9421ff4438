import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KnowledgeBase } from '../../src/api.ts'
import { openNameIndex } from '../../src/index/name-index.ts'
import { type GoldMention, goldMentions } from '../data.ts'
import { currentIds, type Pair } from '../accuracy/pairs.ts'

/** A gold mention as rivals get it, with its ids as the knowledge base has them now. */
export interface PeerMention {
  readonly mention: string
  readonly ids: readonly string[]
  readonly doc: string
  readonly context: string
  readonly contextStart: number
  /** Whether the knowledge base has any of the ids. */
  readonly covered: boolean
}

/**
 * Writes what every system is given: `names.tsv` (id, name, `label` or `synonym`; each id and name once, labels first) with the names
 * of retired concepts under what took their place, and `mentions.jsonl` ({@link PeerMention}: dev, with an id, not
 * composite, discontinuous ones by their joined pieces). Returns how many of each.
 */
export const exportPair = (
  pair: Pair,
  kb: KnowledgeBase,
  build: string,
  folder: string,
): { readonly names: number; readonly mentions: number } => {
  mkdirSync(folder, { recursive: true })
  const names = namesOf(kb, build)
  writeFileSync(join(folder, 'names.tsv'), `${names.join('\n')}\n`)
  const mentions = goldMentions(pair.pair, 'dev')
    .filter(({ ids, composite }) => ids.length > 0 && !composite)
    .map((gold) => JSON.stringify(asked(kb, gold)))
  writeFileSync(join(folder, 'mentions.jsonl'), `${mentions.join('\n')}\n`)
  return { names: names.length, mentions: mentions.length }
}

const namesOf = (kb: KnowledgeBase, build: string): readonly string[] => {
  const index = openNameIndex(join(build, 'current/names.bin'))
  const labels = new Map<string, string>()
  const others = new Map<string, string>()
  for (let number = 0; number < index.length; number++) {
    const { id, text, scope, obsolete } = index.nameAt(number)
    const name = text.replaceAll(/\s+/g, ' ').trim()
    const holders = obsolete ? [...currentIds(kb, [id])].filter((holder) => holder !== id) : [id]
    if (name === '') continue
    for (const holder of holders) {
      const isLabel = scope === 'label' && !obsolete
      const line = `${holder}\t${name}`
      ;(isLabel ? labels : others).set(line, `${line}\t${isLabel ? 'label' : 'synonym'}`)
    }
  }
  for (const line of labels.keys()) others.delete(line)
  return [...labels.values(), ...others.values()]
}

const asked = (
  kb: KnowledgeBase,
  { mention, joined, ids, doc, context, contextStart }: GoldMention,
): PeerMention => {
  const current = [...currentIds(kb, ids)]
  const covered = current.some((id) => isKnown(kb, id))
  return { mention: joined ?? mention, ids: current, doc, context, contextStart, covered }
}

const isKnown = (kb: KnowledgeBase, id: string): boolean => {
  try {
    kb.term(id)
    return true
  } catch {
    return false
  }
}
