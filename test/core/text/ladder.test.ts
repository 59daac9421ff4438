import { describe, expect, it } from 'vitest'
import { LADDER_PROFILES, meetingRung, normalForms, profileOf } from '../../../src/core/text/ladder.ts'
import type { Rung } from '../../../src/core/text/ladder.ts'

/** A mention, a name, the entity class, and the surest rung on which they are to meet (`null`: on none). */
type Row = readonly [mention: string, name: string, entityClass: string, rung: Rung | null]

const rungOf = (a: string, b: string, entityClass: string): Rung | null => {
  const profile = profileOf(entityClass)
  return meetingRung(normalForms(a, profile), normalForms(b, profile))
}

const table = (title: string, rows: readonly Row[]): void => {
  describe(title, () => {
    it.each(rows)('%j and %j (%s) meet on %s', (mention, name, entityClass, rung) => {
      expect(rungOf(mention, name, entityClass)).toBe(rung)
      expect(rungOf(name, mention, entityClass)).toBe(rung)
    })
  })
}

table('one spelling', [
  ['heart attack', 'heart attack', 'disease', 'exact'],
  ['Insulin', 'INSULIN', 'gene', 'case'],
  ['mTOR', 'MTOR', 'gene', 'case'],
  ['eGFR', 'EGFR', 'gene', 'case'],
  ['ALL', 'all', 'disease', 'case'],
  ['AD', 'ad', 'disease', 'case'],
  ['AstraZeneca', 'ASTRAZENECA', 'company', 'case'],
  ['UCB', 'ucb', 'company', 'case'],
  ['LIVER', 'liver', 'anatomy', 'case'],
  ['RIVER', 'river', 'gene', 'case'],
  ['VIM', 'vim', 'gene', 'case'],
  ['ＭＣＦ－７', 'MCF-7', 'cell_line', 'case'],
  ['ﬁbrosis', 'fibrosis', 'disease', 'case'],
  ['Alzheimer’s disease', "Alzheimer's disease", 'disease', 'case'],
  ['Alzheimer´s disease', "Alzheimer's disease", 'disease', 'case'],
  ['Alzheimer`s disease', "Alzheimer's disease", 'disease', 'case'],
  ['TNF–α', 'TNF-α', 'gene', 'case'],
  ['TNF‑α', 'TNF−α', 'gene', 'case'],
  ['breast\u00a0cancer', 'breast cancer', 'disease', 'case'],
  ['breast \r\n\tcancer ', 'breast cancer', 'disease', 'case'],
  ['breast\u2009cancer', 'breast cancer', 'disease', 'case'],
  ['car\u00adcinoma', 'carcinoma', 'disease', 'case'],
  ['MCF\u200b-7', 'MCF-7', 'cell_line', 'case'],
  ['Herceptin™', 'Herceptin', 'chemical', 'case'],
  ['Sjo\u0308gren syndrome', 'Sj\u00f6gren syndrome', 'disease', 'case'],
  ['Ca²⁺', 'Ca2+', 'chemical', 'case'],
  ['H₂O', 'H2O', 'chemical', 'case'],
  ['factor Ⅷ', 'factor VIII', 'gene', 'case'],
  ['µ-opioid receptor', 'μ-opioid receptor', 'gene', 'case'],
  ['Straße', 'STRASSE', 'anatomy', 'case'],
  ['İzmir', 'izmir', 'anatomy', 'case'],
])

table('punctuation, hyphens and accents', [
  ['MOP-2', 'MOP 2', 'gene', 'punctuation'],
  ['COX 1', 'COX-1', 'gene', 'punctuation'],
  ['breast/ovarian cancer', 'breast ovarian cancer', 'disease', 'punctuation'],
  ['Haemophilia A.', 'Haemophilia A', 'disease', 'punctuation'],
  ['X-linked ichthyosis', 'X linked ichthyosis', 'disease', 'punctuation'],
  ['naïve B cell', 'naive B cell', 'cell_type', 'punctuation'],
  ['Sjögren syndrome', 'Sjogren syndrome', 'disease', 'punctuation'],
  ['Löffler’s endocarditis', 'Loffler endocarditis', 'disease', 'inflection'],
  ['Bjørnstad syndrome', 'Bjornstad syndrome', 'disease', 'punctuation'],
  ["Alzheimer's disease", 'Alzheimers disease', 'disease', 'punctuation'],
  ["Graves' disease", 'Graves disease', 'disease', 'punctuation'],
  ['egfr(-)', 'EGFR (-)', 'gene', 'punctuation'],
  ['egfr(+)', 'EGFR', 'gene', null],
  ['egfr(-)', 'EGFR', 'gene', null],
  ['y(+)L-type amino acid transporter 1', 'Y (+) L TYPE AMINO ACID TRANSPORTER 1', 'gene', 'punctuation'],
  ['y(+)L-type amino acid transporter 1', 'yL-type amino acid transporter 1', 'gene', null],
])

table('Roman numerals are whole words, never letters of a symbol', [
  ['VIM', '6M', 'gene', null],
  ['IVF', '4F', 'gene', null],
  ['IVF cycle', '4F cycle', 'gene', null],
  ['HIV', 'H4', 'disease', null],
  ['LIVER', 'L4ER', 'anatomy', null],
  ['RIVER', 'R4ER', 'gene', null],
  ['factor XIII', 'factor 13', 'gene', 'symbol'],
  ['factor XIII', 'factor 12 1', 'gene', null],
  ['factor XIV', 'factor 14', 'gene', 'symbol'],
  ['factor XIV', 'factor X4', 'gene', null],
  ['factor VIII', 'factor 8', 'gene', 'symbol'],
  ['factor X', 'factor 10', 'gene', 'symbol'],
  ['Class IV', 'class 4', 'disease', 'symbol'],
  ['complex I', 'complex 1', 'gene', 'symbol'],
  ['mucopolysaccharidosis IIIA', 'mucopolysaccharidosis 3A', 'disease', 'symbol'],
  ['type II diabetes', 'type 2 diabetes', 'disease', 'symbol'],
  ['type II diabetes', 'Type I diabetes', 'disease', null],
  ['type II diabetes', 'type 1 diabetes', 'disease', null],
  ['type two diabetes', 'type 2 diabetes', 'disease', 'symbol'],
  ['chromosome X', 'chromosome 10', 'cellular_component', null],
  ['X chromosome', '10 chromosome', 'cellular_component', null],
  ['X-linked ichthyosis', '10-linked ichthyosis', 'disease', null],
  ['46,XX gonadal dysgenesis', '46,20 gonadal dysgenesis', 'disease', null],
  ['hepatitis C', 'hepatitis 100', 'disease', null],
  ['vitamin D', 'vitamin 500', 'chemical', null],
  ['TEN', '10', 'disease', null],
  ['U-II', 'U-2', 'cell_line', null],
])

table('Greek letters', [
  ['TNF-α', 'TNF alpha', 'gene', 'symbol'],
  ['TNFA', 'TNF-α', 'gene', 'spacing'],
  ['TNFA', 'TNF alpha', 'gene', 'spacing'],
  ['TNF-α', 'TNF alpha', 'disease', 'symbol'],
  ['TNFA', 'TNF-α', 'disease', null],
  ['IL2RA', 'IL2Rα', 'gene', 'spacing'],
  ['γδ T cell', 'gamma delta T cell', 'cell_type', 'symbol'],
  ['B cell', 'beta cell', 'cell_type', null],
  ['B cell', 'β cell', 'cell_type', null],
  ['beta cell', 'β-cell', 'cell_type', 'symbol'],
  ['naïve B cell', 'naive beta cell', 'cell_type', null],
  ['lymphocyte B', 'lymphocyte beta', 'cell_type', null],
  ['hepatitis B', 'hepatitis beta', 'disease', null],
  ['vitamin B12', 'vitamin beta 12', 'chemical', null],
  ['Haemophilia A', 'haemophilia alpha', 'disease', null],
])

table('signs and numbers stay with their word', [
  ['CD4+', 'CD4-positive', 'cell_type', 'symbol'],
  ['CD4⁺ T cell', 'CD4-positive T cell', 'cell_type', 'symbol'],
  ['IgD- B cell', 'IgD-negative B cell', 'cell_type', 'symbol'],
  ['CD4+ CD8- T cell', 'CD4- CD8+ T cell', 'cell_type', null],
  ['CD4+ T cell', 'CD4- T cell', 'cell_type', null],
  ['type 1 diabetes stage 2', 'type 2 diabetes stage 1', 'disease', null],
  ['type 1 diabetes, stage 2', 'stage 2 type 1 diabetes', 'disease', 'order'],
  ['trisomy 1 and 2', 'trisomy 12', 'disease', null],
  ['1,2-octadecanediol', '12-octadecanediol', 'chemical', null],
  ['antibody D8/17', 'antibody D8', 'gene', null],
  ['antibody D8/17', 'antibody D17', 'gene', null],
])

table('inflection and spelling', [
  ['hepatitis', 'hepatiti', 'disease', null],
  ['rabies', 'raby', 'disease', null],
  ['rabies', 'rabie', 'disease', null],
  ['lens', 'len', 'anatomy', null],
  ['diabetes', 'diabete', 'disease', null],
  ['diabetes', 'diabetes mellitus', 'disease', null],
  ['diabetes mellitus', 'diabetes mellitu', 'disease', null],
  ['sepsis', 'sepsi', 'disease', null],
  ['psoriasis', 'psoriasi', 'disease', null],
  ['mosquitoes', 'mosquito', 'species', 'inflection'],
  ['antibodies', 'antibody', 'gene', 'inflection'],
  ['ERBBs', 'ERBB', 'gene', 'inflection'],
  ['MAPKs', 'MAPK', 'gene', 'inflection'],
  ['TESTIN gene', 'TESTIN', 'gene', 'inflection'],
  ['TESTIN gene', 'TESTIN', 'disease', null],
  ['gene', 'protein', 'gene', null],
  ['liver cancers', 'liver cancer', 'disease', 'inflection'],
  ['metastatic liver cancer', 'liver cancer', 'disease', null],
  ["Alzheimer's disease", 'Alzheimer disease', 'disease', 'inflection'],
  ['Alzheimer disease', 'Alzheimers disease', 'disease', 'inflection'],
  ['tumour', 'tumor', 'disease', 'inflection'],
  ['leukaemia', 'leukemia', 'disease', 'inflection'],
  ['Haemophilia A', 'hemophilia A', 'disease', 'inflection'],
  ['oedema', 'edema', 'disease', 'inflection'],
  ['diarrhoea', 'diarrhea', 'phenotype', 'inflection'],
  ['generalised', 'generalized', 'phenotype', 'inflection'],
  ['grey matter', 'gray matter', 'anatomy', 'inflection'],
  ['Neck disease', 'Heck disease', 'disease', null],
  ['ALK', 'ALK-Abello', 'gene', null],
])

table('spacing', [
  ['MCF-7', 'MCF7', 'cell_line', 'spacing'],
  ['MCF-7', 'MCF 7', 'cell_line', 'punctuation'],
  ['MCF-7 cells', 'MCF-7', 'cell_line', 'inflection'],
  ['9E10 hybridoma', '9E10', 'cell_line', 'inflection'],
  ['MCF7 cell line', 'MCF-7', 'cell_line', 'spacing'],
  ['U-937', 'U937', 'cell_line', 'spacing'],
  ['U 937', 'U937', 'cell_line', 'spacing'],
  ['U-937', 'U 937', 'cell_line', 'punctuation'],
  ['HEK 293T', 'HEK293T', 'cell_line', 'spacing'],
  ['HEK-293T', 'HEK 293T', 'cell_line', 'punctuation'],
  ['PD-L1', 'PDL1', 'gene', 'spacing'],
  ['MAP K8', 'MAPK8', 'gene', 'spacing'],
  ['MOP-2', 'MOP2', 'gene', 'spacing'],
  ['JAK2', 'JAK 2', 'gene', 'spacing'],
  ['erbB2', 'ERBB 2', 'gene', 'spacing'],
  ['p53', 'P 53', 'gene', 'spacing'],
  ['vitamin B12', 'vitamin B 12', 'chemical', 'spacing'],
  ['D-TGA', 'DTGA', 'disease', 'spacing'],
])

table('word order', [
  ['cancer of the breast', 'breast cancer', 'disease', 'order'],
  ['cancer of the breast', 'breast cancers', 'disease', 'order'],
  ['cancer, breast', 'breast cancer', 'disease', 'order'],
  ['lymphocyte B', 'B lymphocyte', 'cell_type', 'order'],
  ['lung and liver cancer', 'liver and lung cancer', 'disease', 'order'],
  ['lung and liver cancer', 'liver cancer', 'disease', null],
])

table('a name of signs alone meets nothing but itself', [
  ['', '?', 'disease', null],
  ['?', '??', 'disease', null],
  ['!?', '!?', 'gene', 'exact'],
  ['😀', '😁', 'disease', null],
])

describe('a plural meets its singular', () => {
  const PAIRS = (
    'abscesses/abscess analyses/analysis apices/apex arteries/artery axes/axis bacteria/bacterium biopsies/biopsy ' +
    'branches/branch bursae/bursa calculi/calculus carcinomata/carcinoma children/child crises/crisis cysts/cyst ' +
    'diagnoses/diagnosis diseases/disease diverticula/diverticulum doses/dose feet/foot fetuses/fetus fungi/fungus ' +
    'ganglia/ganglion gases/gas genes/gene headaches/headache helices/helix kidneys/kidney larvae/larva lenses/lens ' +
    'masses/mass metastases/metastasis mice/mouse mitochondria/mitochondrion mycoses/mycosis necroses/necrosis ' +
    'nuclei/nucleus ovaries/ovary phalanges/phalanx plexuses/plexus processes/process prostheses/prosthesis ' +
    'psychoses/psychosis sarcomas/sarcoma sera/serum sinuses/sinus stenoses/stenosis stimuli/stimulus teeth/tooth ' +
    'thromboses/thrombosis ulcers/ulcer uteri/uterus vertebrae/vertebra villi/villus viruses/virus women/woman'
  )
    .split(' ')
    .map((pair) => pair.split('/'))

  it.each(PAIRS)('%s is many a %s', (plural = '', singular = '') => {
    expect(rungOf(plural, singular, 'disease')).toBe('inflection')
  })
})

describe('words that only look like plurals keep their s', () => {
  const WORDS =
    'anus ascites biceps caries diabetes Fas herpes hives lens mumps pancreas pons pus rabies rickets scabies'

  it.each(WORDS.split(' '))('%s', (word) => {
    expect(rungOf(word, word.slice(0, -1), 'disease')).toBeNull()
  })
})

describe('the profiles', () => {
  it('gene and cell line climb by rules of their own, every other class by the general ones', () => {
    expect(profileOf('gene').name).toBe('gene')
    expect(profileOf('cell_line').name).toBe('cell-line')
    for (const entityClass of ['disease', 'cell_type', 'no such class', '']) {
      expect(profileOf(entityClass).name).toBe('general')
    }
    expect(LADDER_PROFILES.map((profile) => profile.name)).toEqual(['general', 'gene', 'cell-line'])
  })
})
