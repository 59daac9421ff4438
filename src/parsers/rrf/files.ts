import { KnownError } from '../../core/errors.ts'
import { listEntries } from '../../io/source.ts'
import type { ParseContext } from '../contract.ts'
import { RowReader, type Table } from './rows.ts'

/**
 * Columns of the files that are read, in the order of NLM's releases (UMLS Reference Manual, "Metathesaurus: Rich
 * Release Format"). A release that orders them otherwise says so in MRFILES.RRF.
 */
const STANDARD_COLUMNS = {
  'MRCONSO.RRF': 'CUI,LAT,TS,LUI,STT,SUI,ISPREF,AUI,SAUI,SCUI,SDUI,SAB,TTY,CODE,STR,SRL,SUPPRESS,CVF'.split(
    ',',
  ),
  'MRSTY.RRF': 'CUI,TUI,STN,STY,ATUI,CVF'.split(','),
  'MRDEF.RRF': 'CUI,AUI,ATUI,SATUI,SAB,DEF,SUPPRESS,CVF'.split(','),
  'MRREL.RRF': 'CUI1,AUI1,STYPE1,REL,CUI2,AUI2,STYPE2,RELA,RUI,SRUI,SAB,SL,RG,DIR,SUPPRESS,CVF'.split(','),
  'MRCUI.RRF': 'CUI1,VER,REL,RELA,MAPREASON,CUI2,MAPIN'.split(','),
  'MRRANK.RRF': 'RANK,SAB,TTY,SUPPRESS'.split(','),
  'MRSAB.RRF': (
    'VCUI,RCUI,VSAB,RSAB,SON,SF,SVER,VSTART,VEND,IMETA,RMETA,SLC,SCC,SRL,TFR,CFR,CXTY,TTYL,ATNL,LAT,CENC,' +
    'CURVER,SABIN,SSN,SCIT'
  ).split(','),
  'MRFILES.RRF': 'FIL,DES,FMT,CLS,RWS,BTS'.split(','),
} as const satisfies Record<string, readonly string[]>

export type FileName = keyof typeof STANDARD_COLUMNS

const isFileName = (name: string): name is FileName => Object.hasOwn(STANDARD_COLUMNS, name)

/** The files of a release that are there. */
export type Release = ReadonlyMap<FileName, Table> & { readonly conso: Table }

/**
 * Finds the files of a release in a folder or a zip; a file by itself is taken for MRCONSO. Each may be gzipped, and
 * split in parts (`MRCONSO.RRF.aa.gz`, `MRCONSO.RRF.ab.gz` …).
 *
 * @throws KnownError `SOURCE_NOT_FOUND` without MRCONSO, `SOURCE_SYNTAX` when a zip holds several releases
 */
export const openRelease = async (path: string, context: ParseContext): Promise<Release> => {
  const entries = await listEntries(path)
  const found =
    entries.length === 0 ? new Map([['MRCONSO.RRF', [undefined]] as const]) : filesOf(entries, path)
  const release = new Map<FileName, Table>()
  for (const [name, parts] of found) release.set(name, { name, path, parts, columns: STANDARD_COLUMNS[name] })
  await takeLayout(release, context)
  const conso = release.get('MRCONSO.RRF')
  if (conso) return Object.assign(release, { conso })
  throw new KnownError(
    'SOURCE_NOT_FOUND',
    'there is no MRCONSO.RRF here',
    'Give the folder that holds MRCONSO.RRF (in a full release: META), or that file itself.',
    { place: { file: path } },
  )
}

// folder, name, part, .gz
const RRF_NAME = /^(.*\/)?([A-Z]+\.RRF)(?:\.([a-z]{2}))?(?:\.gz)?$/

const filesOf = (entries: readonly string[], path: string): Map<FileName, readonly string[]> => {
  const named = entries.flatMap((entry) => {
    const [, folder = '', name = '', part = ''] = RRF_NAME.exec(entry) ?? []
    return isFileName(name) ? [{ entry, folder, name, part }] : []
  })
  const folders = new Set(named.filter(({ name }) => name === 'MRCONSO.RRF').map(({ folder }) => folder))
  if (folders.size > 1) throw severalReleases(path, [...folders])
  const [home = ''] = folders
  const files = new Map<FileName, Map<string, string>>()
  for (const { entry, folder, name, part } of named) {
    if (folder !== home) continue
    const parts = files.get(name) ?? new Map<string, string>()
    // A file that is there plain and gzipped counts once.
    if (!parts.has(part)) parts.set(part, entry)
    files.set(name, parts)
  }
  return new Map(Array.from(files, ([name, parts]) => [name, wholeOrParts(parts)]))
}

const wholeOrParts = (parts: ReadonlyMap<string, string>): readonly string[] => {
  const whole = parts.get('')
  return whole === undefined ? [...parts.keys()].sort().map((part) => parts.get(part) ?? '') : [whole]
}

const severalReleases = (path: string, folders: readonly string[]): KnownError =>
  new KnownError(
    'SOURCE_SYNTAX',
    `several releases in one place (${folders.slice(0, 3).join(', ')})`,
    'Unpack the one you want, and give its folder.',
    { place: { file: path } },
  )

const takeLayout = async (release: Map<FileName, Table>, context: ParseContext): Promise<void> => {
  const layout = release.get('MRFILES.RRF')
  if (!layout) return
  const reader = new RowReader(layout, ['FIL', 'FMT'], context)
  for await (const block of reader.blocks())
    reader.read(block, (row) => {
      const name = row.field(0)
      const table = isFileName(name) ? release.get(name) : undefined
      if (isFileName(name) && table && table !== layout)
        release.set(name, { ...table, columns: row.field(1).split(',') })
    })
}
