import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { systemErrorCode } from '../core/errors.ts'

/**
 * Makes a folder and those above it. Node's own recursive `mkdir` never returns where a file system says "no such
 * entry" for a folder that cannot be made (/proc).
 */
export const makeFolder = (folder: string): void => {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return
  if (dirname(folder) !== folder) makeFolder(dirname(folder))
  try {
    mkdirSync(folder)
  } catch (error) {
    const isThere = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true
    if (systemErrorCode(error) !== 'EEXIST' || !isThere) throw error
  }
}
