import { randomBytes } from 'node:crypto'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { KnownError } from '../core/errors.ts'
import { makeFolder } from '../io/make-folder.ts'
import { hasProcess } from '../io/process-mark.ts'
import { noteSwitch, type SwitchReason } from './history.ts'
import { FILES } from './manifest.ts'

/**
 * The folder of a knowledge base: `builds/<id>/` hold finished builds that never change, `current` is a link to the one
 * in use. A build grows in `builds/.tmp-<pid>-<random>` and becomes visible by a rename.
 */
export const buildsFolder = (kb: string): string => join(kb, 'builds')
export const buildFolder = (kb: string, id: string): string => join(buildsFolder(kb), id)
const currentLink = (kb: string): string => join(kb, 'current')

/**
 * The build to read: `kb/current`, or `kb` itself when it is a build (a copied one, say).
 *
 * @throws KnownError `KB_NOT_FOUND`
 */
export const locateBuild = (kb: string): string => {
  // The link is followed once: what is opened next belongs to one build, whatever is switched in meanwhile.
  if (existsSync(join(currentLink(kb), FILES.manifest))) return realpathSync(currentLink(kb))
  if (existsSync(join(kb, FILES.manifest))) return kb
  throw new KnownError(
    'KB_NOT_FOUND',
    'no knowledge base here',
    'Run ontoground build, or name its folder with --kb.',
    {
      place: { file: kb },
    },
  )
}

/** Ids of the builds that stand there, in order. */
export const buildIds = (kb: string): string[] =>
  existsSync(buildsFolder(kb))
    ? readdirSync(buildsFolder(kb))
        .filter((id) => !id.startsWith('.'))
        .sort()
    : []

/** Id of the build in use; `null` where there is none. */
export const currentBuild = (kb: string): string | null => {
  const link = currentLink(kb)
  return lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() === true
    ? basename(readlinkSync(link))
    : null
}

/** A new folder for a build to grow in; what dead builds left behind is removed first. */
export const createTemporaryBuild = (kb: string): string => {
  makeFolder(buildsFolder(kb))
  removeAbandonedBuilds(kb)
  const folder = join(buildsFolder(kb), `.tmp-${String(process.pid)}-${randomBytes(6).toString('hex')}`)
  mkdirSync(folder)
  return folder
}

const removeAbandonedBuilds = (kb: string): void => {
  for (const name of readdirSync(kb)) {
    const pid = /^\.current-(\d+)$/.exec(name)?.[1]
    if (pid !== undefined && !hasProcess(Number(pid))) rmSync(join(kb, name), { force: true })
  }
  for (const name of readdirSync(buildsFolder(kb))) {
    const pid = /^\.tmp-(\d+)-/.exec(name)?.[1]
    if (pid !== undefined && !hasProcess(Number(pid)))
      rmSync(join(buildsFolder(kb), name), { recursive: true, force: true })
  }
}

/** Makes a finished temporary build permanent under its id: everything reaches the disk before the name does. */
export const publishBuild = async (kb: string, temporary: string, id: string): Promise<void> => {
  for (const name of readdirSync(temporary)) await syncToDisk(join(temporary, name))
  await syncToDisk(temporary)
  const target = buildFolder(kb, id)
  // What stands there under this id is damaged, or it would not be replaced: this one heals it.
  const aside = `${temporary}-old`
  if (existsSync(target)) renameSync(target, aside)
  renameSync(temporary, target)
  rmSync(aside, { recursive: true, force: true })
  await syncToDisk(buildsFolder(kb))
}

/** Points `current` at a build, in one atomic step, and notes it in the history. */
export const switchTo = async (kb: string, id: string, by: SwitchReason): Promise<void> => {
  const link = currentLink(kb)
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() === false) {
    throw new KnownError(
      'KB_DAMAGED',
      '"current" is not a link',
      'Remove it: ontoground keeps its builds in "builds".',
      { place: { file: link } },
    )
  }
  const target = join('builds', id)
  if (existsSync(link) && readlinkSync(link) === target) return
  const next = join(kb, `.current-${String(process.pid)}`)
  rmSync(next, { force: true })
  symlinkSync(target, next, 'junction')
  renameSync(next, link)
  noteSwitch(kb, id, by)
  await syncToDisk(kb)
}

const syncToDisk = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
