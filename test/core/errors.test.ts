import { describe, expect, it } from 'vitest'
import {
  ERROR_CODES,
  formatPlace,
  KnownError,
  systemErrorCode,
  throwIfAborted,
} from '../../src/core/errors.ts'
import { ISSUE_CODES, severityOf } from '../../src/core/issue.ts'
import { lookUp, type Registry } from '../../src/core/registry.ts'
import { storageFailure } from '../../src/core/storage-failure.ts'
import { failureOf } from '../support/failure.ts'

const systemError = (code: string): Error => Object.assign(new Error(`made up: ${code}`), { code })

describe('a known error', () => {
  it('tells place and message on one line, the repair on the next', () => {
    const error = new KnownError('SOURCE_EMPTY', 'the file is empty', 'Fetch it again.', {
      place: { file: 'hp.obo', line: 3, column: 7 },
    })
    expect(String(error)).toBe('hp.obo:3:7: the file is empty\n  Fetch it again.')
    expect(error.code).toBe('SOURCE_EMPTY')
    expect(error.name).toBe('KnownError')
    expect(error.cause).toBeUndefined()
  })

  it('needs no place, and keeps what caused it', () => {
    const cause = new Error('below')
    const error = new KnownError('USAGE', 'wrong', 'Do right.', { cause })
    expect(String(error)).toBe('wrong\n  Do right.')
    expect(error.cause).toBe(cause)
    expect(error.place).toBeUndefined()
  })

  it.each([
    [{ file: 'a' }, 'a'],
    [{ file: 'a', line: 1 }, 'a:1'],
    [{ file: 'a', line: 1, column: 2 }, 'a:1:2'],
  ])('writes the place %j as %s', (place, text) => {
    expect(formatPlace(place)).toBe(text)
  })
})

describe('codes', () => {
  it('of errors are in capitals and stand once each', () => {
    expect(ERROR_CODES.filter((code) => !/^[A-Z]+(?:_[A-Z]+)*$/.test(code))).toEqual([])
    expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length)
  })

  it('of issues are in small letters and say how bad they are', () => {
    expect(Object.keys(ISSUE_CODES).filter((code) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(code))).toEqual([])
    expect(severityOf({ code: 'malformed-line', line: 1, message: '', repair: '' })).toBe('error')
    expect(severityOf({ code: 'unknown-tag', line: 1, message: '', repair: '' })).toBe('warning')
  })
})

describe('failures of the system', () => {
  it('have the code Node or SQLite gave them', () => {
    expect(systemErrorCode(systemError('ENOENT'))).toBe('ENOENT')
    expect(systemErrorCode(new Error('none'))).toBe('')
    expect(systemErrorCode(Object.assign(new Error('odd'), { code: 7 }))).toBe('')
    expect(systemErrorCode('no error at all')).toBe('')
    expect(systemErrorCode(undefined)).toBe('')
  })

  it.each([
    ['ENOSPC', 'DISK_FULL'],
    ['EFBIG', 'DISK_FULL'],
    ['EDQUOT', 'DISK_FULL'],
    ['SQLITE_FULL', 'DISK_FULL'],
    ['SQLITE_IOERR_WRITE', 'DISK_FULL'],
    ['EACCES', 'NOT_WRITABLE'],
    ['EPERM', 'NOT_WRITABLE'],
    ['EROFS', 'NOT_WRITABLE'],
    ['ENOTDIR', 'NOT_WRITABLE'],
    ['SQLITE_CANTOPEN', 'NOT_WRITABLE'],
    ['SQLITE_READONLY_DIRECTORY', 'NOT_WRITABLE'],
    ['SQLITE_CORRUPT', 'KB_DAMAGED'],
    ['SQLITE_NOTADB', 'KB_DAMAGED'],
    ['EMFILE', undefined],
  ])('%s while writing is %s', (system, code) => {
    const cause = systemError(system)
    const failure = storageFailure('vocab.sqlite', cause)
    expect(failure?.code).toBe(code)
    if (failure) {
      expect(failure.place).toEqual({ file: 'vocab.sqlite' })
      expect(failure.cause).toBe(cause)
    }
  })
})

describe('stopping on request', () => {
  it('throws with the reason once the signal is given, not before', async () => {
    const controller = new AbortController()
    expect(() => {
      throwIfAborted(controller.signal)
      throwIfAborted(undefined)
    }).not.toThrow()
    controller.abort('enough')
    const error = await failureOf(() => {
      throwIfAborted(controller.signal)
    })
    expect(error.code).toBe('ABORTED')
    expect(error.cause).toBe('enough')
  })
})

describe('a registry', () => {
  const registry: Registry<string> = {
    obo: () => Promise.resolve('the obo part'),
    owl: () => Promise.resolve('owl'),
  }

  it('loads the part that serves a type', async () => {
    expect(await lookUp(registry, 'source', 'obo')).toBe('the obo part')
  })

  it('refuses an unknown type with the near one and the list of the known', async () => {
    const error = await failureOf(() => lookUp(registry, 'source', 'obbo'))
    expect(error.code).toBe('CONFIG_UNKNOWN_TYPE')
    expect(error.message).toBe('unknown source type "obbo". Did you mean "obo"?')
    expect(error.repair).toBe('Use one of: obo, owl.')
  })

  it.each(['toString', '__proto__', 'constructor', ''])('does not take %j for a type', async (type) => {
    expect((await failureOf(() => lookUp(registry, 'source', type))).code).toBe('CONFIG_UNKNOWN_TYPE')
  })
})
