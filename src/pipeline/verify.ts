import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { KnownError } from '../core/errors.ts'
import { openDictionary } from '../index/dictionary/dictionary.ts'
import { openFuzzyIndex } from '../index/fuzzy/fuzzy-index.ts'
import { loadVectorBackend } from '../index/vectors/load-backend.ts'
import { openNameIndex } from '../index/name-index.ts'
import { digestFile } from '../io/digest.ts'
import { VocabStore } from '../vocab/store.ts'
import { DIFF_FILE, diffProblem } from './build-diff.ts'
import { locateBuild } from './kb-folder.ts'
import { FILES, readManifest } from './manifest.ts'

export interface FileVerdict {
  readonly file: string
  readonly bytes: number
  /** What is wrong; `null` when every byte is as it was built. */
  readonly problem: string | null
}

export interface Verdict {
  readonly build: string
  readonly ok: boolean
  readonly files: readonly FileVerdict[]
}

/**
 * Reads every byte of the build in use and compares it with what was built.
 *
 * @throws KnownError `KB_NOT_FOUND`, `KB_SCHEMA`, and `KB_DAMAGED` when the manifest itself is
 */
export const verifyKnowledgeBase = async (folder: string): Promise<Verdict> => {
  const build = locateBuild(folder)
  const manifest = await readManifest(build)
  const files: FileVerdict[] = []
  for (const [name, expected] of Object.entries(manifest.files)) {
    const found = await digestFile(join(build, name)).catch(() => null)
    files.push({
      file: name,
      bytes: found?.bytes ?? 0,
      problem: problemOf(expected, found) ?? (await contentProblem(build, name)),
    })
  }
  // Not of the build itself: it is sealed by itself, and need not be there.
  const diff = statSync(join(build, DIFF_FILE), { throwIfNoEntry: false })
  if (diff !== undefined) files.push({ file: DIFF_FILE, bytes: diff.size, problem: diffProblem(build) })
  const known = new Set<string>([FILES.manifest, DIFF_FILE, ...Object.keys(manifest.files)])
  for (const name of readdirSync(build)) {
    if (!known.has(name)) files.push({ file: name, bytes: 0, problem: 'does not belong here' })
  }
  return { build: manifest.id, ok: files.every(({ problem }) => problem === null), files }
}

type Digest = Awaited<ReturnType<typeof digestFile>>

const problemOf = (expected: Digest, found: Digest | null): string | null => {
  if (found === null) return 'missing, or cannot be read'
  if (found.bytes !== expected.bytes)
    return `has ${String(found.bytes)} bytes instead of ${String(expected.bytes)}`
  return found.sha256 === expected.sha256
    ? null
    : `its content changed: SHA-256 ${found.sha256}, built as ${expected.sha256}`
}

/** The bytes are right: so must be what is in them, or this version cannot read it. */
const contentProblem = async (build: string, name: string): Promise<string | null> => {
  try {
    if (name === FILES.names) openNameIndex(join(build, name))
    if (name === FILES.fuzzy) openFuzzyIndex(join(build, name))
    if (name === FILES.vectors) (await loadVectorBackend()).open(join(build, name)).close()
    if (name === FILES.dictionary) openDictionary(join(build, name))
    if (name !== FILES.store) return null
    const store = new VocabStore(join(build, name))
    const [problem] = store.integrityProblems()
    store.close()
    return problem ?? null
  } catch (error) {
    if (error instanceof KnownError) return error.message
    throw error
  }
}
