import { describe, expect, it } from 'vitest'
import { classOfLabel } from '../../src/eval/labels.ts'

describe('labels', () => {
  const classOf = classOfLabel()

  it.each([
    ['SpecificDisease', 'disease'],
    ['DiseaseOrPhenotypicFeature', 'disease'],
    ['Phenotype', 'phenotype'],
    ['Chemical', 'chemical'],
    ['GENE', 'gene'],
    ['PRGE', 'gene'],
    ['cell_line', 'cell_line'],
    ['Cell Line', 'cell_line'],
    ['CLTP', 'cell_type'],
    ['CL', 'cell_type'],
    ['UBERON', 'anatomy'],
    ['SO', 'sequence_feature'],
    ['NCBITaxon', 'species'],
    ['ProteinMutation', 'variant'],
    ['biological_process', 'biological_process'],
  ])('%s stands for %s', (label, name) => {
    expect(classOf(label)).toBe(name)
  })

  it('that no corpus uses are classes of that name', () => {
    expect(classOf('Spaceship')).toBe('Spaceship')
  })

  it('are what the user says, in any case', () => {
    const mapped = classOfLabel({ disease: 'phenotype', entity: 'gene', Modifier: '' })
    expect(['Disease', 'entity', 'MODIFIER', 'Chemical'].map(mapped)).toEqual([
      'phenotype',
      'gene',
      undefined,
      'chemical',
    ])
  })
})
