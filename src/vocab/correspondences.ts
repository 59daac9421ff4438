import type { Curie } from '../core/term.ts'
import type { CorrespondenceStrength } from '../core/candidate.ts'
import type { Correspondence, Evidence } from './contract.ts'
import type { SqlValue } from './database.ts'

/** All claims about a concept: its own xrefs, those of others to it, and rows of mapping sets, in both directions. */
export const CLAIMS = `
SELECT 0, word.text, xref.object, concept.curie, source.name, 'xref', NULL, NULL, concept.line
  FROM concept JOIN xref ON xref.concept = concept.id JOIN word ON word.id = predicate
  JOIN source ON source.id = concept.source WHERE concept.curie = ?
UNION ALL SELECT 1, word.text, concept.curie, concept.curie, source.name, 'xref', NULL, NULL, concept.line
  FROM xref JOIN concept ON concept.id = xref.concept JOIN word ON word.id = predicate
  JOIN source ON source.id = concept.source WHERE xref.object = ?
UNION ALL SELECT 0, word.text, object, subject, source.name, 'mapping', justification, confidence, line
  FROM mapping JOIN word ON word.id = predicate JOIN source ON source.id = mapping.source WHERE subject = ?
UNION ALL SELECT 1, word.text, subject, subject, source.name, 'mapping', justification, confidence, line
  FROM mapping JOIN word ON word.id = predicate JOIN source ON source.id = mapping.source WHERE object = ?`

const INVERSE: Readonly<Record<string, string>> = {
  'skos:broadMatch': 'skos:narrowMatch',
  'skos:narrowMatch': 'skos:broadMatch',
}

const STRENGTHS: Readonly<Record<string, CorrespondenceStrength>> = {
  'owl:sameAs': 'equivalent',
  'owl:equivalentClass': 'equivalent',
  'skos:exactMatch': 'equivalent',
  'semapv:crossSpeciesExactMatch': 'related',
  'skos:closeMatch': 'close',
  'oboInOwl:hasDbXref': 'xref',
  'skos:broadMatch': 'broader',
  'skos:narrowMatch': 'narrower',
}

const ORDER: readonly CorrespondenceStrength[] = [
  'equivalent',
  'close',
  'xref',
  'narrower',
  'broader',
  'related',
]

/** One entry per concept that is claimed to correspond, strongest claim first, then by id. */
export const correspondencesOf = (
  claims: readonly (readonly SqlValue[])[],
  curie: Curie,
): Correspondence[] => {
  const byId = new Map<Curie, Evidence[]>()
  for (const claim of claims) {
    const [inverted, predicate, id] = [claim[0] === 1, String(claim[1]), String(claim[2])]
    if (id === curie) continue
    const evidence = byId.get(id) ?? []
    if (evidence.length === 0) byId.set(id, evidence)
    evidence.push({
      predicate: inverted ? (INVERSE[predicate] ?? predicate) : predicate,
      statedBy: String(claim[3]),
      source: String(claim[4]),
      kind: claim[5] === 'mapping' ? 'mapping' : 'xref',
      ...(typeof claim[6] === 'string' ? { justification: claim[6] } : {}),
      ...(typeof claim[7] === 'number' ? { confidence: claim[7] } : {}),
      line: Number(claim[8]),
    })
  }
  return Array.from(byId, ([id, evidence]) => ({ id, strength: strongest(evidence), evidence })).sort(
    (a, b) => ORDER.indexOf(a.strength) - ORDER.indexOf(b.strength) || (a.id < b.id ? -1 : 1),
  )
}

const strongest = (evidence: readonly Evidence[]): CorrespondenceStrength => {
  const strengths = new Set(evidence.map(({ predicate }) => STRENGTHS[predicate] ?? 'related'))
  return ORDER.find((strength) => strengths.has(strength)) ?? 'related'
}
