import { describe, expect, it } from 'vitest'
import { TOOL_VERSION } from '../../src/pipeline/version.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { runCli } from '../support/terminal.ts'

const cwd = newFolder(scratchFolder())
const COMMANDS = [
  'init',
  'download',
  'build',
  'info',
  'verify',
  'diff',
  'curate',
  'learn',
  'models',
  'query',
  'term',
  'link',
]
const KB_COMMANDS = COMMANDS.filter((command) => command !== 'init')

describe('help', () => {
  it.each(
    COMMANDS.flatMap((command) => [
      [command, '-h'],
      [command, '--help'],
      ['help', command],
    ]),
  )('%s %s shows usage and examples', async (...argv) => {
    const command = argv.find((word) => COMMANDS.includes(word)) ?? ''
    const { code, stdout, stderr } = await runCli(argv, { cwd })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain(`Usage: ontoground ${command}`)
    expect(stdout).toContain('Examples:')
    expect(stdout).toContain(`$ ontoground ${command}`)
  })

  it.each(KB_COMMANDS)('%s takes --config, --kb and --quiet', async (command) => {
    const { stdout } = await runCli([command, '--help'], { cwd })
    for (const option of ['--config <file>', '--kb <dir>', '--quiet']) expect(stdout).toContain(option)
  })

  it.each(['-h', '--help', 'help'])(
    '%s alone shows every command, the exit codes and examples',
    async (flag) => {
      const { code, stdout } = await runCli([flag], { cwd })
      expect(code).toBe(0)
      for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'))
      expect(stdout).toContain('Exit codes: 0 done; 1 failed; 2 wrong usage')
      expect(stdout).toContain('Examples:')
    },
  )

  it('fits the width of the terminal', async () => {
    const { stdout } = await runCli(['link', '--help'], { cwd })
    expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([])
  })

  it('shows the version', async () => {
    expect(await runCli(['--version'], { cwd })).toEqual({ code: 0, stdout: `${TOOL_VERSION}\n`, stderr: '' })
  })
})

describe('wrong usage is exit code 2', () => {
  it.each([
    { what: 'a mistyped command', argv: ['biuld'], says: 'build' },
    { what: 'an unknown command', argv: ['frobnicate'], says: 'frobnicate' },
    { what: 'a mistyped option', argv: ['query', 'x', '--limti', '3'], says: '--limit' },
    { what: 'an option of another command', argv: ['verify', '--strict'], says: '--strict' },
    { what: 'a missing argument', argv: ['term'], says: 'curie' },
    { what: 'an argument too many', argv: ['term', 'A:1', 'A:2'], says: 'too many arguments' },
    { what: 'a missing value', argv: ['build', '--kb'], says: '--kb' },
    { what: 'a limit of nothing', argv: ['query', 'x', '--limit', '0'], says: 'a whole number of 1 or more' },
    { what: 'half a limit', argv: ['link', 'x', '--limit', '1.5'], says: 'a whole number of 1 or more' },
    { what: 'a limit in words', argv: ['link', 'x', '--limit', 'two'], says: 'two' },
  ])('$what', async ({ argv, says }) => {
    const { code, stdout, stderr } = await runCli(argv, { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^error USAGE .+\n {2}.+\n$/)
    expect(stderr).toContain(says)
  })

  it('no command at all, with the help', async () => {
    const { code, stdout, stderr } = await runCli([], { cwd })
    expect(code).toBe(2)
    expect(stdout + stderr).toContain('Usage: ontoground')
  })
})

describe('a configuration that is wrong', () => {
  it.each(KB_COMMANDS)('or not there ends %s with exit code 2, the file and what to do', async (command) => {
    const words = command === 'diff' ? ['x', 'y'] : ['query', 'term', 'link'].includes(command) ? ['x'] : []
    const { code, stdout, stderr } = await runCli([command, ...words, '--config', 'no.json'], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(
      /^error CONFIG_NOT_FOUND .*no\.json: no such configuration\n {2}Run ontoground init/,
    )
  })
})

describe('a knowledge base that is not there', () => {
  it.each(['info', 'verify', 'query', 'term', 'link'])(
    'ends %s with exit code 1 and what to do',
    async (command) => {
      const argv = ['query', 'term', 'link'].includes(command) ? [command, 'x'] : [command]
      const { code, stdout, stderr } = await runCli([...argv, '--kb', 'no-kb'], { cwd })
      expect([code, stdout]).toEqual([1, ''])
      expect(stderr).toMatch(/^error KB_NOT_FOUND .*no-kb: no knowledge base here\n {2}Run ontoground build/)
    },
  )
})
