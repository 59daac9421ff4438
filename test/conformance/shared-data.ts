import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/** Real ontologies beside the repository; too large to be part of it. */
export const ONTOLOGIES = resolve(import.meta.dirname, '../../../shared/data/ontologies')

export const isAbsent = !existsSync(ONTOLOGIES)

if (isAbsent)
  process.stderr.write('Skipped: the real ontologies in ../shared/data/ontologies are not there.\n')
