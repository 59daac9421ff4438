import { type BigIntStats, realpathSync, statSync } from 'node:fs'
import { dirname, relative, isAbsolute } from 'node:path'
import { KnownError } from '../core/errors.ts'

/** Files that brat documents are made of. */
const HALF = /\.(?:txt|ann)(?:\.gz)?$/i

/**
 * Refuses to write what is read.
 *
 * @param inputs absolute paths
 * @param isFolder whether `out` is a folder of files named after the documents
 * @param option that names `out`
 * @throws KnownError `USAGE`
 */
export const requireOtherThanInputs = (
  inputs: readonly string[],
  out: string,
  isFolder: boolean,
  option = '--out',
): void => {
  const there = statsOf(out)
  const place = there === undefined ? undefined : realpathSync(out)
  for (const input of inputs) {
    const stats = statsOf(input)
    if (stats === undefined) continue
    const path = realpathSync(input)
    if (there !== undefined && isSame(stats, there))
      throw overwritten(input, `${out} is read and written`, option)
    if (place === undefined) continue
    if (stats.isDirectory() && isWithin(place, path) && (isFolder || HALF.test(place)))
      throw overwritten(input, `${out} lies in ${input}, which is read`, option)
    if (isFolder && HALF.test(path) && dirname(path) === place)
      throw overwritten(input, `${input}, which is read, lies in ${out}, which is written`, option)
  }
}

/** `undefined` where nothing is, or nothing that could be lost (devices, pipes). */
const statsOf = (path: string): BigIntStats | undefined => {
  try {
    const stats = statSync(path, { bigint: true })
    return stats.isFile() || stats.isDirectory() ? stats : undefined
  } catch {
    return undefined
  }
}

/** By links of any kind, too. */
const isSame = (one: BigIntStats, other: BigIntStats): boolean =>
  one.dev === other.dev && one.ino === other.ino

const isWithin = (path: string, folder: string): boolean => {
  const way = relative(folder, path)
  return !way.startsWith('..') && !isAbsolute(way)
}

const overwritten = (input: string, message: string, option: string): KnownError =>
  new KnownError('USAGE', message, `Choose another ${option}: ${input} would be lost.`)
