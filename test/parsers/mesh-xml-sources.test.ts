import { writeFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  ACTIONS,
  classesOf,
  codesOf,
  descriptor,
  DESCRIPTORS,
  idsOf,
  MeshBench,
  parentsOf,
  setOf,
  SUBSTANCES,
  SUPPLEMENTARY,
  supplementary,
  tree,
} from '../fixtures/mesh.ts'
import { zipOf } from '../../src/testing/zip-archive.ts'
import { failureOf } from '../support/failure.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'

const scratch = scratchFolder()
const bench = new MeshBench('mesh-xml', scratch, 'source.xml')

const action = (object: string): object => ({ predicate: 'pharmacological_action', object })

describe('pharmacological actions', () => {
  it('are said of each substance, with its line', async () => {
    const parsed = await bench.parse(ACTIONS)
    expect(parsed.terms).toEqual([])
    expect(parsed.additions).toEqual([
      { id: 'MESH:D000536', line: 4, relations: [action('MESH:D000863')] },
      { id: 'MESH:C012714', line: 5, relations: [action('MESH:D000863')] },
    ])
  })

  it('are read by substance too', async () => {
    const { additions } = await bench.parse(SUBSTANCES)
    expect(additions).toEqual([
      { id: 'MESH:D000536', line: 1, relations: [action('MESH:D000276'), action('MESH:D000863')] },
    ])
  })

  it('with an identifier of no such kind are reported', async () => {
    const parsed = await bench.parse(ACTIONS.replace('C012714', 'aluminum').replace('D000863', 'x'))
    expect(parsed.additions).toEqual([])
    expect(codesOf(parsed)).toEqual(['malformed-line', 'malformed-line'])
  })
})

const SMALL = setOf(
  descriptor('D1', tree('C04')),
  descriptor('D2', tree('C04.557', 'D12.776')),
  descriptor('D3', tree('D12')),
  descriptor('D4', tree('F03.100')),
  descriptor('D5', tree('F01.100')),
  descriptor('D6'),
  descriptor('D7', tree('F03', 'F01')),
)
const SMALL_SUPPLEMENTARY = `<SupplementalRecordSet>${[
  supplementary('C1', 1, '*D3'),
  supplementary('C2', 3, '*D5'),
  supplementary('C3', 2, 'D3', '*D1'),
  supplementary('C4', 'odd', 'D999'),
].join('')}</SupplementalRecordSet>`
const SMALL_MESH = { 'supp.xml': SMALL_SUPPLEMENTARY, 'desc.xml': SMALL }

describe('options of MeSH', () => {
  it('keep what lies below some trees, and the supplementary records mapped to it', async () => {
    const parsed = await bench.parseFolder(SMALL_MESH, { trees: ['C', 'F03'] })
    expect(idsOf(parsed)).toEqual(['MESH:D1', 'MESH:D2', 'MESH:D4', 'MESH:D7', 'MESH:C3'])
    expect(parsed.issues).toEqual([])
  })

  it('give no parents that were left out', async () => {
    const parsed = await bench.parseFolder(SMALL_MESH, { trees: ['C04.557', 'F03.100'] })
    expect(parentsOf(parsed)).toEqual({ 'MESH:D2': [], 'MESH:D4': [] })
    expect(parsed.issues).toEqual([])
    expect(parentsOf(await bench.parse(SMALL))).toMatchObject({ 'MESH:D2': ['MESH:D1', 'MESH:D3'] })
  })

  it('give classes by tree, the first that fits, and leave the others to the source', async () => {
    const classes = { chemical: ['D'], disease: ['C', 'F03'] }
    expect(classesOf(await bench.parseFolder(SMALL_MESH, { classes }))).toEqual({
      'MESH:D1': 'disease',
      'MESH:D2': 'chemical',
      'MESH:D3': 'chemical',
      'MESH:D4': 'disease',
      'MESH:D5': undefined,
      'MESH:D6': undefined,
      'MESH:D7': 'disease',
      'MESH:C1': 'chemical',
      'MESH:C2': undefined,
      'MESH:C3': 'disease',
      'MESH:C4': undefined,
    })
    const turned = { disease: ['C', 'F03'], chemical: ['D'] }
    expect(classesOf(await bench.parse(SMALL, { classes: turned }))).toMatchObject({ 'MESH:D2': 'disease' })
  })

  it('leave out what has no class, if so asked', async () => {
    const options = { classes: { chemical: ['D'] }, onlyClasses: true }
    expect(idsOf(await bench.parseFolder(SMALL_MESH, options))).toEqual([
      'MESH:D2',
      'MESH:D3',
      'MESH:C1',
      'MESH:C3',
    ])
  })

  it('choose supplementary records by their own class', async () => {
    const options = { trees: ['D'], supplementaryClasses: { disease: 'disease', protocol: false } }
    const parsed = await bench.parseFolder(SMALL_MESH, options)
    expect(classesOf(parsed)).toEqual({
      'MESH:D2': undefined,
      'MESH:D3': undefined,
      'MESH:C1': undefined,
      'MESH:C2': 'disease',
    })
  })

  it('need descriptors to choose supplementary records by, unless they are named', async () => {
    const alone = await bench.parse(SMALL_SUPPLEMENTARY, { trees: ['C'] })
    expect(alone.terms).toEqual([])
    expect(codesOf(alone)).toEqual(['missing-file'])
    const named = await bench.parse(SMALL_SUPPLEMENTARY.replace('"odd"', '"3"'), {
      trees: ['C'],
      supplementaryClasses: { chemical: 'chemical', disease: 'disease', protocol: false },
    })
    expect(idsOf(named)).toEqual(['MESH:C1', 'MESH:C2', 'MESH:C4'])
    expect(named.issues).toEqual([])
  })

  it('say nothing of actions of substances that were left out', async () => {
    const files = { ...SMALL_MESH, 'pa.xml': ACTIONS.replace('D000536', 'D3').replace('C012714', 'D5') }
    const { additions } = await bench.parseFolder(files, { trees: ['D'] })
    expect(additions.filter(({ relations }) => relations).map(({ id }) => id)).toEqual(['MESH:D3'])
  })

  it.each([
    { trees: [] },
    { trees: ['c'] },
    { trees: ['C4'] },
    { classes: { Disease: ['C'] } },
    { classes: { disease: 'C' } },
    { supplementaryClasses: { drug: 'chemical' } },
    { supplementaryClasses: { chemical: true } },
  ])('refuse %j', async (options) => {
    expect((await bench.load()).optionsSchema.safeParse(options).success).toBe(false)
  })
})

describe('a folder or a zip of MeSH XML', () => {
  const files = {
    'a-pa2006.xml': ACTIONS,
    'b-supp.xml': SUPPLEMENTARY,
    'c.xml': `<!-- <QualifierRecordSet> -->\n${DESCRIPTORS.replace(/^<\?.*\n/, '')}`,
    'readme.txt': 'not read',
  }

  it('is read descriptors first, each file with its own lines', async () => {
    const parsed = await bench.parseFolder(files)
    expect(idsOf(parsed)).toEqual([...idsOf(await bench.parse(DESCRIPTORS)), 'MESH:C012211', 'MESH:C537647'])
    expect(parsed.issues).toEqual([])
    expect(parsed.additions[0]).toMatchObject({ id: 'MESH:D000536', line: 4 })
  })

  it('says the same from a zip, and from files that are packed themselves', async () => {
    const zip = newFile(scratch, 'mesh.zip')
    writeFileSync(zip, zipOf(Object.entries(files).map(([name, content]) => ({ name, content }))))
    const packed = bench.folder(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`${name}.gz`, gzipSync(text)])),
    )
    const plain = await bench.parseFolder(files)
    expect(await bench.parsePath(zip)).toEqual(plain)
    expect(await bench.parsePath(packed)).toEqual(plain)
  })

  it('tells the file of an issue, and passes over XML that is no MeSH', async () => {
    const { issues } = await bench.parseFolder({
      'd.xml': DESCRIPTORS,
      'e.xml': setOf(descriptor('?')),
      'x.xml': '<owl/>',
    })
    expect(issues.map(({ code, message }) => `${code} ${message.split(':')[0] ?? ''}`)).toEqual([
      'missing-file x.xml',
      'missing-id e.xml',
    ])
  })

  it('without any MeSH XML is refused', async () => {
    for (const content of [
      { 'x.xml': '<owl/>', 'y.xml': '<owl/>' },
      { 'a.txt': 'a', 'b.txt': 'b' },
    ])
      expect((await failureOf(() => bench.parsePath(bench.folder(content)))).code).toBe('SOURCE_SYNTAX')
    mkdirSync(join(scratch, 'empty'))
    expect((await failureOf(() => bench.parsePath(join(scratch, 'empty')))).message).not.toBe('')
  })

  it('has its release from the names NLM gives', async () => {
    for (const [name, release] of [
      ['desc2024.xml', '2024'],
      ['supp2025.xml', '2025'],
      ['mesh.xml', undefined],
      ['desc20245.xml', undefined],
    ] as const) {
      const folder = bench.folder({ [name]: DESCRIPTORS })
      const { header } = await bench.parsePath(join(folder, name))
      expect(header.release).toBe(release)
      expect((await bench.parsePath(folder)).header.release).toBe(release)
    }
  })
})
