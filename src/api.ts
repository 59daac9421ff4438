/**
 * ontoground: grounds biomedical text to ontologies.
 *
 * @module
 */
export { loadConfig, parseConfig } from './config/load.ts'
export type { Config, ResolvedSource } from './config/load.ts'
export { normalizeCurie, sameCurie } from './core/curie.ts'
export { KnownError } from './core/errors.ts'
export type { ErrorCode, Place } from './core/errors.ts'
export type { Issue, IssueCode, IssueSeverity } from './core/issue.ts'
export type { Curie, Relation, Synonym, SynonymScope, TermRecord, Xref } from './core/term.ts'
export { OVERLAPS } from './ner/overlaps.ts'
export type { Overlaps } from './ner/overlaps.ts'
export { RUNGS } from './core/text/ladder.ts'
export type { Rung } from './core/text/ladder.ts'
export type {
  Candidate,
  CarryStep,
  CorrespondenceStrength,
  Likeness,
  Provenance,
  Reason,
} from './core/candidate.ts'
export { CANDIDATE_STAGES } from './linker/contract.ts'
export type {
  CandidateFeatures,
  CandidateStage,
  DefinedForm,
  Dropped,
  LinkOptions,
  LinkResult,
  NilReason,
  Scored,
  Scorer,
} from './linker/contract.ts'
export type {
  Disambiguator,
  LinkedDocument,
  MentionInDocument,
  Witness,
} from './linker/disambiguation/contract.ts'
export { endOf, partsOf, startOf, textOf } from './core/document.ts'
export type {
  Abbreviation,
  DocumentRelation,
  Mention,
  NoMention,
  Section,
  Span,
  TextDocument,
} from './core/document.ts'
export type {
  Finding,
  Findings,
  RecognizeOptions,
  Recognizer,
  RecognizerKind,
  RecognizerParts,
  Rejected,
} from './ner/contract.ts'
export { Annotator, openAnnotator } from './pipeline/annotator.ts'
export type { AnnotatorOptions } from './pipeline/annotator.ts'
export { guessFormat, openDocumentWriter, readDocuments } from './pipeline/documents.ts'
export type { OpenWriter } from './pipeline/documents.ts'
export { makeRecognizer } from './pipeline/recognizers.ts'
export type { RecognizerSpec } from './pipeline/recognizers.ts'
export { buildKnowledgeBase } from './pipeline/build.ts'
export type { BuildOptions, BuildResult } from './pipeline/build.ts'
export { diffOfBuilds } from './pipeline/build-diff.ts'
export { diffReleases } from './pipeline/diff.ts'
export type { DiffOptions, DiffReport } from './pipeline/diff.ts'
export { forgetNames, learnNames } from './pipeline/learn.ts'
export type { ForgetOptions, LearnOptions, LearnReport } from './pipeline/learn.ts'
export { curateSources } from './pipeline/curate.ts'
export type { CurateOptions, Curation, CurationReport, Proposal } from './pipeline/curate.ts'
export { downloadSources } from './pipeline/download.ts'
export type {
  DownloadEvent,
  DownloadOutcome,
  DownloadReport,
  DownloadSourcesOptions,
  Fetched,
  FetchRecord,
} from './pipeline/download.ts'
export { KnowledgeBase, openKnowledgeBase } from './pipeline/knowledge-base.ts'
export { LiveKnowledgeBase, openLiveKnowledgeBase } from './pipeline/live-knowledge-base.ts'
export type { LiveOptions } from './pipeline/live-knowledge-base.ts'
export { listReleases, rollBack } from './pipeline/releases.ts'
export type { Release, Rollback } from './pipeline/releases.ts'
export { updateKnowledgeBase } from './pipeline/update.ts'
export type { UpdateOptions, UpdateReport } from './pipeline/update.ts'
export type { OpenOptions, TermAnswer } from './pipeline/knowledge-base.ts'
export type { FeatureDifference, NearName, WhyNot, WhyNotOutcome } from './pipeline/why-not.ts'
export type { QueryHit, QueryOptions } from './pipeline/query.ts'
export { definitionsIn } from './pipeline/mention-context.ts'
export type { MentionContext, MentionToLink } from './pipeline/mention-context.ts'
export type { Manifest, ManifestSource } from './pipeline/manifest.ts'
export { QUERY_MODES } from './pipeline/query-modes.ts'
export type { LexicalMode, QueryMode } from './pipeline/query-modes.ts'
export type { BuildEvent } from './pipeline/progress.ts'
export type { ConceptSize, Correspondence, Evidence } from './vocab/contract.ts'
export { verifyKnowledgeBase } from './pipeline/verify.ts'
export type { FileVerdict, Verdict } from './pipeline/verify.ts'
