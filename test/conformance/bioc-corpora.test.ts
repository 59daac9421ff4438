import { describe, expect, it } from 'vitest'
import { endOf, startOf, type TextDocument, textOf } from '../../src/core/document.ts'
import { biocXmlReader } from '../../src/documents/bioc-xml.ts'
import { pubtatorReader } from '../../src/documents/pubtator.ts'
import { readInput } from '../documents/reading.ts'
import { areCorporaAbsent, corpus } from './corpora.ts'

/** Documents and mentions as the README of the data counts them, and parts of mentions that say another text. */
const FILES = [
  ['bc5cdr/dev/CDR_DevelopmentSet', 483, 9340, 1],
  ['bc5cdr/train/CDR_TrainingSet', 486, 9250, 3],
] as const

describe.skipIf(areCorporaAbsent)('the corpora in BioC XML', () => {
  it.each(FILES)('%s', async (path, documentCount, mentionCount, doubtful) => {
    const { documents, problems } = await readInput(biocXmlReader, corpus(`${path}.BioC.xml.gz`))
    expect(problems.filter(({ message }) => !message.includes('the text at its offsets is'))).toEqual([])
    expect(problems).toHaveLength(doubtful)
    expect(documents).toHaveLength(documentCount)
    expect(documents.flatMap(({ mentions }) => mentions)).toHaveLength(mentionCount)
    for (const { text, mentions } of documents)
      for (const mention of mentions) expect(mention.text).toBe(textOf(text, mention.spans))
  })

  it.each(FILES)(
    '%s says what its PubTator file says, but for the parts of composite mentions',
    async (path) => {
      const bioc = await readInput(biocXmlReader, corpus(`${path}.BioC.xml.gz`))
      const pubtator = await readInput(pubtatorReader, corpus(`${path}.PubTator.txt.gz`))
      const said = (document: TextDocument) => ({
        text: document.text,
        sections: document.sections,
        relations: document.relations?.length,
        mentions: document.mentions
          .filter(({ metadata }) => metadata?.['CompositeRole'] !== 'IndividualMention')
          .map((mention) =>
            [startOf(mention), endOf(mention), mention.class, mention.ids.join('|')].join(' '),
          )
          .sort(),
      })
      expect(bioc.documents.map(said)).toEqual(pubtator.documents.map(said))
    },
  )
})
