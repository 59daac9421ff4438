/**
 * Labels of the public corpora by the entity class they stand for; labels are compared without case, `-`, `_` and
 * blanks. What is not listed is a class of that name.
 */
const LABELS: Readonly<Record<string, readonly string[]>> = {
  // NCBI Disease has four kinds of disease mention; BioRED joins diseases and phenotypes; MONDO: CRAFT; Cancer: AnatEM.
  disease: [
    ...['Disease', 'SpecificDisease', 'Modifier', 'DiseaseClass', 'CompositeMention'],
    ...['DiseaseOrPhenotypicFeature', 'MONDO', 'DOID', 'Cancer'],
  ],
  phenotype: ['Phenotype', 'HP', 'HPO'],
  chemical: ['Chemical', 'ChemicalEntity', 'Simple_chemical', 'CHEBI', 'Drug', 'Amino_acid'],
  // PR: CRAFT; PRGE: JNLPBA; FamilyName and DomainMotif: GNormPlus and NLM-Gene.
  gene: [
    ...['Gene', 'Protein', 'GeneOrGeneProduct', 'Gene_or_gene_product', 'GeneProtein', 'GGP'],
    ...['PR', 'PRGE', 'FamilyName', 'DomainMotif'],
  ],
  // LIVB: S800; Strain and Genus: GNormPlus.
  species: ['Species', 'Organism', 'OrganismTaxon', 'NCBITaxon', 'Taxon', 'LIVB', 'Strain', 'Genus'],
  variant: [
    ...['Variant', 'SequenceVariant', 'Mutation', 'DNAMutation', 'ProteinMutation', 'OtherMutation', 'SNP'],
    ...[
      'AcidChange',
      'DNAAcidChange',
      'ProteinAcidChange',
      'DNAAllele',
      'ProteinAllele',
      'CopyNumberVariant',
    ],
  ],
  cell_line: ['CellLine', 'CLLN'],
  // Cell: AnatEM, the BioNLP shared tasks, NLM-Gene.
  cell_type: ['CellType', 'CL', 'CLTP', 'Cell'],
  anatomy: [
    ...['Anatomy', 'UBERON', 'Organ', 'Tissue', 'Multi-tissue_structure', 'Organism_subdivision'],
    ...['Organism_substance', 'Anatomical_system', 'Developing_anatomical_structure'],
    ...['Immaterial_anatomical_entity', 'Pathological_formation'],
  ],
  cellular_component: ['Cellular_component', 'GO_CC', 'Complex'],
  biological_process: ['Biological_process', 'GO_BP'],
  molecular_function: ['Molecular_function', 'GO_MF', 'MOP'],
  // DNA and RNA: JNLPBA, mostly promoters, sites and messengers.
  sequence_feature: ['Sequence_feature', 'SO', 'DNA', 'RNA', 'Regulon-operon'],
}

const folded = (label: string): string => label.toLowerCase().replace(/[\s_-]/g, '')

const classByLabel = new Map(
  Object.entries(LABELS).flatMap(([entityClass, labels]) =>
    labels.map((label) => [folded(label), entityClass] as const),
  ),
)

/** `undefined`: not to be scored. */
export type ClassOf = (label: string) => string | undefined

/**
 * The entity class of a label: as `map` says, else as the public corpora use it, else the label itself.
 *
 * @param map label → class; `''` leaves mentions with the label out
 */
export const classOfLabel = (map: Readonly<Record<string, string>> = {}): ClassOf => {
  const given = new Map(Object.entries(map).map(([label, entityClass]) => [folded(label), entityClass]))
  return (label) => {
    const key = folded(label)
    const named = given.get(key) ?? classByLabel.get(key) ?? label
    return named === '' ? undefined : named
  }
}
