import { existsSync } from 'node:fs'
import { locateBuild } from './kb-folder.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { markReader } from './readers.ts'

export interface OpenBuild {
  readonly folder: string
  readonly manifest: Manifest
  /** Takes the mark away that keeps the build from being removed. */
  readonly release: () => void
}

const ATTEMPTS = 3

/**
 * The build in use of a knowledge base, or a build folder by itself, marked as read by this process.
 *
 * @throws KnownError `KB_NOT_FOUND`, `KB_SCHEMA`, `KB_DAMAGED`
 */
export const openBuild = async (kb: string): Promise<OpenBuild> => {
  for (let attempt = 1; ; attempt++) {
    const folder = locateBuild(kb)
    const release = markReader(folder)
    try {
      return { folder, manifest: await readManifest(folder), release }
    } catch (error) {
      release()
      // Switched away and removed in between: there is another one.
      if (attempt === ATTEMPTS || existsSync(folder)) throw error
    }
  }
}
