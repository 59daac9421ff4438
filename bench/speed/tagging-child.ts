// One tagger over the abstracts, in a process of its own so that its memory is its own: called by tagging.ts, prints JSON.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import AhoCorasick from 'modern-ahocorasick'
import { api, openDictionary } from '../built.ts'

export interface TaggingTask {
  readonly tagger: 'spots' | 'recogniser' | 'aho-corasick'
  /** A build folder. */
  readonly build: string
  /** Names, one a line; for the automaton. */
  readonly names: string
  /** Abstracts, one a line. */
  readonly texts: string
}

export interface TaggingMeasure {
  /** To be ready. */
  readonly openMs: number
  /** Resident memory it added, bytes. */
  readonly bytes: number
  readonly seconds: number
  readonly found: number
}

const lines = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')

const prepare = async ({
  tagger,
  build,
  names,
}: TaggingTask): Promise<(text: string, index: number) => number> => {
  if (tagger === 'aho-corasick') {
    const automaton = new AhoCorasick(lines(names))
    return (text) => automaton.count(text.toLowerCase())
  }
  if (tagger === 'spots') {
    const dictionary = openDictionary(join(build, 'dictionary.bin'))
    return (text) => {
      let found = 0
      dictionary.scan(text, 0, text.length, () => found++)
      return found
    }
  }
  const parts = (await api.openKnowledgeBase(build)).recognizerParts()
  const recognizer = await api.makeRecognizer({ type: 'dictionary' }, parts)
  return (text, index) => {
    const found = recognizer.recognize({ id: String(index), text, sections: [], mentions: [] })
    if (found instanceof Promise) throw new Error('the dictionary answers at once')
    return found.findings.length
  }
}

const argument = process.argv[2]
if (argument === undefined) throw new Error('run bench/speed/tagging.ts instead')
const task = JSON.parse(argument) as TaggingTask
const texts = lines(task.texts)
globalThis.gc?.()
const before = process.memoryUsage.rss()
const begun = performance.now()
const tag = await prepare(task)
tag('', 0)
const openMs = performance.now() - begun
// A first part, so that the code is compiled and what is remembered is there.
texts.slice(0, 2000).forEach(tag)
globalThis.gc?.()
const bytes = process.memoryUsage.rss() - before
const started = performance.now()
let found = 0
texts.forEach((text, index) => {
  found += tag(text, index)
})
const seconds = (performance.now() - started) / 1000
console.log(JSON.stringify({ openMs, bytes, seconds, found } satisfies TaggingMeasure))
