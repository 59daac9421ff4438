import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { configJsonSchema } from '../../src/config/schema.ts'
import { parsers } from '../../src/parsers/registry.ts'

const root = resolve(import.meta.dirname, '../..')
const shipped = (name: string): string => resolve(root, name)
const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

/** The value under a path of keys; `undefined` when there is none. */
const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (found, key) => (typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined),
    value,
  )

const valuesOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value as Record<string, unknown>) : []

describe('parsers.config.schema.json', () => {
  it('is what the code says', () => {
    expect(readJson(shipped('parsers.config.schema.json')), 'run npm run schema').toEqual(configJsonSchema())
  })

  it('explains every key to an editor', () => {
    const schema = configJsonSchema()
    const keys = at(schema, 'properties')
    const sourceKeys = at(schema, 'properties', 'sources', 'items', 'properties')
    const described = [...valuesOf(keys), ...valuesOf(sourceKeys)]
    expect(described.length).toBeGreaterThan(10)
    expect(described.filter((key) => typeof at(key, 'description') !== 'string')).toEqual([])
  })

  it('refuses unknown keys, as the code does', () => {
    const schema = configJsonSchema()
    expect(at(schema, 'additionalProperties')).toBe(false)
    expect(at(schema, 'properties', 'sources', 'items', 'additionalProperties')).toBe(false)
    expect(at(schema, 'required')).toEqual(['sources'])
  })
})

describe('the shipped parsers.config.json', () => {
  it('loads, and names parsers that exist', () => {
    const config = loadConfig(shipped('parsers.config.json'))
    expect(config.kb).toBe(shipped('kb'))
    expect(config.sources.length).toBeGreaterThan(0)
    expect(config.sources.filter(({ type }) => !Object.hasOwn(parsers, type))).toEqual([])
  })

  it('points to the schema beside it', () => {
    expect(at(readJson(shipped('parsers.config.json')), '$schema')).toBe('./parsers.config.schema.json')
  })

  it('names the licence of every source', () => {
    const config = loadConfig(shipped('parsers.config.json'))
    expect(config.sources.filter(({ license }) => license === undefined).map(({ name }) => name)).toEqual([])
  })
})
