// Does a knowledge base hold through whatever ends a build? `npm run build && npx tsx bench/robustness/crash.ts [KILLS]`
// 1. `kill -9` at random moments of builds and rollbacks, a reader in another process all the while: each time the build in
//    use has to be whole to the byte and to answer, and nothing may be left for the next build to stumble over.
// 2. A flipped bit in each file, a file cut short, a lost file: `verify` has to name
//    the damage, and the next build to mend it. (A full disk and folders that cannot be written are tests: test/pipeline.)
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { oboText, type OboTerm } from '../../test/support/obo.ts'
import { api } from '../built.ts'
import { machine } from '../data.ts'
import { seededRandom } from '../synthetic.ts'

const kills = Number(process.argv[2] ?? 100)
const random = seededRandom(11)
const bin = resolve(import.meta.dirname, '../../dist/cli/bin.js')
const folder = mkdtempSync(join(tmpdir(), 'ontoground-crash-'))
const kb = join(folder, 'kb')
const TERMS = 4000

/** A release of the only source; each says of itself which it is. */
const writeRelease = (release: number): void => {
  const terms: OboTerm[] = Array.from({ length: TERMS }, (_, at) => ({
    id: `A:${String(at)}`,
    name:
      at === 0
        ? `release ${String(release)}`
        : `concept ${String(at)} of ${String(at % 7 === 0 ? release : 0)}`,
    synonyms: at === 0 ? ['the concept'] : [`notion ${String(at)}`],
  }))
  writeFileSync(join(folder, 'a.obo'), oboText(terms))
}

const ontoground = (...argv: readonly string[]): ReturnType<typeof spawn> =>
  spawn(process.execPath, [bin, ...argv], { cwd: folder, stdio: 'ignore' })

const run = async (...argv: readonly string[]): Promise<number | null> => {
  const child = ontoground(...argv)
  await once(child, 'exit')
  return child.exitCode
}

const check = (isRight: boolean, what: string): void => {
  if (!isRight) throw new Error(what)
}

/** The build in use is whole, and answers as the release it is of. */
const checkServing = async (): Promise<void> => {
  const verdict = await api.verifyKnowledgeBase(kb)
  check(verdict.ok, `not whole: ${JSON.stringify(verdict.files.filter(({ problem }) => problem !== null))}`)
  const open = await api.openKnowledgeBase(kb)
  const [first] = (await open.link('the concept')).candidates
  const { records } = open.term('A:0')
  open.close()
  check(first?.label?.startsWith('release ') === true && first.label === records[0]?.label, 'another answer')
}

const killed = async (): Promise<void> => {
  const source = { name: 'a', type: 'obo', entityClass: 'disease', path: 'a.obo' }
  writeFileSync(join(folder, 'parsers.config.json'), JSON.stringify({ keepBuilds: 3, sources: [source] }))
  writeRelease(0)
  const begun = Date.now()
  await run('build', '--quiet')
  const whole = Date.now() - begun
  writeRelease(1)
  await run('build', '--quiet')
  const reader = spawn(
    process.execPath,
    ['--import', 'tsx', resolve(import.meta.dirname, '../../test/pipeline/live-reader.ts'), kb, 'A:0'],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const lines = createInterface({ input: reader.stdout })[Symbol.asyncIterator]()
  await lines.next()
  const ends = { killed: 0, done: 0 }
  for (let turn = 0; turn < kills; turn++) {
    if (turn % 4 !== 3) writeRelease(turn + 2)
    const child = turn % 4 === 3 ? ontoground('rollback') : ontoground('build', '--quiet', '--full')
    const exit = once(child, 'exit')
    await Promise.race([sleep(random() * whole * 1.1), exit])
    child.kill('SIGKILL')
    await exit
    ends[child.signalCode === 'SIGKILL' ? 'killed' : 'done']++
    await checkServing()
  }
  reader.stdin.end('stop\n')
  const report = JSON.parse(String((await lines.next()).value)) as Record<string, unknown>
  check(report['failed'] === 0 && report['mixed'] === 0, `the reader saw ${JSON.stringify(report)}`)
  check((await run('build', '--quiet')) === 0, 'the last build failed')
  await checkServing()
  const left = readdirSync(join(kb, 'builds')).filter((name) => name.startsWith('.'))
  check(left.length === 0, `left behind: ${left.join(', ')}`)
  console.log(
    `${String(ends.killed)} killed, ${String(ends.done)} done before; the reader asked ${String(report['asked'])} times, none failed, none mixed; nothing left behind`,
  )
}

/** Kinds of damage to a file. */
const DAMAGES: Readonly<Record<string, (file: string) => void>> = {
  'a flipped bit': (file) => {
    const handle = openSync(file, 'r+')
    const at = Math.floor(random() * statSync(file).size)
    const byte = Buffer.alloc(1)
    readSync(handle, byte, 0, 1, at)
    writeSync(handle, Buffer.of((byte[0] ?? 0) ^ (1 << Math.floor(random() * 8))), 0, 1, at)
    closeSync(handle)
  },
  'cut short': (file) => {
    truncateSync(file, Math.floor(statSync(file).size * random()))
  },
  lost: (file) => {
    rmSync(file)
  },
}

const damaged = async (): Promise<void> => {
  const manifest = JSON.parse(readFileSync(join(kb, 'current/manifest.json'), 'utf8')) as {
    readonly id: string
  }
  const build = join(kb, 'builds', manifest.id)
  const safe = join(folder, 'safe')
  cpSync(build, safe, { recursive: true })
  let cases = 0
  for (const name of readdirSync(build)) {
    // What changed since the build before: not of the build.
    if (name === 'diff.json') continue
    for (const [what, damage] of Object.entries(DAMAGES)) {
      damage(join(build, name))
      const named = await api.verifyKnowledgeBase(kb).then(
        ({ ok, files }) => !ok && files.some(({ file, problem }) => file === name && problem !== null),
        () => true,
      )
      check(named, `${name} ${what}: verify does not say so`)
      check((await run('build', '--quiet', '--full')) === 0, `${name} ${what}: the next build failed`)
      await checkServing()
      for (const file of readdirSync(safe))
        if (!existsSync(join(build, file))) copyFileSync(join(safe, file), join(build, file))
      cases++
    }
  }
  console.log(`${String(cases)} damages of files: each was named by verify and mended by the next build`)
}

try {
  console.log(`Builds that end badly. ${machine()}\n`)
  await killed()
  await damaged()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
