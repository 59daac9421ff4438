import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { describeModel } from '../../src/pipeline/describe-model.ts'
import { openEncoder } from '../../src/encoder/open-encoder.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { writeSmallModel } from '../support/small-encoder.ts'

const scratch = scratchFolder()

describe('the description of a model', () => {
  it('says what it is, and its licence as the card has it', async () => {
    const folder = writeSmallModel(newFolder(scratch), { name: 'small' })
    writeFileSync(
      join(folder, 'README.md'),
      '---\r\nlanguage: en\r\nlicense: "apache-2.0"\r\n---\r\n\r\n# Small\r\n',
    )
    const encoder = await openEncoder(folder, { ownThread: false })
    const description = await describeModel(folder)
    expect(description).toMatchObject({
      folder,
      name: 'small',
      licence: 'apache-2.0',
      details: { kind: 'encoder', dimensions: 8, prefixes: [4], id: encoder.id, verified: true },
    })
    expect(description.details?.bytes).toBeGreaterThan(1000)
    expect(description.problem).toBeUndefined()
    await encoder.close()
  })

  it('needs neither card nor checksums, and says so', async () => {
    const folder = writeSmallModel(join(newFolder(scratch), 'plain'), { files: undefined })
    writeFileSync(join(folder, 'README.md'), '# Small\n\nlicense: none\n')
    const description = await describeModel(folder)
    expect(description).toMatchObject({ name: 'plain', details: { verified: false } })
    expect(description.licence).toBeUndefined()
  })

  it('says what is wrong, whether of the files', async () => {
    const folder = writeSmallModel(newFolder(scratch))
    truncateSync(join(folder, 'model.onnx'), 10)
    const { details, problem } = await describeModel(folder)
    expect(details).toBeUndefined()
    expect(problem?.code).toBe('MODEL_DAMAGED')
  })

  it('or of what they do', async () => {
    const folder = writeSmallModel(newFolder(scratch), {}, { tokens: 3 })
    const { details, problem } = await describeModel(folder)
    expect(details?.verified).toBe(true)
    expect(problem?.code).toBe('MODEL_UNSUITED')
    expect((await describeModel(join(scratch, 'none'))).problem?.code).toBe('MODEL_NOT_FOUND')
  })
})
