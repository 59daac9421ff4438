import type { RecordDraft } from './xml-draft.ts'
import { branch, type Rule as RuleOf } from './xml-walker.ts'

type Rule = RuleOf<RecordDraft>

const leaf = (text: (draft: RecordDraft, text: string) => void): Rule => ({ text })

/** Elements of the DTDs that are passed over with all that is in them; `docs/formats.md` lists them. */
export const PASSED_OVER: ReadonlySet<string> = new Set([
  'Abbreviation',
  'ActiveMeSHYearList',
  'AllowableQualifiersList',
  'Annotation',
  'ConceptStatus',
  'ConsiderAlso',
  'DateCreated',
  'DateEstablished',
  'DateRevised',
  'DescriptorName',
  'EntryCombinationList',
  'EntryVersion',
  'Frequency',
  'HistoryNote',
  'IndexingInformationList',
  'NLMClassificationNumber',
  'OnlineNote',
  'PreviousIndexingList',
  'PublicMeSHNote',
  'QualifierName',
  'RecordName',
  'RecordOriginatorsList',
  'RelationAttribute',
  'RunningHead',
  'SemanticTypeList',
  'SortVersion',
  'SourceList',
  'TermNote',
  'TermUI',
  'ThesaurusIDlist',
  'TranslatorsEnglishScopeNote',
  'TranslatorsScopeNote',
  'TreeNodeAllowedList',
])

const NAME = branch({
  String: leaf((draft, text) => {
    draft.name(text)
  }),
})

const descriptorRef = (text: (draft: RecordDraft, text: string) => void): Rule =>
  branch({ DescriptorUI: leaf(text) })

// In a record and, up to 2006, in a concept.
const ACTIONS = branch({
  PharmacologicalAction: branch({
    DescriptorReferredTo: descriptorRef((draft, text) => {
      draft.action(text)
    }),
  }),
})

const TERM = branch(
  {
    String: leaf((draft, text) => {
      draft.termText(text)
    }),
  },
  {
    open: (draft, attributes) => {
      draft.beginTerm(attributes)
    },
    close: (draft) => {
      draft.endTerm()
    },
  },
)

const RELATION = branch(
  {
    Concept1UI: leaf((draft, text) => {
      draft.relationEnd(1, text)
    }),
    Concept2UI: leaf((draft, text) => {
      draft.relationEnd(2, text)
    }),
  },
  {
    open: (draft, attributes) => {
      draft.beginRelation(attributes)
    },
  },
)

const REGISTRY_NUMBER = leaf((draft, text) => {
  draft.concept.registryNumbers.push(text)
})

const CONCEPT = branch(
  {
    ConceptUI: leaf((draft, text) => {
      draft.concept.ui = text
    }),
    ConceptName: branch({
      String: leaf((draft, text) => {
        draft.concept.name = text
      }),
    }),
    ConceptUMLSUI: leaf((draft, text) => {
      draft.concept.umlsCui = text
    }),
    CASN1Name: leaf((draft, text) => {
      draft.concept.casName = text
    }),
    RegistryNumber: REGISTRY_NUMBER,
    RegistryNumberList: branch({ RegistryNumber: REGISTRY_NUMBER }),
    RelatedRegistryNumberList: branch({
      RelatedRegistryNumber: leaf((draft, text) => {
        draft.concept.relatedRegistryNumbers.push(text)
      }),
    }),
    ScopeNote: leaf((draft, text) => {
      draft.concept.scopeNote = text
    }),
    PharmacologicalActionList: ACTIONS,
    ConceptRelationList: branch({ ConceptRelation: RELATION }),
    TermList: branch({ Term: TERM }),
  },
  {
    open: (draft, attributes) => {
      draft.beginConcept(attributes)
    },
  },
)

const MAPPING = branch(
  {
    DescriptorReferredTo: descriptorRef((draft, text) => {
      draft.mappedHeading(text)
    }),
    QualifierReferredTo: branch({
      QualifierUI: leaf((draft, text) => {
        draft.mappedQualifier(text)
      }),
    }),
  },
  {
    open: (draft) => {
      draft.beginMapping()
    },
    close: (draft) => {
      draft.endMapping()
    },
  },
)

const UI = leaf((draft, text) => {
  draft.ui(text)
})

const SHARED: Readonly<Record<string, Rule>> = {
  TreeNumberList: branch({
    TreeNumber: leaf((draft, text) => {
      draft.treeNumber(text)
    }),
  }),
  ConceptList: branch({ Concept: CONCEPT }),
  PharmacologicalActionList: ACTIONS,
}

/** The elements that are records, by name. */
export const RECORDS = {
  DescriptorRecord: {
    kind: 'descriptor',
    rule: branch({
      ...SHARED,
      DescriptorUI: UI,
      DescriptorName: NAME,
      SeeRelatedList: branch({
        SeeRelatedDescriptor: branch({
          DescriptorReferredTo: descriptorRef((draft, text) => {
            draft.seeAlso(text)
          }),
        }),
      }),
    }),
  },
  QualifierRecord: {
    kind: 'qualifier',
    rule: branch({ ...SHARED, QualifierUI: UI, QualifierName: NAME }),
  },
  SupplementalRecord: {
    kind: 'supplementary',
    rule: branch({
      ...SHARED,
      SupplementalRecordUI: UI,
      SupplementalRecordName: NAME,
      Note: leaf((draft, text) => {
        draft.note(text)
      }),
      HeadingMappedToList: branch({ HeadingMappedTo: MAPPING }),
    }),
  },
} as const satisfies Record<string, { readonly kind: string; readonly rule: Rule }>
