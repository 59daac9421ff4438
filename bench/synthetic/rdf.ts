// Ontologies in OWL and OBO: the same concepts, as the field's own exporters write them.
import { digits, type MadeUpConcept } from './concepts.ts'

const XSD_STRING = 'http://www.w3.org/2001/XMLSchema#string'
const PURL = 'http://purl.obolibrary.org/obo/'
const RELEASE = `${PURL}syn/releases/2026-01-01/syn.owl`
const purl = (number: number): string => `${PURL}SYN_${digits(number)}`
const curie = (number: number): string => `SYN:${digits(number)}`
const xrefs = (number: number): string[] => [`UMLS:C${digits(number)}`, `MESH:D${digits(number)}`]

export const OBO_HEAD = 'format-version: 1.4\ndata-version: syn/releases/2026-01-01/syn.obo\nontology: syn\n'

export const oboTerm = ({
  number,
  label,
  exact,
  related,
  definition,
  parent,
  whole,
}: MadeUpConcept): string =>
  [
    `\n[Term]\nid: ${curie(number)}\nname: ${label}\ndef: "${definition}" [SYN:curator, PMID:${String(number)}]\n`,
    ...exact.map((text) => `synonym: "${text}" EXACT []\n`),
    ...related.map((text) => `synonym: "${text}" RELATED [SYN:curator]\n`),
    ...xrefs(number).map((xref) => `xref: ${xref}\n`),
    parent === 0 ? '' : `is_a: ${curie(parent)} ! made-up parent\n`,
    whole === 0 ? '' : `relationship: part_of ${curie(whole)} ! made-up whole\n`,
  ].join('')

export const GRAPHS_HEAD = `{"graphs": [{"id": "${PURL}syn.json", "meta": {"version": "${RELEASE}"}, "nodes": [`
export const GRAPHS_TAIL = '\n]}]}\n'

export const graphsNode = ({ number, label, exact, related, definition }: MadeUpConcept): string =>
  `${number === 1 ? '' : ','}\n` +
  JSON.stringify(
    {
      id: purl(number),
      lbl: label,
      type: 'CLASS',
      meta: {
        definition: { val: definition, xrefs: ['SYN:curator', `PMID:${String(number)}`] },
        synonyms: [
          ...exact.map((val) => ({ pred: 'hasExactSynonym', val, xrefs: [] })),
          ...related.map((val) => ({ pred: 'hasRelatedSynonym', val, xrefs: ['SYN:curator'] })),
        ],
        xrefs: xrefs(number).map((val) => ({ val })),
      },
    },
    undefined,
    1,
  )

export const OWL_HEAD = `<?xml version="1.0"?>
<rdf:RDF xmlns="${PURL}syn.owl#"
     xml:base="${PURL}syn.owl"
     xmlns:obo="${PURL}"
     xmlns:owl="http://www.w3.org/2002/07/owl#"
     xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
     xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"
     xmlns:oboInOwl="http://www.geneontology.org/formats/oboInOwl#">
    <owl:Ontology rdf:about="${PURL}syn.owl">
        <owl:versionIRI rdf:resource="${RELEASE}"/>
    </owl:Ontology>
`
export const OWL_TAIL = '</rdf:RDF>\n'

const owlText = (property: string, text: string): string =>
  `        <${property} rdf:datatype="${XSD_STRING}">${text}</${property}>\n`

export const owlClass = (concept: MadeUpConcept): string => {
  const { number, label, exact, related, definition, parent, whole } = concept
  return [
    `\n    <!-- ${purl(number)} -->\n\n    <owl:Class rdf:about="${purl(number)}">\n`,
    parent === 0 ? '' : `        <rdfs:subClassOf rdf:resource="${purl(parent)}"/>\n`,
    whole === 0
      ? ''
      : `        <rdfs:subClassOf>\n            <owl:Restriction>\n                <owl:onProperty rdf:resource="${PURL}BFO_0000050"/>\n                <owl:someValuesFrom rdf:resource="${purl(whole)}"/>\n            </owl:Restriction>\n        </rdfs:subClassOf>\n`,
    owlText('obo:IAO_0000115', definition),
    ...xrefs(number).map((xref) => owlText('oboInOwl:hasDbXref', xref)),
    ...exact.map((text) => owlText('oboInOwl:hasExactSynonym', text)),
    ...related.map((text) => owlText('oboInOwl:hasRelatedSynonym', text)),
    owlText('rdfs:label', label),
    '    </owl:Class>\n',
    ...related.slice(0, 1).map((text) => owlAxiom(number, text)),
  ].join('')
}

const owlAxiom = (number: number, text: string): string => `    <owl:Axiom>
        <owl:annotatedSource rdf:resource="${purl(number)}"/>
        <owl:annotatedProperty rdf:resource="http://www.geneontology.org/formats/oboInOwl#hasRelatedSynonym"/>
        <owl:annotatedTarget rdf:datatype="${XSD_STRING}">${text}</owl:annotatedTarget>
        <oboInOwl:hasDbXref rdf:datatype="${XSD_STRING}">SYN:curator</oboInOwl:hasDbXref>
    </owl:Axiom>
`

export const TURTLE_HEAD = `@prefix obo: <${PURL}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix oboInOwl: <http://www.geneontology.org/formats/oboInOwl#> .

obo:syn.owl a owl:Ontology ; owl:versionIRI <${RELEASE}> .
`

export const turtleClass = (concept: MadeUpConcept): string => {
  const { number, label, exact, related, definition, parent, whole } = concept
  const id = `obo:SYN_${digits(number)}`
  const texts = (property: string, list: readonly string[]): string =>
    list.length === 0 ? '' : ` ;\n  ${property} ${list.map((text) => `"${text}"`).join(' , ')}`
  const parents = [
    ...(parent === 0 ? [] : [`obo:SYN_${digits(parent)}`]),
    ...(whole === 0
      ? []
      : [
          `[ a owl:Restriction ; owl:onProperty obo:BFO_0000050 ; owl:someValuesFrom obo:SYN_${digits(whole)} ]`,
        ]),
  ]
  return [
    `\n${id} a owl:Class`,
    parents.length === 0 ? '' : ` ;\n  rdfs:subClassOf ${parents.join(' , ')}`,
    texts('obo:IAO_0000115', [definition]),
    texts('oboInOwl:hasDbXref', xrefs(number)),
    texts('oboInOwl:hasExactSynonym', exact),
    texts('oboInOwl:hasRelatedSynonym', related),
    `${texts('rdfs:label', [label])} .\n`,
    ...related
      .slice(0, 1)
      .map(
        (text) =>
          `\n[ a owl:Axiom ;\n  owl:annotatedSource ${id} ;\n  owl:annotatedProperty oboInOwl:hasRelatedSynonym ;\n  owl:annotatedTarget "${text}" ;\n  oboInOwl:hasDbXref "SYN:curator" ] .\n`,
      ),
  ].join('')
}

export const FUNCTIONAL_HEAD = `Prefix(obo:=<${PURL}>)
Prefix(owl:=<http://www.w3.org/2002/07/owl#>)
Prefix(rdfs:=<http://www.w3.org/2000/01/rdf-schema#>)
Prefix(oboInOwl:=<http://www.geneontology.org/formats/oboInOwl#>)

Ontology(<${PURL}syn.owl>
<${RELEASE}>
`
export const FUNCTIONAL_TAIL = ')\n'

export const functionalClass = (concept: MadeUpConcept): string => {
  const { number, label, exact, related, definition, parent, whole } = concept
  const id = `obo:SYN_${digits(number)}`
  const says = (property: string, text: string): string =>
    `AnnotationAssertion(${property} ${id} "${text}")\n`
  return [
    `\n# Class: ${id} (${label})\n\nDeclaration(Class(${id}))\n`,
    says('obo:IAO_0000115', definition),
    ...xrefs(number).map((xref) => says('oboInOwl:hasDbXref', xref)),
    ...exact.map((text) => says('oboInOwl:hasExactSynonym', text)),
    ...related.map((text) =>
      says('Annotation(oboInOwl:hasDbXref "SYN:curator") oboInOwl:hasRelatedSynonym', text),
    ),
    says('rdfs:label', label),
    parent === 0 ? '' : `SubClassOf(${id} obo:SYN_${digits(parent)})\n`,
    whole === 0 ? '' : `SubClassOf(${id} ObjectSomeValuesFrom(obo:BFO_0000050 obo:SYN_${digits(whole)}))\n`,
  ].join('')
}
