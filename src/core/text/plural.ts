/**
 * The singular of an English or Latin noun as biomedical prose inflects it. Both sides of a comparison go through the
 * same function, so what matters is that a plural meets its singular and that different words stay apart.
 */
const IRREGULAR: Readonly<Record<string, string>> = {
  mice: 'mouse',
  men: 'man',
  women: 'woman',
  children: 'child',
  feet: 'foot',
  teeth: 'tooth',
  lice: 'louse',
  geese: 'goose',
  people: 'person',
  oxen: 'ox',
  bacteria: 'bacterium',
  mitochondria: 'mitochondrion',
  ganglia: 'ganglion',
  criteria: 'criterion',
  phenomena: 'phenomenon',
  spermatozoa: 'spermatozoon',
  protozoa: 'protozoon',
  ova: 'ovum',
  septa: 'septum',
  atria: 'atrium',
  epithelia: 'epithelium',
  endothelia: 'endothelium',
  mesothelia: 'mesothelium',
  crania: 'cranium',
  cilia: 'cilium',
  media: 'medium',
  sera: 'serum',
  phyla: 'phylum',
  labia: 'labium',
  data: 'datum',
  hyphae: 'hypha',
  foci: 'focus',
  loci: 'locus',
  gyri: 'gyrus',
  sulci: 'sulcus',
  villi: 'villus',
  radii: 'radius',
  matrices: 'matrix',
  cortices: 'cortex',
  vertices: 'vertex',
  indices: 'index',
  apices: 'apex',
  appendices: 'appendix',
  calices: 'calyx',
  varices: 'varix',
  helices: 'helix',
  cervices: 'cervix',
  phalanges: 'phalanx',
  larynges: 'larynx',
  meninges: 'meninx',
  metastases: 'metastasis',
  menisci: 'meniscus',
  axes: 'axis',
  testes: 'testis',
  penes: 'penis',
  foramina: 'foramen',
  lumina: 'lumen',
  genera: 'genus',
  viscera: 'viscus',
  corpora: 'corpus',
  crura: 'crus',
  femora: 'femur',
  leaves: 'leaf',
  halves: 'half',
  calves: 'calf',
  lives: 'life',
  knives: 'knife',
  pelves: 'pelvis',
  crises: 'crisis',
  flies: 'fly',
  gases: 'gas',
  lenses: 'lens',
  irises: 'iris',
  biases: 'bias',
  diverticula: 'diverticulum',
  reticula: 'reticulum',
  cerebella: 'cerebellum',
  flagella: 'flagellum',
  antra: 'antrum',
  acetabula: 'acetabulum',
  endometria: 'endometrium',
  sterna: 'sternum',
  stases: 'stasis',
  theses: 'thesis',
  bases: 'base',
  cases: 'case',
  doses: 'dose',
  noses: 'nose',
}

/** Singulars that look like plurals. */
const INVARIANT = new Set(
  (
    'lens rabies scabies caries series species facies diabetes herpes pancreas mumps measles pons biceps triceps ' +
    'forceps atlas ascites gas bias alias feces faeces his has was this thus always perhaps plus rickets menses ' +
    'shingles hives kuru aids mellitus insipidus tabes pes iris'
  ).split(' '),
)

const LATIN_I =
  /(?:nucle|bacill|embol|thromb|fung|alveol|cocc|bronch|calcul|hippocamp|thalam|humer|uter|tars|carp|glomerul|tubul|canalicul|acin|fundul|ram|stimul|muscul|nev|naev|hil|digit|abort|polyp|vir|lob|annul)i$/
const LETTERS = /^\p{L}+$/u

export const singular = (word: string): string => {
  if (word.length < 4 || !LETTERS.test(word)) return word.length === 3 && word === 'ova' ? 'ovum' : word
  if (Object.hasOwn(IRREGULAR, word)) return IRREGULAR[word] ?? word
  const last = word.charCodeAt(word.length - 1)
  if (last === 115) return INVARIANT.has(word) ? word : withoutS(word)
  if (last === 101 && word.endsWith('ae') && word.length > 5) return word.slice(0, -1)
  if (last === 105 && LATIN_I.test(word)) return `${word.slice(0, -1)}us`
  if (last === 97 && word.length > 7 && word.endsWith('mata')) return word.slice(0, -2)
  return word
}

const withoutS = (word: string): string => {
  if (/(?:ss|us|is)$/.test(word)) return word
  if (word.endsWith('ies')) return word.length > 5 ? `${word.slice(0, -3)}y` : word.slice(0, -1)
  if (word.endsWith('ses')) return withoutSes(word)
  if (/(?:x|sh|zz|[^a]ch)es$/.test(word) || (word.endsWith('oes') && word.length > 5))
    return word.slice(0, -2)
  return word.slice(0, -1)
}

const ENGLISH_OSES =
  /(?:gluc|fruct|sucr|lact|galact|mann|rib|hex|pent|ald|ket|dextr|cellul|malt|amyl|overd|purp)oses$/

/** viruses, thromboses, prostheses, analyses; but diseases, causes, glucoses. */
const withoutSes = (word: string): string => {
  if (/(?:[^ao]uses|sses)$/.test(word)) return word.slice(0, -2)
  const greek = /(?:o|[^e]e|y)ses$/.test(word) && !ENGLISH_OSES.test(word)
  return greek && word.length > 6 ? `${word.slice(0, -2)}is` : word.slice(0, -1)
}
