import { writeFileSync } from 'node:fs'
import { findCollisions } from '../index/collisions.ts'
import type { NameIndex } from '../index/name-index.ts'

/** Writes the collisions as a table, surest rung first. @returns how many there are by rung */
export const writeCollisions = (index: NameIndex, file: string): Record<string, number> => {
  const counts: Record<string, number> = {}
  const lines = ['rung\tsource\tid\tname\tother_id\tother_name']
  for (const { rung, a, b } of findCollisions(index)) {
    counts[rung] = (counts[rung] ?? 0) + 1
    lines.push(
      [rung, a.source, a.id, a.text, b.id, b.text]
        .map((field) => field.replaceAll(/[\t\n\r]/g, ' '))
        .join('\t'),
    )
  }
  writeFileSync(file, `${lines.join('\n')}\n`)
  return counts
}
