import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { runCli } from '../support/terminal.ts'

const root = resolve(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const scratch = scratchFolder()
let kb = ''

beforeAll(async () => {
  kb = join(newFolder(scratch), 'kb')
  await runCli(['build', '--quiet', '--config', join(root, 'parsers.config.json'), '--kb', kb], { cwd: root })
})

/** What the README shows below a command, up to the next command or the end of the block. */
const shownBelow = (command: string): string => {
  const [, after] = readme.split(`$ ${command}\n`)
  return `${after?.split(/^(?:\$ |```)/m)[0]?.trimEnd() ?? ''}\n`
}

/** But for the numbers: processors differ in how they round an int8 network, and scores with them. */
const masked = (text: string): string => text.replaceAll(/\b[01]\.\d\d+/g, '0.##')

describe('the README shows what the starter knowledge base answers', () => {
  it.each([
    [
      'ontoground link "heart attack" MCF7 "TNF-α" "B cells" "type II diabetes" COX1',
      ['heart attack', 'MCF7', 'TNF-α', 'B cells', 'type II diabetes', 'COX1'],
    ],
    [
      'ontoground link --explain --stages exact --limit 1 "cancers of the breast" all',
      ['--explain', '--stages', 'exact', '--limit', '1', 'cancers of the breast', 'all'],
    ],
  ])('%s', async (command, argv) => {
    const { stdout } = await runCli(['link', '--kb', kb, ...argv], { cwd: root })
    expect(masked(stdout)).toBe(masked(shownBelow(command)))
  })

  it('by likeness, but for the numbers', async () => {
    const command = 'ontoground link --limit 1 "heart attak" "elevated blood glucose" "low blood platelets"'
    const argv = ['--limit', '1', 'heart attak', 'elevated blood glucose', 'low blood platelets']
    const { stdout } = await runCli(['link', '--kb', kb, ...argv], { cwd: root })
    expect(masked(stdout)).toBe(masked(shownBelow(command)))
  })

  it('for a line of JSON', async () => {
    const [line] = /(?<=echo ')\{.*\}(?=' \| ontoground link)/.exec(readme) ?? ['']
    const { stdout } = await runCli(['link', '--kb', kb, '--limit', '1'], { cwd: root, stdin: `${line}\n` })
    expect(masked(readme)).toContain(masked(stdout))
    expect(stdout).toContain('HGNC:11892')
  })

  it('from code', async () => {
    const { stdout } = await runCli(['link', '--kb', kb, '--json', '--class', 'disease', 'Leukaemias'], {
      cwd: root,
    })
    expect(stdout).toContain('"id":"DOID:1240","label":"leukemia"')
    expect(stdout).toMatch(/"score":0\.99\d+,"method":"inflection"/)
  })
})
