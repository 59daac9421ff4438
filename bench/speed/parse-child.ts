// One source parsed in a process of its own, so that its memory is its own: called by parse.ts, prints JSON.
import { parsers } from '../built.ts'

/** What is measured of one source. Memory is resident, bytes. */
export interface ParseMeasure {
  readonly records: number
  readonly issues: number
  /** Of each run. */
  readonly seconds: readonly number[]
  readonly rssBefore: number
  /** When `sampleAt` of the records were read, in the last run. */
  readonly rssEarly: number
  readonly rssAtEnd: number
  readonly rssPeak: number
}

export interface ParseTask {
  readonly type: string
  readonly options: unknown
  readonly path: string
  readonly runs: number
  /** Share of the source, 0–1. */
  readonly sampleAt: number
}

const SAMPLE_EVERY_MS = 20

const measure = async ({ type, options, path, runs, sampleAt }: ParseTask): Promise<ParseMeasure> => {
  const parser = await parsers[type]?.()
  if (!parser) throw new Error(`no parser "${type}"`)
  const seconds: number[] = []
  const rssBefore = process.memoryUsage.rss()
  let [records, issues] = [0, 0]
  let samples: { readonly records: number; readonly rss: number }[] = []
  for (let run = 0; run < runs; run++) {
    ;[records, issues, samples] = [0, 0, []]
    const report = (): void => {
      issues++
    }
    const context = { report, describe: () => undefined, defineRelation: () => undefined }
    const begun = performance.now()
    let sampled = begun
    for await (const { terms, additions, mappings } of parser.parse(path, options, context)) {
      records += terms.length + additions.length + (mappings?.length ?? 0)
      if (performance.now() - sampled < SAMPLE_EVERY_MS) continue
      sampled = performance.now()
      samples.push({ records, rss: process.memoryUsage.rss() })
    }
    seconds.push((performance.now() - begun) / 1000)
  }
  const rssAtEnd = process.memoryUsage.rss()
  const early = samples.find((sample) => sample.records >= records * sampleAt)
  return {
    records,
    issues,
    seconds,
    rssBefore,
    rssEarly: early?.rss ?? rssAtEnd,
    rssAtEnd,
    rssPeak: Math.max(rssAtEnd, ...samples.map(({ rss }) => rss)),
  }
}

const task = process.argv[2]
if (task === undefined) throw new Error('run bench/speed/parse.ts instead')
console.log(JSON.stringify(await measure(JSON.parse(task) as ParseTask)))
