import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { InvalidArgumentError } from 'commander'
import { loadConfig } from '../config/load.ts'
import { type KnowledgeBase, openKnowledgeBase } from '../pipeline/knowledge-base.ts'
import { openScorer } from '../pipeline/scorer.ts'
import { KnownError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import type { Terminal } from './terminal.ts'

/** Options every command takes. */
export interface CommonOptions {
  readonly config?: string
  readonly kb?: string
  readonly quiet?: boolean
}

/** A file of the installed package. */
export const shippedFile = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url))

export const CONFIG_NAME = 'parsers.config.json'

/** The configuration named, else the one in the working directory, else the shipped one. */
export const configFile = (options: CommonOptions, terminal: Terminal): string => {
  if (options.config !== undefined) return resolve(terminal.cwd, options.config)
  const here = resolve(terminal.cwd, CONFIG_NAME)
  return existsSync(here) ? here : shippedFile(CONFIG_NAME)
}

/** The knowledge base named, else that of the configuration. */
export const kbFolder = (options: CommonOptions, terminal: Terminal): string => {
  if (options.kb === '')
    throw new KnownError('USAGE', '--kb names no folder', 'Give a folder, or leave --kb out.')
  if (options.kb !== undefined) return resolve(terminal.cwd, options.kb)
  const config = configFile(options, terminal)
  // The shipped configuration lies inside the package, which is no place to keep things.
  return config === shippedFile(CONFIG_NAME) ? resolve(terminal.cwd, 'kb') : loadConfig(config).kb
}

/** The knowledge base, with the scorer and disambiguators that the configuration names. */
export const openedKnowledgeBase = async (
  options: CommonOptions,
  terminal: Terminal,
): Promise<KnowledgeBase> => {
  const folder = kbFolder(options, terminal)
  const config = configFile(options, terminal)
  // A knowledge base may be used where no configuration is.
  const { scorer, disambiguators } = existsSync(config) ? loadConfig(config) : {}
  return openKnowledgeBase(folder, {
    scorer: await openScorer(scorer),
    disambiguators,
  })
}

/** Opens the knowledge base for the length of a task. */
export const withKnowledgeBase = async (
  options: CommonOptions,
  terminal: Terminal,
  task: (kb: KnowledgeBase) => Promise<number>,
): Promise<number> => {
  const kb = await openedKnowledgeBase(options, terminal)
  try {
    return await task(kb)
  } finally {
    kb.close()
  }
}

/** A line that says what cannot be used, and one that says what to do about it. */
export const withoutVectors = (problem: KnownError): string => `without vectors: ${problem.toString()}\n`

/**
 * Says on stderr why names of like meaning are not found although the knowledge base has vectors; whether there was
 * anything to say.
 */
export const tellOfVectors = async (
  kb: KnowledgeBase,
  { quiet }: CommonOptions,
  terminal: Terminal,
): Promise<boolean> => {
  const problem = await kb.vectorProblem()
  if (problem !== null && quiet !== true) terminal.stderr.write(withoutVectors(problem))
  return problem !== null
}

/**
 * The words given with an option, each a known one; absent when the option is.
 *
 * @throws KnownError `USAGE`
 */
export const knownWords = <Known extends string>(
  option: string,
  given: readonly string[] | undefined,
  { one, all, known }: { readonly one: string; readonly all: string; readonly known: readonly Known[] },
): Known[] | undefined => {
  if (given?.length === 0)
    throw new KnownError('USAGE', `${option} names no ${one}`, `${all}: ${known.join(', ')}.`)
  return given?.map((name) => {
    const found = known.find((word) => word === name)
    if (found !== undefined) return found
    throw new KnownError(
      'USAGE',
      `no ${one} "${name}".${didYouMean(name, known)}`,
      `${all}: ${known.join(', ')}.`,
    )
  })
}

/** @throws KnownError `CLASS_NOT_FOUND` */
export const requireClass = (
  classes: readonly string[],
  name: string | undefined,
  complaint = 'the knowledge base has no entity class',
): void => {
  if (name === undefined || classes.includes(name)) return
  const known = [...classes].sort()
  throw new KnownError(
    'CLASS_NOT_FOUND',
    `${complaint} "${name}".${didYouMean(name, known)}`,
    `Known are: ${known.join(', ')}.`,
  )
}

/** @throws KnownError `USAGE` */
export const requireSource = (kb: KnowledgeBase, name: string | undefined): void => {
  const known = kb.manifest.sources.map((source) => source.name)
  if (name === undefined || known.includes(name)) return
  throw new KnownError(
    'USAGE',
    `the knowledge base has no source "${name}".${didYouMean(name, known)}`,
    `It has: ${known.join(', ')}.`,
  )
}

/** For commander: a whole number of 1 or more. */
export const positiveInteger = (text: string): number => {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('a whole number of 1 or more is wanted.')
  return Number(text)
}

/** For commander: `a,b,c`. */
export const commaList = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
