import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { diffReleases, type DiffReport } from '../../src/pipeline/diff.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { isAbsent, ONTOLOGIES } from './shared-data.ts'

const scratch = scratchFolder()

const diff = (
  old: string,
  current: string,
  more: { readonly curations?: string; readonly impact?: string } = {},
): Promise<DiffReport> =>
  diffReleases(join(ONTOLOGIES, old), join(ONTOLOGIES, current), { kb: scratch, cwd: scratch, ...more })

// One reading of HPO serves all tests of it, with a curation, a learned name and a link of a concept that it retires.
const line = { author: 'jd', date: '2026-01-02', reason: 'made up', concept: 'HP:0001379' }
const CURATIONS = [
  { ...line, action: 'link-only', text: 'Degenerative joint disease' },
  { ...line, action: 'add', text: 'worn joints', author: 'learn' },
]
let ofHpo: Promise<DiffReport> | undefined
const diffOfHpo = (): Promise<DiffReport> => {
  const folder = newFolder(scratch)
  const [curations, impact] = [join(folder, 'hp.jsonl'), join(folder, 'links.jsonl')]
  writeFileSync(curations, CURATIONS.map((one) => `${JSON.stringify(one)}\n`).join(''))
  writeFileSync(impact, `${JSON.stringify({ mention: 'DJD', ids: ['HP:0001379'] })}\n`)
  return (ofHpo ??= diff(...HPO, { curations, impact }))
}

/** Where others compute, too. */
const TIMEOUT_MS = 600_000

const HPO = ['hpo/hp-davetang.obo.gz', 'hpo/hp-boqa-root.obo.gz'] as const
const clBasic = (format: string): readonly [string, string] => [
  `cl/2019-06-15/cl-basic.${format}.gz`,
  `cl/2021-08-07/cl-basic.${format}.gz`,
]

// Table of section 4 of the data's README: added, removed, newly obsolete, renamed (of them in use), synonym sets changed.
const TABLE: readonly (readonly [pair: readonly [string, string], counts: readonly number[]])[] = [
  [HPO, [575, 2, 20, 146, 126, 1430]],
  [
    ['hpo/hp-boqa-resources.obo.gz', 'hpo/hp-davetang.obo.gz'],
    [146, 0, 5, 17, 12, 3785],
  ],
  [clBasic('obo'), [197, 1, 6, 54, 46, 36]],
  [clBasic('json'), [197, 1, 6, 54, 46, 36]],
  [clBasic('owl'), [197, 1, 6, 54, 46, 36]],
]

describe.skipIf(isAbsent)('releases of HPO and CL', { timeout: TIMEOUT_MS }, () => {
  it.each(TABLE)('%s: the counts are those that were counted otherwise', async ([old, current], counts) => {
    const { summary } = await (old === HPO[0] ? diffOfHpo() : diff(old, current))
    const { added, removed, retired, relabelled, relabelledInUse, synonymsChanged } = summary
    expect([added, removed, retired, relabelled, relabelledInUse, synonymsChanged]).toEqual(counts)
    // Each id that is no concept any more is an alternative id of another.
    expect(summary.removedSilently).toBe(0)
  })

  it('HPO: merged and split concepts, names that moved, and what leads to a home', async () => {
    const { merged, split, moved, retired, synonymsMoved } = await diffOfHpo()
    expect(merged).toHaveLength(22)
    expect(merged.find(({ id }) => id === 'HP:0001578')).toMatchObject({
      label: 'Hypercortisolism',
      into: { id: 'HP:0003118' },
      by: 'alternative-id',
    })
    expect(merged.find(({ id }) => id === 'HP:0001379')).toMatchObject({
      into: { id: 'HP:0002758' },
      by: 'replaced-by',
    })
    expect(split.find(({ id }) => id === 'HP:0000535')).toMatchObject({
      into: [{ label: 'Thin eyebrow' }, { label: 'Sparse eyebrow' }],
      by: 'names',
    })
    expect(moved).toHaveLength(172)
    expect(synonymsMoved).toHaveLength(75)
    expect(retired.every(({ home }) => home?.by === 'replaced-by')).toBe(true)
  })

  it('HPO: a curation, a learned name and a link of a retired concept are told with their new home', async () => {
    const { effects } = await diffOfHpo()
    const concepts = [{ id: 'HP:0002758', label: 'Osteoarthritis' }]
    const touched = { effect: 'concept-retired', home: { by: 'replaced-by', concepts } }
    expect(effects.curations).toMatchObject([{ ...touched, curation: { line: 1 } }])
    expect(effects.learnedNames).toMatchObject([{ ...touched, curation: { line: 2 } }])
    expect(effects.links?.changes).toMatchObject([{ mention: 'DJD', change: 'replaced', to: concepts }])
  })
})
