import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { lookUp } from '../../src/core/registry.ts'
import type { BoundParser } from '../../src/parsers/contract.ts'
import { parsers } from '../../src/parsers/registry.ts'
import { newFile, newFolder } from '../support/scratch.ts'
import { type Parsed, parseFile } from '../../src/testing/parsed.ts'

const FIXTURES = resolve(import.meta.dirname, '../fixtures/tables')

export const fixture = (name: string): string => readFileSync(resolve(FIXTURES, name), 'utf8')

export const loadTable = (): Promise<BoundParser> => lookUp(parsers, 'source', 'table')

/** Parses texts and folders written into `scratch`. */
export class TableBench {
  readonly #scratch: string

  constructor(scratch: string) {
    this.#scratch = scratch
  }

  file(content: string | Uint8Array, name = 'table.tsv'): string {
    const file = newFile(this.#scratch, name)
    writeFileSync(file, content)
    return file
  }

  folder(files: Readonly<Record<string, string | Uint8Array>>): string {
    const folder = newFolder(this.#scratch)
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
    return folder
  }

  async parse(text: string | Uint8Array, options: object, name?: string): Promise<Parsed> {
    return parseFile(await loadTable(), this.file(text, name), { options })
  }

  async parseFolder(files: Readonly<Record<string, string | Uint8Array>>, options: object): Promise<Parsed> {
    return parseFile(await loadTable(), this.folder(files), { options })
  }

  /** The file of that name among the fixtures. */
  async parseFixture(name: string, options: object): Promise<Parsed> {
    return parseFile(await loadTable(), resolve(FIXTURES, name), { options })
  }
}

/** A synonym of exact scope. */
export const exact = (text: string, type?: string): object => ({
  text,
  scope: 'exact',
  ...(type === undefined ? {} : { type }),
})

/** An xref that says no more. */
export const xref = (object: string): object => ({ predicate: 'oboInOwl:hasDbXref', object })
