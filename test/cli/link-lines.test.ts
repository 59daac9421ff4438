import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkLines } from '../../src/cli/link-lines.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import type { LinkResult } from '../../src/linker/contract.ts'

interface Conversation {
  readonly say: (...lines: readonly object[]) => void
  /** The mentions answered so far. */
  readonly heard: () => readonly string[]
  readonly end: () => Promise<number>
  /** How many mentions were asked for at once, each time. */
  readonly together: readonly number[]
}

const TIME = { timeout: 5000 }

/** Time for what is not to happen. */
const aWhile = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100))

const converse = (): Conversation => {
  const stdin = new PassThrough()
  const stdout = new PassThrough({ encoding: 'utf8' })
  const together: number[] = []
  let text = ''
  let asked = 0
  stdout.on('data', (chunk: string) => (text += chunk))
  const linkDocument = async (mentions: readonly { readonly mention: string }[]): Promise<LinkResult[]> => {
    if (asked === 0) setImmediate(() => (together.push(asked), (asked = 0)))
    asked += mentions.length
    await new Promise(setImmediate)
    return mentions.map(({ mention }) => ({
      mention,
      nil: true,
      nilReason: 'no-name-matches',
      candidates: [],
    }))
  }
  const terminal: Terminal = {
    stdin: Object.assign(stdin, { isTTY: false }),
    stdout: Object.assign(stdout, { isTTY: false }),
    stderr: Object.assign(new PassThrough(), { isTTY: false }),
    env: {},
    cwd: '/',
    signal: new AbortController().signal,
  }
  const code = linkLines({ linkDocument }, { stages: undefined }, terminal)
  return {
    say: (...lines) => stdin.write(lines.map((line) => `${JSON.stringify(line)}\n`).join('')),
    heard: () =>
      text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => (JSON.parse(line) as LinkResult).mention),
    end: () => (stdin.end(), code),
    together,
  }
}

describe('lines of standard input', () => {
  it('are answered as they come, before more is said', async () => {
    const { say, heard, end, together } = converse()
    say({ mention: 'a' })
    await expect.poll(heard, TIME).toEqual(['a'])
    say({ mention: 'b' })
    await expect.poll(heard, TIME).toEqual(['a', 'b'])
    expect(await end()).toBe(0)
    expect(together).toEqual([1, 1])
  })

  it('that are there already are answered together', async () => {
    const { say, heard, end, together } = converse()
    say({ mention: 'a' }, { mention: 'b' }, { mention: 'c' })
    expect(await end()).toBe(0)
    await expect.poll(heard, TIME).toEqual(['a', 'b', 'c'])
    expect(together).toEqual([3])
  })

  it('of one document wait for its end; what came before does not', async () => {
    const { say, heard, end } = converse()
    say({ mention: 'a' }, { mention: 'b', doc: '1' }, { mention: 'c', doc: '1' }, { mention: 'd', doc: '2' })
    await expect.poll(heard, TIME).toEqual(['a', 'b', 'c'])
    say({ mention: 'e', doc: '2' })
    await aWhile()
    expect(heard()).toEqual(['a', 'b', 'c'])
    expect(await end()).toBe(0)
    await expect.poll(heard, TIME).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  it('are each answered once and in order, however they come', async () => {
    const line = fc.record({ doc: fc.constantFrom(undefined, '1', '2'), pause: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 30 }), async (lines) => {
        const { say, heard, end } = converse()
        for (const [index, { doc, pause }] of lines.entries()) {
          say({ mention: String(index), doc })
          if (pause) await new Promise(setImmediate)
        }
        expect(await end()).toBe(0)
        await expect.poll(heard, TIME).toEqual(lines.map((_, index) => String(index)))
      }),
      { numRuns: 30 },
    )
  })
})
