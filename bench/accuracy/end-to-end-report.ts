import type { E2eEvaluation, Score } from '../../src/pipeline/evaluate.ts'

/** Precision, recall and F1 as cells of a table. */
export const shares = ({ precision, recall, f1 }: Score): string[] =>
  [precision, recall, f1].map((share) => share.toFixed(3))

/** Prints what was missed and what was wrong, most frequent first. */
export const showErrors = ({ falseNegatives, falsePositives }: E2eEvaluation): void => {
  for (const [title, { total, worst }] of Object.entries({ missed: falseNegatives, wrong: falsePositives })) {
    console.log(`\n${title}: ${String(total)}`)
    for (const { count, text, ids = [], kinds, example } of worst)
      console.log(
        `  ${String(count)}× ${text} ${ids.join('|')} ${JSON.stringify(kinds)} ${example.instead ?? ''}`,
      )
  }
}
