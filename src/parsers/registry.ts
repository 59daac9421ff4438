import type { Registry } from '../core/registry.ts'
import { bindParser, type BoundParser } from './contract.ts'

/** `type` of a source → its parser. To add one: its file, a line here, a fixture, a test (see CONTRIBUTING.md). */
export const parsers: Registry<BoundParser> = {
  obo: async () => bindParser((await import('./obo.ts')).oboParser),
  'mesh-ascii': async () => bindParser((await import('./mesh-ascii.ts')).meshAsciiParser),
  'mesh-rdf': async () => bindParser((await import('./mesh-rdf.ts')).meshRdfParser),
  'mesh-xml': async () => bindParser((await import('./mesh-xml.ts')).meshXmlParser),
  jsonl: async () => bindParser((await import('./jsonl.ts')).jsonlParser),
  obographs: async () => bindParser((await import('./obographs.ts')).oboGraphsParser),
  ofn: async () => bindParser((await import('./ofn.ts')).ofnParser),
  owl: async () => bindParser((await import('./owl.ts')).owlParser),
  skos: async () => bindParser((await import('./skos.ts')).skosParser),
  table: async () => bindParser((await import('./table.ts')).tableParser),
  'umls-rrf': async () => bindParser((await import('./umls-rrf.ts')).umlsRrfParser),
  cellosaurus: async () => bindParser((await import('./cellosaurus.ts')).cellosaurusParser),
}
