// How fast are documents read and written again, and does memory stay flat? Each measure in a process of its own.
// Run: npx tsx bench/speed/documents.ts [SMALL_MB LARGE_MB]
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Mention, TextDocument } from '../../src/core/document.ts'
import type { DocumentWriter } from '../../src/documents/contract.ts'
import { documentFormats } from '../../src/documents/registry.ts'

const SENTENCE =
  'Wilson disease (WD) raised interleukin-6 in 12.5 % of the ﬁbroblasts of 40 mice 😀, not in E. coli. '
const NAMES = ['Wilson disease', 'interleukin-6', 'ﬁbroblasts', 'mice', 'E. coli'] as const

/** Of 1,500 characters, with 75 mentions. */
const documentNumber = (number: number): TextDocument => {
  const title = `Document ${String(number)}`
  const text = `${title}\n${SENTENCE.repeat(15).trimEnd()}`
  const mentions: Mention[] = []
  for (let from = title.length; from < text.length; from += SENTENCE.length)
    for (const name of NAMES) {
      const start = text.indexOf(name, from)
      if (start === -1) continue
      mentions.push({ spans: [[start, start + name.length]], text: name, class: 'entity', ids: ['EX:1'] })
    }
  return {
    id: String(number),
    text,
    sections: [
      { name: 'title', start: 0, end: title.length },
      { name: 'abstract', start: title.length + 1, end: text.length },
    ],
    mentions,
  }
}

const writerOf = async (format: string): Promise<DocumentWriter> => {
  const writer = await documentFormats[format]?.writer?.({})
  if (writer === undefined) throw new Error(`no writer of ${format}`)
  return writer
}

const writeFile = async (file: string, format: string, bytes: number): Promise<void> => {
  const writer = await writerOf(format)
  const handle = openSync(file, 'w')
  let written = writeSync(handle, writer.begin())
  for (let number = 0; written < bytes; number++)
    written += writeSync(handle, writer.document(documentNumber(number)))
  writeSync(handle, writer.end())
  closeSync(handle)
}

const measure = async (file: string, from: string, to: string): Promise<void> => {
  const reader = await documentFormats[from]?.reader?.()
  if (reader === undefined) throw new Error(`no reader of ${from}`)
  const writer = await writerOf(to)
  const report = ({ message }: { readonly message: string }): void => {
    throw new Error(message)
  }
  const start = performance.now()
  let documents = 0
  let bytes = Buffer.byteLength(writer.begin())
  for await (const document of reader.read(file, { report })) {
    bytes += Buffer.byteLength(writer.document(document))
    documents++
  }
  bytes += Buffer.byteLength(writer.end())
  const seconds = (performance.now() - start) / 1000
  const peakMb = process.resourceUsage().maxRSS / 1024
  process.stdout.write(JSON.stringify({ documents, bytes, seconds, peakMb }))
}

const PAIRS = [
  ['jsonl', 'jsonl'],
  ['pubtator', 'pubtator'],
  ['bioc-xml', 'bioc-xml'],
  ['bioc-json', 'bioc-json'],
  ['jsonl', 'tsv'],
  ['jsonl', 'html'],
] as const

const compare = async (sizes: readonly number[]): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'ontoground-bench-'))
  process.stdout.write('from → to              MB   documents   MB/s   peak MB\n')
  try {
    for (const [from, to] of PAIRS)
      for (const size of sizes) {
        const file = join(folder, `input.${from}`)
        await writeFile(file, from, size * 1e6)
        const child = spawnSync(process.execPath, ['--import', 'tsx', import.meta.filename, file, from, to], {
          encoding: 'utf8',
        })
        if (child.status !== 0) throw new Error(child.stderr)
        const { documents, seconds, peakMb } = JSON.parse(child.stdout) as Record<
          'documents' | 'seconds' | 'peakMb',
          number
        >
        const cells = [size, documents, Math.round(size / seconds), Math.round(peakMb)]
        const [mb, count, speed, peak] = cells.map(String)
        process.stdout.write(
          `${`${from} → ${to}`.padEnd(20)} ${mb?.padStart(4) ?? ''} ${count?.padStart(11) ?? ''} ${speed?.padStart(6) ?? ''} ${peak?.padStart(9) ?? ''}\n`,
        )
        rmSync(file)
      }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const [first = '10', second = '300', third] = process.argv.slice(2)
if (third === undefined) await compare([Number(first), Number(second)])
else await measure(first, second, third)
