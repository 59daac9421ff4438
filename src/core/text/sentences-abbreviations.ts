/**
 * Words that a point follows without ending a sentence. Keys are in lower case, without the last point; our own
 * collection from abstracts and trial reports.
 */

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/))

/** Something must follow: no sentence ends here, whatever comes next. */
export const LEADING = words(`
  fig figs eq eqs eqn eqns ref refs tab suppl chap sect sec. vol vols pp ed. eds
  dr drs prof mr mrs ms st messrs mme mlle rev
  i.e ie. e.g eg. vs v.s cf viz ca approx resp. incl. esp. var subsp ssp cv. nov. aff.
  al.e dept. bros tel
`)

/** Only before a number: "No. 5", "p. 12", "Jan. 3". */
export const BEFORE_NUMBER = words(`
  no nos nr p art exp ex cat lot grant para sect sec ch chr ver app
  jan feb mar apr jun jul aug sep sept oct nov dec
`)

/** Of companies: in brackets the place follows ("(Pfizer Inc. Groton)"). */
export const COMPANY = words('inc ltd co corp gmbh llc plc s.a b.v')

/** May end a sentence, when one that plainly begins comes next. */
export const MOSTLY_INSIDE = words(`
  univ dept inst jr sr ph.d m.d d.c u.s u.k u.s.a e.u n.y ph m.sc b.sc d.sc
  biol chem med sci natl acad proc ann clin exp res physiol pharmacol biochem biophys pathol immunol
`)

/** Before these a stop after a single letter ends the sentence: letters that name, not people's initials. */
export const TAKES_LETTER = words(`
  vitamin vitamins hepatitis haemophilia hemophilia influenza group groups type types class classes factor factors
  protein proteins kinase phase grade stage arm arms cohort cohorts regimen treatment part section appendix panel
  panels figure table step subtype subtypes serotype serotypes genotype genotypes clade subgroup subunit lineage
  category level model series immunoglobulin coenzyme complex domain region site wave schedule sequence strategy
  patient family lamin cyclin apolipoprotein lobe segment chain period dose drug formula diet condition center centre
  hospital study trial method variant box helix receptor degrees child-pugh dukes and or of vs versus
`)

/** Capitalised words that begin a sentence and hardly ever stand in a name. */
export const OPENERS = words(`
  the this these those that there they their then thus therefore thereafter the a an all also although among
  additionally after again as at any another amongst
  because before both besides between but by based
  can clinical compared concerning consequently conversely current currently
  data despite different due during
  each eight either eleven every even evidence
  few finally findings first five following for four from further furthermore future
  given
  half has have he hence here her higher his how however
  i if in including increased indeed initially instead interestingly into is it its
  last later less like likewise
  many mean meanwhile median more moreover most much
  neither nevertheless next nine no none nor not notably now
  of on once one only or other others our out over overall
  participants patients people previous previously
  quite
  rather recent recently regarding relative respondents results
  second secondly seven several she significant significantly similar similarly since six so some specifically
  statistical still studies subjects subsequently such surprisingly
  taken ten third three through to together total treatment two twelve twenty
  under unfortunately unlike until up upon using
  very
  was we were what when where whereas whether which while who whose why with within without women
  yet you your
  aim aims background conclusion conclusions design discussion importance interpretation introduction materials
  measurements method methods objective objectives purpose setting
`)

/** Headings of structured abstracts, in capitals before a colon: a sentence begins with them even after no stop. */
export const HEADINGS = words(`
  AIM AIMS BACKGROUND CONCLUSION CONCLUSIONS CONTEXT DESIGN DISCUSSION FINDINGS FUNDING GOAL GOALS HYPOTHESIS
  IMPORTANCE INTERPRETATION INTERVENTION INTERVENTIONS INTRODUCTION LIMITATIONS MEASUREMENTS METHOD METHODS METHODOLOGY
  OBJECTIVE OBJECTIVES OUTCOMES PARTICIPANTS PATIENTS PURPOSE RATIONALE RESULT RESULTS SETTING SETTINGS SIGNIFICANCE
  SUBJECTS SUMMARY
`)

/** Units written with a capital inside: no symbols that begin a sentence. */
export const MIXED_CASE_UNITS = words(
  'mL dL µL μL uL nL mM µM μM uM nM pM kDa kHz mHz kPa mV mA kJ mW kW mmHg cmH2O mEq',
)
