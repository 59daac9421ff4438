import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/vocab/database.ts'
import { VocabStore } from '../../src/vocab/store.ts'
import { failureOf } from '../support/failure.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import { storeOf, termWith, writeStore } from '../support/vocabulary.ts'

const scratch = scratchFolder()

const writtenStore = (): string => {
  const file = newFile(scratch, 'vocab.sqlite')
  const terms = Array.from({ length: 500 }, (_, at) =>
    termWith({ id: `A:${String(at)}`, label: `concept ${String(at)}` }),
  )
  writeStore(file, [{ terms }])
  return file
}

const opening = (file: string): Promise<Awaited<ReturnType<typeof failureOf>>> =>
  failureOf(() => {
    new VocabStore(file).close()
  })

describe('opening a store', () => {
  it('refuses one of another schema version, with both versions and a repair', async () => {
    const file = writtenStore()
    const database = openDatabase(file, { readonly: false })
    database.exec("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    database.close()
    const failure = await opening(file)
    expect(failure.code).toBe('KB_SCHEMA')
    expect(failure.message).toMatch(/schema 99.*reads 3/)
    expect(failure.repair).toContain('build --full')
    expect(failure.place).toEqual({ file })
  })

  it('refuses a file that is no database', async () => {
    const file = newFile(scratch, 'vocab.sqlite')
    writeFileSync(file, 'this is a text, and long enough to be taken for a database header. '.repeat(100))
    const failure = await opening(file)
    expect(failure.code).toBe('KB_DAMAGED')
    expect(failure.place).toEqual({ file })
  })

  it('refuses an empty file, as a crash of the machine may leave one', async () => {
    const file = newFile(scratch, 'vocab.sqlite')
    writeFileSync(file, '')
    expect((await opening(file)).code).toBe('KB_DAMAGED')
  })

  it('refuses a database that is no store', async () => {
    const file = newFile(scratch, 'vocab.sqlite')
    const database = openDatabase(file, { readonly: false })
    database.exec('CREATE TABLE something (else_ TEXT)')
    database.close()
    expect((await opening(file)).code).toMatch(/^KB_(?:DAMAGED|SCHEMA)$/)
  })

  it('takes a file that is not there for a damaged knowledge base, not for a protected one', async () => {
    expect((await opening(newFile(scratch, 'vocab.sqlite'))).code).toBe('KB_DAMAGED')
  })

  it('or reading it tells of a file that was cut short', async () => {
    const file = writtenStore()
    truncateSync(file, Math.floor(readFileSync(file).length / 2))
    const failure = await failureOf(() => {
      const store = new VocabStore(file)
      try {
        for (let row = 1; row <= 500; row++) store.term(row)
      } finally {
        store.close()
      }
    })
    expect(failure.code).toBe('KB_DAMAGED')
  })

  it('never changes it', () => {
    const file = writtenStore()
    const before = readFileSync(file)
    const store = new VocabStore(file)
    expect(store.concepts('A:7')).toHaveLength(1)
    expect(store.integrityProblems()).toEqual([])
    store.close()
    expect(readFileSync(file).equals(before)).toBe(true)
  })
})

describe('asking a store', () => {
  it('finds nothing under an id it does not have', () => {
    const { store } = storeOf(scratch, [{ terms: [termWith({ id: 'A:1', label: 'one' })] }])
    expect(store.concepts('A:2')).toEqual([])
    expect(store.conceptsByAltId('A:1')).toEqual([])
    expect(store.children('A:1')).toEqual([])
    expect(store.spellingOf('A:2')).toBeUndefined()
    expect(() => store.term(2)).toThrow(RangeError)
    store.close()
  })

  it.each([
    { asked: 'plana:0007', found: 'PLANA:0007' },
    { asked: 'PLANA:0007', found: 'PLANA:0007' },
    { asked: 'Plana:aBc', found: 'PLANA:aBc' },
    { asked: 'plana:ABC', found: undefined },
    { asked: 'plana', found: undefined },
    { asked: 'plana:0008', found: 'PLANA:0008' },
  ])('spells $asked as $found: case counts in the local part alone', ({ asked, found }) => {
    const { store } = storeOf(scratch, [
      {
        terms: [
          termWith({ id: 'PLANA:0007', label: 'seven', altIds: ['PLANA:0008'] }),
          termWith({ id: 'PLANA:aBc', label: 'letters' }),
        ],
      },
    ])
    const spelling = store.spellingOf(asked)
    store.close()
    expect(spelling).toBe(found)
  })

  it('lists replacements in their order, without what is only to be considered', () => {
    const { store } = storeOf(scratch, [
      { terms: [termWith({ id: 'A:1', obsolete: true, replacedBy: ['A:3', 'A:2'], consider: ['A:4'] })] },
    ])
    expect(store.replacements(store.concepts('A:1')[0]?.row ?? 0)).toEqual(['A:3', 'A:2'])
    store.close()
  })
})
