import { statSync } from 'node:fs'
import { join } from 'node:path'
import { KnownError } from '../core/errors.ts'
import { digestFile } from '../io/digest.ts'
import type { DigestedSource } from './build-sources.ts'
import { locateBuild } from './kb-folder.ts'
import { type FILES, type Manifest, type ManifestSource, readManifest } from './manifest.ts'

type BuildFile = (typeof FILES)[keyof typeof FILES]

/** The build in use, as far as the next may be made of it: by the same code, and byte for byte as it was written. */
export class BuildBase {
  readonly manifest: Manifest
  readonly #folder: string

  constructor(folder: string, manifest: Manifest) {
    this.#folder = folder
    this.manifest = manifest
  }

  /** The source as the build has it, where it was made of the same file with the same options. */
  same({ name, digest, optionsSha256 }: DigestedSource): ManifestSource | undefined {
    return this.manifest.sources.find(
      (source) =>
        source.name === name && source.sha256 === digest.sha256 && source.optionsSha256 === optionsSha256,
    )
  }

  /** A file of the build, read through; `undefined` where it is not there or damaged. */
  async intact(name: BuildFile): Promise<string | undefined> {
    const file = join(this.#folder, name)
    const expected = this.manifest.files[name]
    if (expected === undefined || statSync(file, { throwIfNoEntry: false })?.size !== expected.bytes)
      return undefined
    const found = await digestFile(file).catch(() => undefined)
    return found?.sha256 === expected.sha256 ? file : undefined
  }
}

/** @param code digest of the code that builds */
export const findBase = async (kb: string, code: string): Promise<BuildBase | undefined> => {
  try {
    const folder = locateBuild(kb)
    const manifest = await readManifest(folder)
    return manifest.code === code ? new BuildBase(folder, manifest) : undefined
  } catch (error) {
    // Whatever is wrong with it: then all is made anew.
    if (error instanceof KnownError) return undefined
    throw error
  }
}
