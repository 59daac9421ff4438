import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CATALOGUE, fromCatalogue, sourceOf } from '../../src/config/catalogue.ts'
import { parseConfig } from '../../src/config/load.ts'
import { parsers } from '../../src/parsers/registry.ts'
import { failureOf } from '../support/failure.ts'

const DOCS = resolve(import.meta.dirname, '../../docs/download.md')

describe('the catalogue', () => {
  it('has what the field starts with', () => {
    const names = CATALOGUE.map(({ name }) => name)
    for (const name of ['mondo', 'hp', 'chebi', 'cl', 'uberon', 'cellosaurus', 'mesh', 'hgnc', 'ncbitaxon'])
      expect(names).toContain(name)
    expect(new Set(names).size).toBe(names.length)
  })

  it.each(CATALOGUE.map((entry) => [entry.name, entry] as const))(
    '%s makes a configuration that loads',
    (_name, entry) => {
      const { sources } = parseConfig(
        JSON.stringify({ sources: [sourceOf(entry)] }),
        '/folder/parsers.config.json',
      )
      expect(sources[0]).toMatchObject({ ...sourceOf(entry), file: resolve('/folder', entry.path) })
    },
  )

  it.each(CATALOGUE.map((entry) => [entry.name, entry] as const))(
    '%s says where it is from, or how to come by it',
    (_name, entry) => {
      expect(entry.url === undefined).toBe(entry.obtain !== undefined)
      expect(entry.citation).toMatch(/^https:\/\//)
      expect(entry.license).not.toBe('')
    },
  )

  // Parsers come one by one; an entry of one that is there must have options it takes.
  it.each(
    CATALOGUE.filter(({ type }) => Object.hasOwn(parsers, type)).map((entry) => [entry.name, entry] as const),
  )('the options of %s are those of its parser', async (_name, entry) => {
    const parser = await parsers[entry.type]?.()
    expect(parser?.optionsSchema.safeParse(entry.options ?? {}).error?.issues ?? []).toEqual([])
  })

  it('gives entries that share a file one url', () => {
    for (const { path, url } of CATALOGUE)
      expect(CATALOGUE.filter((entry) => entry.path === path).every((entry) => entry.url === url)).toBe(true)
  })

  it('is explained in docs/download.md', () => {
    const text = existsSync(DOCS) ? readFileSync(DOCS, 'utf8') : ''
    expect(CATALOGUE.filter(({ name }) => !text.includes(`\`${name}\``)).map(({ name }) => name)).toEqual([])
  })
})

describe('names of the catalogue', () => {
  const namesOf = (...names: string[]): string[] => fromCatalogue(names).map(({ name }) => name)

  it('give their entries in the order asked, each once', () => {
    expect(namesOf('hp', 'mondo', 'HP')).toEqual(['hp', 'mondo'])
  })

  it('may stand for several', () => {
    expect(namesOf('go', 'go-function')).toEqual(['go-process', 'go-function', 'go-component'])
    expect(namesOf('mesh')).toEqual(['mesh', 'mesh-supplementary'])
  })

  it.each([
    ['mnodo', 'Did you mean "mondo"?'],
    ['omim', 'licence from omim.org'],
    ['toString', 'has no source "toString"'],
  ])('that are none end in an error: %s', async (name, says) => {
    const { code, message, repair } = await failureOf(() => fromCatalogue([name]))
    expect([code, message, repair]).toEqual([
      'USAGE',
      expect.stringContaining(says),
      expect.stringContaining('There are: cellosaurus, chebi, cl,'),
    ])
  })
})
