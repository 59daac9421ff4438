import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Gold corpora beside the repository; see the README of the data. */
const DATA = resolve(import.meta.dirname, '../../../shared/data')

export const areCorporaAbsent = !existsSync(join(DATA, 'corpora'))

export const corpus = (path: string): string => join(DATA, 'corpora', path)
export const goldMentions = (file: string): string => join(DATA, 'linking', file)

if (areCorporaAbsent)
  process.stderr.write('Skipped: the gold corpora in ../shared/data/corpora are not there.\n')
