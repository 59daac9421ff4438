import type { TermRecord } from '../../core/term.ts'
import type { TermAnswer } from '../../pipeline/knowledge-base.ts'
import { type CommonOptions, withKnowledgeBase } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { print, type Style, styleOf, type Terminal, thousands } from '../terminal.ts'

const SHOWN_CHILDREN = 20

/** `ontoground term` */
export const term = (
  curie: string,
  options: CommonOptions & { readonly json?: boolean },
  terminal: Terminal,
): Promise<number> =>
  withKnowledgeBase(options, terminal, async (kb) => {
    const answer = kb.term(curie)
    const text =
      options.json === true
        ? JSON.stringify(answer)
        : describe(answer, styleOf(terminal, terminal.stdout)).join('\n')
    await print(terminal.stdout, `${text}\n`)
    return EXIT.done
  })

const describe = (answer: TermAnswer, style: Style): string[] => {
  const labelled = (id: string): string =>
    answer.labels[id] === undefined ? id : `${id} ${answer.labels[id]}`
  const merged =
    answer.found === 'merged' ? [`${answer.asked} was merged into ${answer.records[0]?.id ?? ''}.`, ''] : []
  const records = answer.records.flatMap((record, index) => [
    ...(index === 0 ? [] : ['']),
    ...describeRecord(record, labelled, style),
  ])
  const more = answer.children.length - SHOWN_CHILDREN
  const children = answer.children.slice(0, SHOWN_CHILDREN).map(labelled)
  return [
    ...merged,
    ...records,
    ...listLines('replaced by', answer.replacedBy.map(labelled), style),
    ...listLines('corresponds to, others say', claimsOfOthers(answer, labelled), style),
    ...listLines('children', more > 0 ? [...children, `… and ${thousands(more)} more`] : children, style),
  ]
}

/** What the xrefs of the records do not say already. */
const claimsOfOthers = (
  { asked, records, correspondences }: TermAnswer,
  labelled: (id: string) => string,
): string[] => {
  const own = new Set([asked, ...records.map(({ id }) => id)])
  return correspondences.flatMap(({ id, evidence }) => {
    const said = evidence
      .filter(({ kind, statedBy }) => kind === 'mapping' || !own.has(statedBy))
      .map(
        ({ predicate, kind, source }) =>
          `${predicate}, ${kind === 'xref' ? 'xref of' : 'mapping in'} ${source}`,
      )
    return said.length === 0 ? [] : [`${labelled(id)} (${[...new Set(said)].join('; ')})`]
  })
}

const describeRecord = (record: TermRecord, labelled: (id: string) => string, style: Style): string[] => {
  const release = record.release === null ? '' : ` ${record.release}`
  return [
    `${style.bold(record.id)}  ${record.label ?? '(no label)'}${record.obsolete ? '  (retired)' : ''}`,
    style.dim(
      `${record.entityClass}; source ${record.source}${release}${record.line > 0 ? `, line ${String(record.line)}` : ''}`,
    ),
    ...(record.definition === null ? [] : [record.definition]),
    ...listLines(
      'synonyms',
      record.synonyms.map(
        (synonym) =>
          `${synonym.text} (${[synonym.scope, synonym.type, synonym.language].filter(Boolean).join(', ')})`,
      ),
      style,
    ),
    ...listLines('parents', record.parents.map(labelled), style),
    ...listLines(
      'relations',
      record.relations.map(({ predicate, object }) => `${predicate} ${labelled(object)}`),
      style,
    ),
    ...listLines(
      'xrefs',
      record.xrefs.map(({ predicate, object }) =>
        predicate === 'oboInOwl:hasDbXref' ? object : `${object} (${predicate})`,
      ),
      style,
    ),
    ...listLines('merged ids', record.altIds, style),
    ...listLines('consider', record.consider.map(labelled), style),
    ...listLines('subsets', record.subsets, style),
  ]
}

const listLines = (title: string, items: readonly string[], style: Style): string[] =>
  items.length === 0 ? [] : [style.dim(`${title}:`), ...items.map((item) => `  ${item}`)]
