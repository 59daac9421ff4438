import { describe, it } from 'vitest'
import { type ParserCase, parserChecks } from '../../src/testing/parser-checks.ts'
import { scratchFolder } from '../support/scratch.ts'

/** The checks every parser must pass, as tests: call it in the parser's own test file. */
export const parserSuite = (name: string, given: ParserCase): void => {
  describe(`the parser "${name}", as every parser,`, () => {
    for (const check of parserChecks(given, scratchFolder())) it(check.name, check.run)
  })
}
