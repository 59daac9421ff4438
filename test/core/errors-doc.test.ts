import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ERROR_CODES } from '../../src/core/errors.ts'
import { ISSUE_CODES } from '../../src/core/issue.ts'

const FILE = resolve(import.meta.dirname, '../../docs/errors.md')

/** The codes that have a heading of their own: "### `CODE`". */
const explained = (): string[] => {
  if (!existsSync(FILE)) return []
  return Array.from(readFileSync(FILE, 'utf8').matchAll(/^### `([^`]+)`\s*$/gm), (match) => match[1] ?? '')
}

const sorted = (codes: readonly string[]): string[] => [...codes].sort()

describe('docs/errors.md', () => {
  it('exists, with a heading "### `CODE`" for every code', () => {
    expect(existsSync(FILE), 'docs/errors.md is there').toBe(true)
    expect(explained().length).toBeGreaterThan(0)
  })

  it('explains every error code and every issue code once, and no other', () => {
    expect(sorted(explained())).toEqual(sorted([...ERROR_CODES, ...Object.keys(ISSUE_CODES)]))
  })
})
