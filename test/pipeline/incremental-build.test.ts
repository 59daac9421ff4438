import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Config, loadConfig } from '../../src/config/load.ts'
import { type BuildOptions, buildKnowledgeBase } from '../../src/pipeline/build.ts'
import { locateBuild } from '../../src/pipeline/kb-folder.ts'
import type { Manifest } from '../../src/pipeline/manifest.ts'
import type { BuildEvent } from '../../src/pipeline/progress.ts'
import { verifyKnowledgeBase } from '../../src/pipeline/verify.ts'
import { failureOf } from '../support/failure.ts'
import { stateOf } from '../support/kb-state.ts'
import { manyTerms, type OboTerm, oboText } from '../support/obo.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { writeSetup } from '../support/setup.ts'

const scratch = scratchFolder()

/** A build, and which sources it took over from the one before. */
const built = async (
  config: Config,
  options: BuildOptions = {},
): Promise<{ readonly manifest: Manifest; readonly reused: string[]; readonly issues: string[] }> => {
  const events: BuildEvent[] = []
  const { manifest } = await buildKnowledgeBase(config, {
    ...options,
    onEvent: (event) => events.push(event),
  })
  return {
    manifest,
    reused: events.flatMap((event) => (event.kind === 'source-done' && event.reused ? [event.source] : [])),
    issues: events.flatMap((event) =>
      event.kind === 'issue' ? [`${event.source} ${event.issue.code} ${event.issue.message}`] : [],
    ),
  }
}

const fullOf = (config: Config): Promise<{ readonly manifest: Manifest; readonly issues: string[] }> =>
  built({ ...config, kb: newFolder(scratch) }, { full: true })

/** What may stand in a source: names, types, relations, retired ids, parents that are elsewhere or nowhere. */
const termArbitrary = fc.record(
  {
    name: fc.constantFrom('heart attack', 'tumour', 'HELA cell', 'β-globin', 'type II diabetes'),
    synonyms: fc.uniqueArray(
      fc.constantFrom(
        'infarct',
        ['MI', 'RELATED'] as const,
        ['neoplasm', 'BROAD layperson'] as const,
        ['growth', 'NARROW clinical'] as const,
      ),
      { maxLength: 3 },
    ),
    isA: fc.uniqueArray(fc.constantFrom('A:0', 'A:1', 'B:1', 'B:2', 'C:0', 'X:9'), { maxLength: 2 }),
    altIds: fc.uniqueArray(fc.constantFrom('A:90', 'B:91'), { maxLength: 1 }),
    obsolete: fc.boolean(),
    replacedBy: fc.uniqueArray(fc.constantFrom('A:1', 'B:2'), { maxLength: 1 }),
    lines: fc.uniqueArray(
      fc.constantFrom(
        'relationship: part_of B:1',
        'relationship: develops_from A:1',
        'xref: UMLS:C1',
        'xref: MESH:D1 "text"',
        'subset: slim',
        'comment: "unclosed',
        'synonym: broken',
      ),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: ['name'] },
)

const sourceArbitrary = (prefix: string): fc.Arbitrary<readonly OboTerm[]> =>
  fc
    .array(termArbitrary, { minLength: 2, maxLength: 5 })
    .map((terms) => terms.map((term, number) => ({ id: `${prefix}:${String(number)}`, ...term })))

const CLASSES = { a: 'disease', b: 'gene', c: 'cell_line' } as const
type Name = keyof typeof CLASSES
type Roots = Partial<Record<Name, readonly string[]>>

/** What the next release of the three sources changes. */
const editArbitrary = fc.oneof(
  fc.record({ a: sourceArbitrary('A') }),
  fc.record({ b: sourceArbitrary('B') }),
  fc.record({ c: sourceArbitrary('C') }),
  fc.record({ order: fc.shuffledSubarray<Name>(['a', 'b', 'c'], { minLength: 2 }) }),
  fc.record({ roots: fc.constantFrom<Roots>({}, { a: ['A:0'] }, { b: ['B:1'] }) }),
)

interface Sources extends Record<Name, readonly OboTerm[]> {
  readonly order: readonly Name[]
  readonly roots: Roots
}

const write = (folder: string, sources: Sources): Config => {
  const configFile = join(folder, 'parsers.config.json')
  const entries = sources.order.map((name) => {
    const path = `${name}.obo`
    writeFileSync(join(folder, path), oboText(sources[name]))
    const roots = sources.roots[name]
    return { name, type: 'obo', entityClass: CLASSES[name], path, ...(roots === undefined ? {} : { roots }) }
  })
  writeFileSync(configFile, JSON.stringify({ sources: entries }))
  return loadConfig(configFile)
}

describe('an incremental build', () => {
  it('is the full build, byte for byte, after whatever changed', async () => {
    const start = fc.record({ a: sourceArbitrary('A'), b: sourceArbitrary('B'), c: sourceArbitrary('C') })
    const edits = fc.array(editArbitrary, { minLength: 1, maxLength: 4 })
    let reused = 0
    await fc.assert(
      fc.asyncProperty(start, edits, async (first, changes) => {
        const folder = newFolder(scratch)
        let sources: Sources = { ...first, order: ['a', 'b', 'c'], roots: {} }
        for (const change of [{}, ...changes]) {
          sources = { ...sources, ...change }
          const config = write(folder, sources)
          const [part, whole] = [await built(config), await fullOf(config)]
          expect(part.manifest).toEqual(whole.manifest)
          // A build that stands there already says nothing.
          if (part.issues.length > 0) expect(part.issues).toEqual(whole.issues)
          reused += part.reused.length
        }
      }),
      { numRuns: 30 },
    )
    expect(reused).toBeGreaterThan(40)
  }, 120_000)

  it('reads again only what changed', async () => {
    const source = (name: string, content: string): { name: string; content: string } => ({ name, content })
    const [a, b] = [oboText(manyTerms(50, 'A')), oboText(manyTerms(50, 'B'))]
    const { folder, config } = writeSetup(scratch, [source('a', a), source('b', b)])
    expect((await built(config)).reused).toEqual([])
    const place = locateBuild(config.kb)
    const before = stateOf(place)
    writeFileSync(
      join(folder, 'a.obo'),
      a.replace('made up concept number 7"', 'renamed').replace('number 8', 'no. 8'),
    )
    expect((await built(config)).reused).toEqual(['b'])
    // What is taken over from is only read.
    expect(stateOf(place)).toEqual(before)
    writeFileSync(join(folder, 'b.obo'), oboText(manyTerms(49, 'B')))
    expect((await built(config)).reused).toEqual(['a'])
    expect((await built(config, { full: true })).reused).toEqual([])
  })

  it('finds a parent that another source no longer has, and one that it has now', async () => {
    const child = oboText([{ id: 'B:1', name: 'child', isA: ['A:1'] }])
    const [parent, none] = [oboText([{ id: 'A:1', name: 'parent' }]), oboText([{ id: 'A:2', name: 'other' }])]
    const { folder, config } = writeSetup(scratch, [
      { name: 'a', content: parent },
      { name: 'b', content: child },
    ])
    expect((await built(config)).issues).toEqual([])
    writeFileSync(join(folder, 'a.obo'), none)
    const without = await built(config)
    expect(without.reused).toEqual(['b'])
    expect(without.issues).toEqual([expect.stringMatching(/^b unknown-parent B:1 is_a A:1/)])
    expect(without.manifest).toEqual((await fullOf(config)).manifest)
    writeFileSync(join(folder, 'a.obo'), oboText([{ id: 'A:1', name: 'parent again' }]))
    expect(await built(config)).toMatchObject({ issues: [], reused: ['b'] })
  })

  it('takes nothing over from a damaged store', async () => {
    const { folder, config } = writeSetup(scratch, [
      { name: 'a', content: oboText(manyTerms(50, 'A')) },
      { name: 'b', content: oboText(manyTerms(50, 'B')) },
    ])
    await built(config)
    const handle = openSync(join(config.kb, 'current', 'vocab.sqlite'), 'r+')
    writeSync(handle, 'X', 20_000)
    closeSync(handle)
    writeFileSync(join(folder, 'a.obo'), oboText(manyTerms(49, 'A')))
    expect((await built(config)).reused).toEqual([])
    expect(await verifyKnowledgeBase(config.kb)).toMatchObject({ ok: true })
  })

  it('stops under strict at a flaw of a source that did not change', async () => {
    const flawed = oboText([{ id: 'B:1', name: 'b', lines: ['synonym: broken'] }])
    const { folder, config } = writeSetup(scratch, [
      { name: 'a', content: oboText(manyTerms(5, 'A')) },
      { name: 'b', content: flawed },
    ])
    await built(config)
    writeFileSync(join(folder, 'a.obo'), oboText(manyTerms(6, 'A')))
    expect(await failureOf(() => buildKnowledgeBase(config, { strict: true }))).toMatchObject({
      code: 'SOURCE_ISSUE',
    })
  })
})
