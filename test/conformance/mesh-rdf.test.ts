import { describe, expect, it } from 'vitest'
import { differencesOf, loadTerms } from './owl-differences.ts'
import { isAbsent } from './shared-data.ts'

const RDF = 'mesh/meshrdf-samples.nt.gz'

describe.skipIf(isAbsent)('MeSH RDF', () => {
  it('says of each record what the XML it was made of says', async () => {
    const rdf = await loadTerms('mesh-rdf', RDF)
    const xml = new Map([
      ...(await loadTerms('mesh-xml', 'mesh/meshrdf-desc-samples.xml.gz')),
      ...(await loadTerms('mesh-xml', 'mesh/meshrdf-supp-samples.xml')),
    ])
    // grep -c '<DescriptorRecord ' and '<SupplementalRecord ': 43 and 19.
    expect(xml.size).toBe(43 + 19)
    expect(differencesOf(['rdf', rdf], ['xml', xml])).toEqual([])
  })
})
