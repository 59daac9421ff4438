import type { Mention } from '../core/document.ts'

/**
 * Mentions with names that no two share: their own, and `prefix` and a number for those that have none.
 *
 * @param isAllowed whether the format can write a name; others are given one
 */
export const namedMentions = (
  mentions: readonly Mention[],
  prefix: string,
  isAllowed: (key: string) => boolean = () => true,
): readonly { readonly mention: Mention; readonly key: string }[] => {
  const taken = new Set(mentions.flatMap(({ key }) => key ?? []))
  const used = new Set<string>()
  let next = 0
  return mentions.map((mention) => {
    let key = mention.key
    if (key === undefined || used.has(key) || !isAllowed(key)) {
      do key = `${prefix}${String(next++)}`
      while (taken.has(key))
    }
    used.add(key)
    return { mention, key }
  })
}
