import { spawnSync } from 'node:child_process'
import { lstatSync, readdirSync, readlinkSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { KnownError } from '../../src/core/errors.ts'
import { buildKnowledgeBase } from '../../src/pipeline/build.ts'
import { openKnowledgeBase } from '../../src/pipeline/knowledge-base.ts'
import { verifyKnowledgeBase } from '../../src/pipeline/verify.ts'
import { runCliProcess } from '../support/cli-process.ts'
import { stateOf } from '../support/kb-state.ts'
import { manyTerms, oboText } from '../support/obo.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { type Setup, writeSetup } from '../support/setup.ts'

const scratch = scratchFolder()

const large = (): Setup =>
  writeSetup(scratch, [
    { name: 'small', content: oboText([{ id: 'A:1', name: 'heart attack' }]) },
    { name: 'large', content: oboText(manyTerms(3000)) },
  ])

const canLimit = spawnSync('bash', ['-c', 'ulimit -f 1000']).status === 0

describe.skipIf(!canLimit)('a process that may not write more', () => {
  it('fails with DISK_FULL and leaves the knowledge base as it was', async () => {
    const { config, folder } = large()
    await buildKnowledgeBase(config, { only: ['small'] })
    const before = stateOf(config.kb)
    const { code, stdout, stderr } = runCliProcess(['build'], { cwd: folder, maxFileKiB: 200 })
    expect(stderr).toContain('DISK_FULL')
    expect(stderr).toContain(config.kb)
    expect(stderr).toContain('Free space')
    expect([code, stdout]).toEqual([1, ''])
    expect(stateOf(config.kb)).toEqual(before)
    expect(await verifyKnowledgeBase(config.kb)).toMatchObject({ ok: true })
  })
})

// A file system of a given size can be had by root alone, and not in every container.
const disk = newFolder(scratch)
const mountDisk = (kib: number): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${String(kib)}k`, 'tmpfs', disk]).status === 0
const unmountDisk = (): void => {
  spawnSync('umount', ['--lazy', disk])
}
const canMount = process.platform === 'linux' && process.getuid?.() === 0 && mountDisk(64)
if (canMount) unmountDisk()
else process.stderr.write('disk-full.test: no small disk can be mounted here; only ulimit is tried\n')

const openFilesOnDisk = (): string[] =>
  readdirSync('/proc/self/fd')
    .map((handle) => `/proc/self/fd/${handle}`)
    // The handle that reads the list is itself in it, and gone by now.
    .filter((handle) => lstatSync(handle, { throwIfNoEntry: false }))
    .map((handle) => readlinkSync(handle))
    .filter((file) => file.startsWith(disk))

/** Builds on a disk with this much space, where a smaller knowledge base stands. @returns how it ended */
const buildWith = async (freeKiB: number, setup: Setup): Promise<string> => {
  expect(mountDisk(4096)).toBe(true)
  try {
    const config = { ...setup.config, kb: join(disk, 'kb') }
    await buildKnowledgeBase(config, { only: ['small'] })
    const { bavail, bsize } = statfsSync(disk)
    writeFileSync(join(disk, 'filler'), Buffer.alloc(bavail * bsize - freeKiB * 1024))
    const before = stateOf(config.kb)
    const failure = await buildKnowledgeBase(config).then(
      () => null,
      (error: unknown) => error,
    )
    if (failure === null) return 'done'
    expect(stateOf(config.kb)).toEqual(before)
    expect(openFilesOnDisk()).toEqual([])
    const opened = await openKnowledgeBase(config.kb)
    expect(opened.term('A:1').records).toHaveLength(1)
    opened.close()
    return failure instanceof KnownError ? failure.code : 'no KnownError'
  } finally {
    unmountDisk()
  }
}

describe.skipIf(!canMount)('a disk too small', () => {
  it('at whatever stage it is full, means DISK_FULL; the earlier build serves on, and nothing else is left', async () => {
    const setup = large()
    const ends: string[] = []
    // From too small for an empty store to large enough for all.
    for (let freeKiB = 8; freeKiB < 2000 && ends.at(-1) !== 'done'; freeKiB += freeKiB < 200 ? 40 : 110)
      ends.push(await buildWith(freeKiB, setup))
    expect(ends.length).toBeGreaterThan(5)
    expect(ends.at(-1)).toBe('done')
    expect(new Set(ends.slice(0, -1))).toEqual(new Set(['DISK_FULL']))
  })
})
