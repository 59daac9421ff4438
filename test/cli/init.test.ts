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
    expect(existsSync(join(config.encoder?.folder ?? '', 'ontoground.json'))).toBe(true)
    expect(config.sources.filter(({ type }) => !Object.hasOwn(parsers, type))).toEqual([])
    expect(JSON.parse(readFileSync(join(cwd, 'parsers.config.schema.json'), 'utf8'))).toEqual(
      configJsonSchema(),
    )
    expect(stdout).toContain('Wrote parsers.config.json and its schema')
    expect(stdout).toContain('  ontoground download\n  ontoground build\n')
    for (const { path } of config.sources) expect(existsSync(join(cwd, path, '..'))).toBe(true)
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

describe('init --sources', () => {
  it('writes a configuration of the sources named, in their order', async () => {
    const cwd = newFolder(scratch)
    const names = 'mondo,hp,chebi,cl,uberon,cellosaurus,mesh,hgnc,ncbitaxon'
    const { code, stdout, stderr } = await runCli(['init', '--sources', names], { cwd })
    expect([code, stderr]).toEqual([0, ''])
    const { sources } = loadConfig(join(cwd, 'parsers.config.json'))
    expect(sources.map(({ name }) => name).filter((name) => name !== 'mesh-supplementary')).toEqual(
      names.split(','),
    )
    expect(sources.filter(({ url, license }) => url === undefined || license === undefined)).toEqual([])
    expect(stdout).toMatch(/^mondo +disease +CC-BY-4.0 +Mondo Disease Ontology$/m)
    expect(stdout).toContain('  ontoground download\n  ontoground build\n')
  })

  it('says how to come by what needs a licence', async () => {
    const cwd = newFolder(scratch)
    const { stdout } = await runCli(['init', '--sources', 'umls'], { cwd })
    expect(stdout).toContain('umls: Accept the licence at https://uts.nlm.nih.gov')
    expect(loadConfig(join(cwd, 'parsers.config.json')).sources[0]?.url).toBeUndefined()
  })

  it.each([
    ['a name it does not know', 'mnodo', 'Did you mean "mondo"?'],
    ['a source it cannot have', 'omim', 'omim.org'],
    ['no name', ',', 'names none'],
  ])('ends with exit code 2 for %s, and writes nothing', async (_what, names, says) => {
    const cwd = newFolder(scratch)
    const { code, stdout, stderr } = await runCli(['init', '--sources', names], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(says)
    expect(existsSync(join(cwd, 'parsers.config.json'))).toBe(false)
  })
})

describe('init --list', () => {
  it('lists the well-known sources with classes and licences, and writes nothing', async () => {
    const cwd = newFolder(scratch)
    const { code, stdout } = await runCli(['init', '--list'], { cwd })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^hgnc +gene +CC0-1.0 +/m)
    expect(stdout).toMatch(/^umls .*\(no url\)$/m)
    expect(existsSync(join(cwd, 'parsers.config.json'))).toBe(false)
  })

  it('lists all that is known of them as JSON', async () => {
    const { stdout } = await runCli(['init', '--list', '--json'], { cwd: newFolder(scratch) })
    const [first] = JSON.parse(stdout) as unknown[]
    expect(first).toMatchObject({ name: 'mondo', citation: expect.stringContaining('doi.org') as string })
  })
})
