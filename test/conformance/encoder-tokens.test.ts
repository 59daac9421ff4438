import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readTokenizer } from '../../src/models/tokenizer-file.ts'
import { WordPiece } from '../../src/models/word-piece.ts'
import { hostileText, seeded } from '../support/hostile-text.ts'
import { referenceTokenizer } from '../support/reference-tokenizer.ts'
import { encoderFolder, realNames, sampleNames } from './encoder-names.ts'
import { isAbsent } from './shared-data.ts'

if (encoderFolder === undefined)
  process.stderr.write('Skipped: no exported encoder to take a vocabulary from.\n')

describe.skipIf(isAbsent || encoderFolder === undefined)('the tokenizer, with a real vocabulary', () => {
  it('gives what the reference gives on 100,000 texts', async () => {
    const file = join(encoderFolder ?? '', 'tokenizer.json')
    const reference = referenceTokenizer(JSON.parse(readFileSync(file, 'utf8')) as object)
    const ours = new WordPiece(await readTokenizer(file, true))
    const names = sampleNames(realNames(), 80_000)
    const random = seeded(5)
    const texts = [...names, ...Array.from({ length: 20_000 }, () => hostileText(random))]
    expect(texts).toHaveLength(100_000)
    const different = texts
      // The reference knows a sigma at the end of a word, which BERT's own tokenizer does not.
      .map((text) => text.replaceAll('Σ', 'S'))
      .filter((text) => String(ours.encode(text, 1e6)) !== String(reference(text)))
    expect(different).toEqual([])
  })
})
