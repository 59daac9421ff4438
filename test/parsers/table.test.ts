import { parserSuite } from '../contract/parser-suite.ts'
import { loadTable as load } from './table-sources.ts'

const columns = {
  id: 'id',
  label: 'name',
  synonyms: { column: 'synonyms', separator: '|' },
  parents: 'parent',
  xrefs: { column: 'xref', separator: '|', prefix: 'UMLS' },
}
const HEADER = 'id\tname\tsynonyms\tparent\txref\n'

parserSuite('table (tabs)', {
  load,
  options: { columns, idPrefix: 'MESH' },
  fileName: 'sample.tsv',
  sample:
    HEADER +
    'D003920\tDiabetes Mellitus\t\tD004700\tC0011849\n' +
    'D003924\tDiabetes Mellitus, Type 2\tMODY|NIDDM|Stable Diabetes\tD003920\tC0011860|C0342276\n' +
    'D009369\tNeoplasms\tCancer|Tumors\t\tC0027651\n',
  flawed: `${HEADER}D003920\tDiabetes Mellitus\n\tno id\t\t\t\nD003924\ttwo\ta\tD003920\tC1\ta stray cell\nD1\n`,
  repeated: `${HEADER}D1\tone\t\t\t\nD2\ttwo\t\t\t\nD1\tone\tagain\t\t\n`,
  many: (count) =>
    HEADER +
    Array.from({ length: count }, (_, at) => `D${String(at)}\tname ${String(at)}\ta|b\tD0\tC1\n`).join(''),
})

parserSuite('table (commas)', {
  load,
  options: { columns, idPrefix: 'MESH' },
  fileName: 'sample.csv',
  sample:
    'id,name,synonyms,parent,xref\n' +
    'D003920,Diabetes Mellitus,,D004700,C0011849\n' +
    'D003924,"Diabetes Mellitus, Type 2","NIDDM|the ""stable"" one\nover two lines",D003920,C0011860\n' +
    'D009369,Neoplasms,Cancer,,C0027651\n',
  flawed:
    'id,name,synonyms,parent,xref\nD1,one,,,\n,no id,,,\nD2,two,,,C1\nD3,"never closed,,,\nD4,four,,,\n',
  repeated: 'id,name,synonyms,parent,xref\nD1,one,,,\nD2,two,,,\nD1,one,,,\n',
  many: (count) =>
    'id,name,synonyms,parent,xref\n' +
    Array.from({ length: count }, (_, at) => `D${String(at)},"name, ${String(at)}",a|b,D0,C1\n`).join(''),
})

const jsonColumns = {
  id: 'id',
  label: 'name',
  synonyms: { column: 'synonyms.label', optional: true },
  xrefs: { column: 'xrefs', optional: true },
}
const records = [
  {
    id: 'DOID:0001816',
    name: 'angiosarcoma',
    synonyms: [{ label: 'hemangiosarcoma' }],
    xrefs: ['MESH:D006394'],
  },
  {
    id: 'DOID:0002116',
    name: 'pterygium',
    synonyms: [{ label: "surfer's eye" }],
    xrefs: ['UMLS_CUI:C0033999'],
  },
]
const record = (at: number): string => JSON.stringify({ id: `EX:${String(at)}`, name: `name ${String(at)}` })
const manyRecords = (count: number): string[] => Array.from({ length: count }, (_, at) => record(at))

parserSuite('table (JSON Lines)', {
  load,
  options: { columns: jsonColumns },
  fileName: 'sample.jsonl',
  sample: records.map((each) => `${JSON.stringify(each)}\n`).join(''),
  flawed: `${record(1)}\n{"id": "EX:2", \n[]\n{"name": "no id"}\n${record(3)}\n`,
  repeated: `${record(1)}\n${record(2)}\n${record(1)}\n`,
  many: (count) => `${manyRecords(count).join('\n')}\n`,
})

parserSuite('table (JSON list)', {
  load,
  options: { columns: jsonColumns },
  fileName: 'sample.json',
  sample: `${JSON.stringify(records, null, 1)}\n`,
  flawed: `[\n${record(1)},\n"no record",\n{"name": "no id"},\n${record(3)}\n]\n`,
  repeated: `[${record(1)},\n${record(2)},\n${record(1)}]\n`,
  many: (count) => `[${manyRecords(count).join(',\n')}]\n`,
})
