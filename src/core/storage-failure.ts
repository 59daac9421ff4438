import { KnownError, systemErrorCode } from './errors.ts'

/** A failure of disk or database as a `KnownError`; `undefined` for anything else. */
export const storageFailure = (file: string, cause: unknown): KnownError | undefined => {
  const code = systemErrorCode(cause)
  const options = { place: { file }, cause }
  if (
    code === 'SQLITE_FULL' ||
    code === 'ENOSPC' ||
    code === 'EFBIG' ||
    code === 'EDQUOT' ||
    code.startsWith('SQLITE_IOERR_WRITE')
  ) {
    return new KnownError(
      'DISK_FULL',
      'no space left while writing',
      'Free space, or choose another place with --kb. The knowledge base in use is untouched.',
      options,
    )
  }
  if (/^(?:EACCES|EPERM|EROFS|ENOTDIR|ENOENT|EEXIST|SQLITE_CANTOPEN.*|SQLITE_READONLY.*)$/.test(code)) {
    return new KnownError(
      'NOT_WRITABLE',
      `cannot be written or opened (${code})`,
      'Check the permissions of the folder, or choose another with --kb.',
      options,
    )
  }
  if (code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB') {
    return new KnownError(
      'KB_DAMAGED',
      'the database is damaged',
      'Run ontoground verify, then ontoground build --full.',
      options,
    )
  }
  return undefined
}
