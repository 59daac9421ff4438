// The README's first command: builds the shipped starter knowledge base, annotates a text and links a few mentions.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = fileURLToPath(new URL('../dist/cli/bin.js', import.meta.url))

const run = (...args) => {
  console.log(`\n$ ontoground ${args.map((arg) => (/^[\w./-]+$/.test(arg) ? arg : `"${arg}"`)).join(' ')}`)
  const { status } = spawnSync(process.execPath, [bin, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  // 3: done, but for what needs a library that this machine lacks; it was said.
  if (status !== 0 && status !== 3) process.exit(status ?? 1)
}

const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)

run('build', '--quiet')
run('annotate', '--to', 'table', '--quiet', 'data/starter/example.txt')
run('link', 'heart attack', 'MCF7', 'TNF-α', 'B cells', 'type II diabetes', 'COX1')
run('link', '--limit', '1', 'heart attak', 'elevated blood glucose', 'low blood platelets')
run('link', '--explain', '--limit', '1', 'cancers of the breast', 'all')
