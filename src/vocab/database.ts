import { existsSync } from 'node:fs'
import Driver from 'better-sqlite3'
import { KnownError } from '../core/errors.ts'
import { storageFailure } from '../core/storage-failure.ts'

/** The little of an SQLite driver the store needs; this file alone knows which driver it is. */
export type SqlValue = string | number | null

export interface Statement {
  run(...values: readonly SqlValue[]): void
  /** First row as an array, or `undefined`. */
  get(...values: readonly SqlValue[]): readonly SqlValue[] | undefined
  all(...values: readonly SqlValue[]): (readonly SqlValue[])[]
  iterate(...values: readonly SqlValue[]): IterableIterator<readonly SqlValue[]>
}

export interface Database {
  prepare(sql: string): Statement
  exec(sql: string): void
  close(): void
}

export interface OpenOptions {
  readonly readonly: boolean
}

const READING = ['mmap_size = 1073741824', 'query_only = ON']
// A build is written once, in a folder nobody reads yet: a crash leaves rubbish there, never a broken build.
const WRITING = [
  'page_size = 8192',
  'journal_mode = OFF',
  'synchronous = OFF',
  'locking_mode = EXCLUSIVE',
  'cache_size = -65536',
]

/**
 * @throws KnownError `KB_DAMAGED` when the file is no database, `DISK_FULL` and `NOT_WRITABLE` from every statement
 * that meets a full or a protected disk
 */
export const openDatabase = (file: string, options: OpenOptions): Database => {
  if (options.readonly && !existsSync(file)) {
    throw new KnownError('KB_DAMAGED', 'the database is missing', 'Run ontoground build --full.', {
      place: { file },
    })
  }
  const driver = translated(
    file,
    () => new Driver(file, { readonly: options.readonly, fileMustExist: options.readonly }),
  )
  try {
    for (const pragma of options.readonly ? READING : WRITING) translated(file, () => driver.pragma(pragma))
  } catch (error) {
    driver.close()
    throw error
  }
  return {
    prepare: (sql) => prepare(driver, file, sql),
    exec: (sql) => {
      translated(file, () => driver.exec(sql))
    },
    close: () => {
      driver.close()
    },
  }
}

const prepare = (driver: Driver.Database, file: string, sql: string): Statement => {
  const statement = translated(file, () => driver.prepare<SqlValue[], SqlValue[]>(sql))
  const reader = statement.reader ? statement.raw() : statement
  return {
    run: (...values) => {
      translated(file, () => statement.run(...values))
    },
    get: (...values) => translated(file, () => reader.get(...values)),
    all: (...values) => translated(file, () => reader.all(...values)),
    iterate: (...values) => rows(file, () => reader.iterate(...values)),
  }
}

function* rows(
  file: string,
  open: () => IterableIterator<readonly SqlValue[]>,
): Generator<readonly SqlValue[]> {
  try {
    yield* open()
  } catch (error) {
    throw storageFailure(file, error) ?? error
  }
}

const translated = <Result>(file: string, action: () => Result): Result => {
  try {
    return action()
  } catch (error) {
    throw storageFailure(file, error) ?? error
  }
}
