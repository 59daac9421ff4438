import { readdirSync, readFileSync } from 'node:fs'
import { bindParser } from '../../src/parsers/contract.ts'
import { umlsRrfParser } from '../../src/parsers/umls-rrf.ts'
import { parserSuite } from '../contract/parser-suite.ts'

const FIXTURE = new URL('../fixtures/umls-rrf/', import.meta.url)
const files = Object.fromEntries(
  readdirSync(FIXTURE).map((name) => [name, readFileSync(new URL(name, FIXTURE), 'utf8')]),
)
const { 'MRCONSO.RRF': sample = '', ...besides } = files

const row = (cui: string, name: string): string =>
  `${cui}|ENG|P|L1|PF|S1|Y|A1||||MTH|PN|NOCODE|${name}|0|N||\n`

const given = {
  load: () => Promise.resolve(bindParser(umlsRrfParser)),
  fileName: 'MRCONSO.RRF',
  sample,
  flawed:
    row('C0000001', 'one') +
    'C0000002|ENG|P|too|few|\n' +
    row('', 'no id') +
    row('C0000003', ' ') +
    row('C0000004', 'with | a bar') +
    'no bars at all\n' +
    row('C0000005', 'five'),
  repeated: row('C0000001', 'one') + row('C0000002', 'two') + row('C0000001', 'uno'),
  many: (count: number) =>
    Array.from({ length: count }, (_, at) =>
      row(`C${String(at).padStart(7, '0')}`, `name ${String(at)}`),
    ).join(''),
}

parserSuite('umls-rrf', given)
parserSuite('umls-rrf (a folder)', { ...given, besides })
parserSuite('umls-rrf (with classes and other languages)', {
  ...given,
  besides,
  options: {
    languages: 'all',
    classes: { disease: ['DISO'], gene: ['Gene or Genome'], other: ['*'] },
    suppressed: ['O', 'Y', 'E'],
    definitionSources: ['MSH'],
  },
})
