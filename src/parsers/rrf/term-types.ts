import type { Synonym } from '../../core/term.ts'

/** What the type of a source's term (TTY) says of the name. */
export interface TermType {
  readonly scope: Synonym['scope']
  readonly type?: string
  /** The source gives its own concept this name: what the code means is then what the UMLS concept means. */
  readonly names: boolean
}

const PLAIN: TermType = { scope: 'exact', names: false }

// After the classes NLM gives each TTY in MRDOC.RRF ("tty_class"), and what the TTYs are expanded to there. What is not
// listed is an exact synonym without a type: all names of a UMLS concept are held to mean the same.
const NAMING =
  'BPCK BR CC CD CDO CN CP CPR CR CSY CX DE DF DFG DI DP FI FN GPCK HC HD HG HT IN LA LC LN MD MH MIN MTH_CN MTH_FN ' +
  'MTH_HG MTH_HT MTH_LN MTH_OS MTH_PT MTH_RXN_CD MTH_RXN_DP MTH_SMQ MV NM OS PC PHENO PIN PN PR PSC PSN PT PTAV PTCS ' +
  'PX RHT RPT SBD SBDC SBDF SBDG SCD SCDC SCDF SCDG SD SMQ SP SU TQ VPT VS XD'

const TYPED: readonly (readonly [termTypes: string, meaning: TermType])[] = [
  [NAMING, { scope: 'exact', names: true }],
  ['SCN USN', { scope: 'exact', type: 'scientific_name', names: true }],
  ['CMN UCN', { scope: 'exact', type: 'common_name', names: false }],
  ['BN FBD', { scope: 'exact', type: 'brand_name', names: false }],
  ['ACR MTH_ACR', { scope: 'exact', type: 'acronym', names: false }],
  [
    'AB AM CA2 CA3 CNU CS DEV DS ES HS NS OSN PS QAB QEV RAB SSN VAB',
    { scope: 'exact', type: 'abbreviation', names: false },
  ],
  ['PM', { scope: 'exact', type: 'permuted', names: false }],
  ['PTGB MTH_PTGB SYGB MTH_SYGB', { scope: 'exact', type: 'uk_spelling', names: false }],
  ['CAS CCN CON IND NSC', { scope: 'exact', type: 'code', names: false }],
  ['AD', { scope: 'related', type: 'adjective', names: false }],
  ['DSV QSV', { scope: 'related', type: 'sort_version', names: false }],
  [
    'DHT DPT DSY IS LO MTH_IS MTH_LO MTH_OET MTH_OL MTH_OP OA OAM OET OL OLC OM ONP OOSN OP',
    { scope: 'related', type: 'former', names: false },
  ],
  ['DT ORT RT SB SC XM', { scope: 'related', names: false }],
]

const byName = new Map<string, TermType>(
  TYPED.flatMap(([names, meaning]) => names.split(' ').map((name) => [name, meaning] as const)),
)

export const termTypeOf = (tty: string): TermType => byName.get(tty) ?? PLAIN

const LANGUAGES: Readonly<Record<string, string>> = {
  ARA: 'ar',
  BAQ: 'eu',
  CHI: 'zh',
  CZE: 'cs',
  DAN: 'da',
  DUT: 'nl',
  ENG: 'en',
  EST: 'et',
  FIN: 'fi',
  FRE: 'fr',
  GER: 'de',
  GRE: 'el',
  HEB: 'he',
  HUN: 'hu',
  ITA: 'it',
  JPN: 'ja',
  KOR: 'ko',
  LAV: 'lv',
  LIT: 'lt',
  NOR: 'no',
  POL: 'pl',
  POR: 'pt',
  RUS: 'ru',
  SCR: 'hr',
  SLV: 'sl',
  SPA: 'es',
  SWE: 'sv',
  TUR: 'tr',
  UKR: 'uk',
}

/** BCP 47 tag of a language of MRCONSO (LAT); one that is not known here keeps its three letters. */
export const languageTag = (lat: string): string =>
  Object.hasOwn(LANGUAGES, lat) ? (LANGUAGES[lat] ?? lat) : lat.toLowerCase() || 'und'
