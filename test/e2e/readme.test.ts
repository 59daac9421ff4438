import { spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { copyFixture } from '../support/fixture.ts'
import { scratchFolder } from '../support/scratch.ts'
import { jsonLines } from '../support/terminal.ts'

const bin = resolve(import.meta.dirname, '../../dist/cli/bin.js')
const isBuilt = existsSync(bin)
if (!isBuilt)
  process.stderr.write('readme.test: dist is not there; run npm run build to test what users install\n')

describe.skipIf(!isBuilt)('what is built, run as a process', () => {
  let cwd = ''
  let built: SpawnSyncReturns<string> | undefined
  const run = (argv: readonly string[], input = ''): SpawnSyncReturns<string> =>
    spawnSync(process.execPath, [bin, ...argv], { cwd, input, encoding: 'utf8' })

  // Made only where it is used: what is skipped is not cleaned up after.
  const scratch = isBuilt ? scratchFolder() : ''
  beforeAll(() => {
    cwd = copyFixture(scratch, 'kb-small')
    built = run(['build'])
  })

  it('builds a knowledge base and links mentions with it', () => {
    expect([built?.status, built?.stderr.includes('doid: 7 terms')]).toEqual([0, true])
    expect(built?.stdout).toMatch(/Built [0-9a-f]{16} in /)
    const linked = run(['link', 'heart attack', 'B cells', 'TNF-α'])
    expect([linked.status, linked.stderr]).toEqual([0, ''])
    for (const id of ['DOID:5844', 'CL:0000236', 'HGNC:11892']) expect(linked.stdout).toContain(id)
  })

  it('links what is piped in', () => {
    const { status, stdout } = run(['link'], '{"id": 1, "mention": "EGFR"}\nneurons\n')
    expect(status).toBe(0)
    expect(jsonLines(stdout)).toMatchObject([
      { id: 1, candidates: [{ id: 'HGNC:3236' }] },
      { candidates: [{ id: 'CL:0000540' }] },
    ])
  })

  it('does not mind a reader that has seen enough', () => {
    const many = 'heart attack\n'.repeat(20_000)
    const script = `"$0" "$1" link | head -n 1; echo "\${PIPESTATUS[0]}"`
    const { stdout, stderr } = spawnSync('bash', ['-c', script, process.execPath, bin], {
      ...{ cwd, input: many, encoding: 'utf8' },
    })
    const [first, status] = stdout.trimEnd().split('\n')
    expect(jsonLines(first ?? '')).toMatchObject([{ mention: 'heart attack', nil: false }])
    expect([status, stderr]).toEqual(['0', ''])
  })

  it('ends with the exit codes it promises', () => {
    const codes = [['verify'], ['term', 'DOID:404'], ['query'], ['link', '--in', '-']].map(
      (argv) => run(argv, '{}\n').status,
    )
    expect(codes).toEqual([0, 1, 2, 3])
  })
})
