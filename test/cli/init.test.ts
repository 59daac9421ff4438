import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { configJsonSchema } from '../../src/config/schema.ts'
import { parsers } from '../../src/parsers/registry.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { runCli } from '../support/terminal.ts'

const scratch = scratchFolder()

describe('init', () => {
  it('writes a configuration that loads, its schema, and says what to do next', async () => {
    const cwd = newFolder(scratch)
    const { code, stdout, stderr } = await runCli(['init'], { cwd })
    expect([code, stderr]).toEqual([0, ''])
    const config = loadConfig(join(cwd, 'parsers.config.json'))
    expect(config.sources.length).toBeGreaterThan(0)
    expect(config.sources.filter(({ type }) => !Object.hasOwn(parsers, type))).toEqual([])
    expect(JSON.parse(readFileSync(join(cwd, 'parsers.config.schema.json'), 'utf8'))).toEqual(
      configJsonSchema(),
    )
    expect(stdout).toContain('Wrote parsers.config.json and its schema')
    expect(stdout).toContain('  ontoground build\n')
    for (const { path, url } of config.sources) {
      expect(stdout).toContain(`${path} ${url ?? 'no url'}`)
      expect(existsSync(join(cwd, path, '..'))).toBe(true)
    }
  })

  it('makes the folder it is given, and says to go there', async () => {
    const cwd = newFolder(scratch)
    const { code, stdout } = await runCli(['init', 'deep/my-kb'], { cwd })
    expect(code).toBe(0)
    expect(loadConfig(join(cwd, 'deep/my-kb/parsers.config.json')).kb).toBe(join(cwd, 'deep/my-kb/kb'))
    expect(stdout).toContain('  cd deep/my-kb\n')
  })

  it('never overwrites a configuration', async () => {
    const cwd = newFolder(scratch)
    writeFileSync(join(cwd, 'parsers.config.json'), 'mine')
    const { code, stdout, stderr } = await runCli(['init'], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(join(cwd, 'parsers.config.json'))
    expect(stderr).toContain('choose another folder')
    expect(readFileSync(join(cwd, 'parsers.config.json'), 'utf8')).toBe('mine')
    expect(existsSync(join(cwd, 'parsers.config.schema.json'))).toBe(false)
  })

  it('fails where nothing can be written', async () => {
    const cwd = newFolder(scratch)
    writeFileSync(join(cwd, 'file'), '')
    const { code, stderr } = await runCli(['init', 'file/inside'], { cwd })
    expect(code).toBe(1)
    expect(stderr).toContain('NOT_WRITABLE')
  })

  it('leaves what else is in the folder alone', async () => {
    const cwd = newFolder(scratch)
    mkdirSync(join(cwd, 'data/sources'), { recursive: true })
    writeFileSync(join(cwd, 'data/sources/mondo.obo'), 'mine')
    expect((await runCli(['init', '.'], { cwd })).code).toBe(0)
    expect(readFileSync(join(cwd, 'data/sources/mondo.obo'), 'utf8')).toBe('mine')
  })

  it('ends, once built without its sources, with where to fetch them', async () => {
    const cwd = newFolder(scratch)
    await runCli(['init'], { cwd })
    const { code, stderr } = await runCli(['build'], { cwd })
    expect(code).toBe(1)
    expect(stderr).toContain(`SOURCE_NOT_FOUND ${join(cwd, 'data/sources/mondo.obo')}`)
    expect(stderr).toContain('ontoground download mondo (from http://purl.obolibrary.org/obo/mondo.obo)')
  })
})
