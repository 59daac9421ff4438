import { readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CurationSet } from '../../src/curation/curation-set.ts'
import { parsers } from '../../src/parsers/registry.ts'
import { loadSource } from '../../src/pipeline/load-source.ts'
import { VocabWriter } from '../../src/vocab/ingest.ts'
import { EVERY_SOURCE, type EverySource, NO_SOURCES } from './every-file.ts'
import { isAbsent, ONTOLOGIES } from './shared-data.ts'
import { TABLE_SOURCES } from './table-sources.ts'

const SOURCES: readonly EverySource[] = [...EVERY_SOURCE, ...TABLE_SOURCES]

/** Loads a source as a build does, into a store in memory. */
const load = async ({ path, type, options }: EverySource): Promise<Readonly<Record<string, number>>> => {
  const writer = new VocabWriter(':memory:')
  const source = {
    name: path,
    type,
    path,
    file: join(ONTOLOGIES, path),
    entityClass: 'any',
    ...(options === undefined ? {} : { options }),
  }
  const curations = new CurationSet('', [])
  const silent = { parsers, curations, strict: false, onEvent: () => undefined }
  try {
    return Object.fromEntries(await loadSource(writer, source, silent))
  } finally {
    writer.abandon()
  }
}

describe.skipIf(isAbsent)('every file is accounted for', () => {
  it('as a source, as part of one, or as none', () => {
    const files = readdirSync(ONTOLOGIES, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(ONTOLOGIES, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    const named = SOURCES.flatMap(({ path, files: parts }) => parts ?? [path])
    expect([...named, ...Object.keys(NO_SOURCES)].sort()).toEqual(files.sort())
  })

  // That a source without a record is an error is the loader's own duty.
  it.each(SOURCES)('$path ($type) loads with no other issues than these', async (source) => {
    const expected = Object.entries(source.issues ?? {}).map(([code, [count]]) => [code, count])
    expect(await load(source)).toEqual(Object.fromEntries(expected))
  })
})
