#!/usr/bin/env node
import { main } from './main.ts'

const controller = new AbortController()
const interrupt = (): void => {
  // The next one kills at once, whatever goes on.
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  controller.abort()
}
process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
// A reader that has seen enough (head) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1)
})

process.exitCode = await main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  signal: controller.signal,
})
