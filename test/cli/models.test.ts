import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findModels } from '../../src/pipeline/models.ts'
import { copyFixture } from '../support/fixture.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { writeSmallModel } from '../support/small-encoder.ts'
import { jsonLines, runCli } from '../support/terminal.ts'
import { configureEncoder } from '../support/vector-setup.ts'

const scratch = scratchFolder()

interface Listed {
  readonly folder: string
  readonly name: string
  readonly places: readonly string[]
  readonly problem: { readonly code: string } | null
}

/** Where the small knowledge base was built with an encoder. */
const built = async (): Promise<string> => {
  const cwd = copyFixture(scratch, 'kb-small')
  const model = writeSmallModel(join(cwd, 'model'), { name: 'small' })
  writeFileSync(join(model, 'README.md'), '---\nlicense: cc0-1.0\n---\n')
  configureEncoder(join(cwd, 'parsers.config.json'), { model: 'model', dimensions: 4 })
  await runCli(['build', '--quiet'], { cwd })
  return cwd
}

/** Those that the package ships are not this test's matter. */
const listed = (stdout: string): Listed[] =>
  (jsonLines(stdout) as Listed[]).filter(({ places }) => !places.includes('package'))

describe('models', () => {
  it('lists those of the configuration and of the knowledge base', async () => {
    const cwd = await built()
    const { code, stdout, stderr } = await runCli(['models'], { cwd })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^model +kind +dimensions or classes +size +licence +state +of +folder$/m)
    expect(stdout).toMatch(/^small +encoder +8 \(4\) +0\.0 MiB +cc0-1\.0 +verified +configuration +model$/m)
    expect(stdout).toMatch(/^small +encoder +.* +verified +knowledge base +kb\/models\/[0-9a-f]{32}$/m)
    const json = await runCli(['models', '--json'], { cwd })
    expect(json.code).toBe(0)
    expect(listed(json.stdout)).toMatchObject([
      {
        ...{ folder: join(cwd, 'model'), name: 'small', places: ['configuration'], kind: 'encoder' },
        ...{ dimensions: 8, prefixes: [4], licence: 'cc0-1.0', verified: true, problem: null },
      },
      { places: ['knowledge base'], problem: null },
    ])
  })

  it('lists the folders given, each once', async () => {
    const cwd = newFolder(scratch)
    writeSmallModel(join(cwd, 'plain'), { files: undefined })
    const { code, stdout } = await runCli(['models', 'plain', './plain/', join(cwd, 'plain')], { cwd })
    expect(code).toBe(0)
    expect(stdout.split('\n')).toHaveLength(3)
    expect(stdout).toMatch(/^plain +encoder +8 \(4\) .* – +works, no checksums +named +plain$/m)
  })

  it('says what is wrong with one, and fails', async () => {
    const cwd = newFolder(scratch)
    for (const name of ['good', 'cut', 'other', 'dims']) writeSmallModel(join(cwd, name))
    truncateSync(join(cwd, 'cut/model.onnx'), 99)
    writeSmallModel(join(cwd, 'other'), { dimension: 8 })
    writeSmallModel(join(cwd, 'dims'), { dimensions: 16 })
    const argv = ['models', 'good', 'cut', 'none', 'other', 'dims']
    const { code, stdout, stderr } = await runCli(argv, { cwd })
    expect([code, stderr]).toEqual([1, ''])
    expect(stdout).toMatch(/^good .* verified /m)
    expect(stdout).toMatch(/^cut +– .* broken +named +cut$/m)
    expect(stdout).toMatch(
      /^cut\/model\.onnx: MODEL_DAMAGED the file has 99 bytes, not \d+\n {2}Copy the folder/m,
    )
    expect(stdout).toMatch(/^none: MODEL_NOT_FOUND no such folder\n {2}Name the folder/m)
    expect(stdout).toMatch(/^other\/ontoground\.json: MODEL_UNSUITED dimension: unknown key/m)
    expect(stdout).toMatch(/^dims.*: MODEL_UNSUITED .*\n {2}/m)
    const json = await runCli([...argv, '--json'], { cwd })
    expect(json.code).toBe(1)
    expect(listed(json.stdout).map(({ problem }) => problem?.code ?? null)).toEqual([
      null,
      ...['MODEL_DAMAGED', 'MODEL_NOT_FOUND', 'MODEL_UNSUITED', 'MODEL_UNSUITED'],
    ])
  })

  it('sees a kept model that was put in place of another', async () => {
    const cwd = await built()
    const { stdout } = await runCli(['models', '--json'], { cwd })
    const kept = listed(stdout)[1]?.folder ?? ''
    writeSmallModel(kept, { name: 'small', pooling: 'cls' })
    const changed = await runCli(['models'], { cwd })
    expect(changed.code).toBe(1)
    expect(changed.stdout).toMatch(/MODEL_UNSUITED another model than the one whose id the folder bears/)
    // In the configuration it is no other than that.
    expect((await runCli(['models', kept], { cwd })).code).toBe(0)
  })

  it('leaves out what is being copied, and files', async () => {
    const cwd = await built()
    mkdirSync(join(cwd, 'kb/models/0123.tmp-beef'))
    writeFileSync(join(cwd, 'kb/models/README.md'), 'Models.')
    const { code, stdout } = await runCli(['models', '--json'], { cwd })
    expect(code).toBe(0)
    expect(listed(stdout)).toHaveLength(2)
  })

  it('needs neither models nor a knowledge base', async () => {
    const cwd = copyFixture(scratch, 'kb-small')
    const { code, stdout, stderr } = await runCli(['models', '--json'], { cwd })
    expect([code, listed(stdout), stderr]).toEqual([0, [], ''])
    expect(await findModels({ kb: join(cwd, 'kb'), shipped: join(cwd, 'none') })).toEqual([])
  })

  it('names a configured model that is missing', async () => {
    const cwd = await built()
    rmSync(join(cwd, 'model'), { recursive: true })
    const { code, stdout } = await runCli(['models'], { cwd })
    expect(code).toBe(1)
    expect(stdout).toMatch(/^model: MODEL_NOT_FOUND no such folder/m)
  })

  it('each have all the places they are found in', async () => {
    const shipped = newFolder(scratch)
    const configured = writeSmallModel(join(shipped, 'one'))
    const [model] = await findModels({ configured: [configured], shipped })
    expect(model?.places).toEqual(['configuration', 'package'])
  })
})
