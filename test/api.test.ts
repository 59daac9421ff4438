import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as api from '../src/api.ts'
import * as parserContract from '../src/parsers/contract.ts'

// What users may import. A name that is missing here was taken away from them; a new one is theirs for good.
const VALUES = [
  'Annotator',
  'CANDIDATE_STAGES',
  'KnowledgeBase',
  'KnownError',
  'LiveKnowledgeBase',
  'OVERLAPS',
  'QUERY_MODES',
  'RUNGS',
  'buildKnowledgeBase',
  'curateSources',
  'definitionsIn',
  'diffOfBuilds',
  'diffReleases',
  'downloadSources',
  'endOf',
  'forgetNames',
  'guessFormat',
  'learnNames',
  'listReleases',
  'loadConfig',
  'makeRecognizer',
  'normalizeCurie',
  'openAnnotator',
  'openDocumentWriter',
  'openKnowledgeBase',
  'openLiveKnowledgeBase',
  'parseConfig',
  'partsOf',
  'readDocuments',
  'rollBack',
  'sameCurie',
  'startOf',
  'textOf',
  'updateKnowledgeBase',
  'verifyKnowledgeBase',
]
const TYPES = [
  'Abbreviation',
  'AnnotatorOptions',
  'BuildEvent',
  'BuildOptions',
  'BuildResult',
  'Candidate',
  'CandidateFeatures',
  'CandidateStage',
  'CarryStep',
  'ConceptSize',
  'Config',
  'Correspondence',
  'CorrespondenceStrength',
  'CurateOptions',
  'Curation',
  'CurationReport',
  'Curie',
  'DefinedForm',
  'DiffOptions',
  'DiffReport',
  'Disambiguator',
  'DocumentRelation',
  'DownloadEvent',
  'DownloadOutcome',
  'DownloadReport',
  'DownloadSourcesOptions',
  'Dropped',
  'ErrorCode',
  'Evidence',
  'FeatureDifference',
  'FetchRecord',
  'Fetched',
  'FileVerdict',
  'Finding',
  'Findings',
  'ForgetOptions',
  'Issue',
  'IssueCode',
  'IssueSeverity',
  'LearnOptions',
  'LearnReport',
  'LexicalMode',
  'Likeness',
  'LinkOptions',
  'LinkResult',
  'LinkedDocument',
  'LiveOptions',
  'Manifest',
  'ManifestSource',
  'Mention',
  'MentionContext',
  'MentionInDocument',
  'MentionToLink',
  'NearName',
  'NilReason',
  'NoMention',
  'OpenOptions',
  'OpenWriter',
  'Overlaps',
  'Place',
  'Proposal',
  'Provenance',
  'QueryHit',
  'QueryMode',
  'QueryOptions',
  'Reason',
  'RecognizeOptions',
  'Recognizer',
  'RecognizerKind',
  'RecognizerParts',
  'RecognizerSpec',
  'Rejected',
  'Relation',
  'Release',
  'ResolvedSource',
  'Rollback',
  'Rung',
  'Scored',
  'Scorer',
  'Section',
  'Span',
  'Synonym',
  'SynonymScope',
  'TermAnswer',
  'TermRecord',
  'TextDocument',
  'UpdateOptions',
  'UpdateReport',
  'Verdict',
  'WhyNot',
  'WhyNotOutcome',
  'Witness',
  'Xref',
]

/** Names in the `export { … }` or `export type { … }` clauses of a source file. */
const exportedNames = (file: string, clause: 'export' | 'export type'): string[] =>
  Array.from(
    readFileSync(resolve(import.meta.dirname, '..', file), 'utf8').matchAll(
      clause === 'export' ? /^export \{([^}]*)\}/gm : /^export type \{([^}]*)\}/gm,
    ),
  ).flatMap(([, names = '']) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  )

describe('the public names of the package', () => {
  it('are these values', () => {
    expect(Object.keys(api).toSorted()).toEqual(VALUES)
    expect(exportedNames('src/api.ts', 'export').toSorted()).toEqual(VALUES)
  })

  it('are these types', () => {
    expect(exportedNames('src/api.ts', 'export type').toSorted()).toEqual(TYPES)
  })

  it('are exported in lists and nothing else: no star, no default', () => {
    const text = readFileSync(resolve(import.meta.dirname, '../src/api.ts'), 'utf8')
    expect(text).not.toMatch(/export \*|export default/)
  })
})

describe('the public names for authors of parsers', () => {
  it('are these values', () => {
    expect(Object.keys(parserContract).toSorted()).toEqual([
      ...['KnownError', 'bindParser', 'emptyTerm', 'normalizeCurie', 'readTextBlocks'],
    ])
  })
})

describe('package.json', () => {
  it('lets in by these doors alone', () => {
    const { exports, bin } = JSON.parse(
      readFileSync(resolve(import.meta.dirname, '../package.json'), 'utf8'),
    ) as { exports: object; bin: object }
    expect(Object.keys(exports)).toEqual(['.', './parsers', './parser-checks', './package.json'])
    expect(bin).toEqual({ ontoground: 'dist/cli/bin.js' })
  })
})
