import { presetOptions } from '../options.ts'
import type { Preset } from '../preset.ts'

/**
 * Mapping sets (mapping-commons.github.io/sssom), embedded metadata in the comment lines. Rows that say that two concepts
 * do not correspond (`predicate_modifier`), or that there is no counterpart, are passed over.
 */
export const sssom: Preset = presetOptions({
  preset: 'sssom',
  comment: '#',
  header: true,
  cells: 'quoted',
  mappings: {
    subject: 'subject_id',
    object: 'object_id',
    predicateColumn: 'predicate_id',
    justification: { column: 'mapping_justification', optional: true },
    confidence: { column: 'confidence', optional: true },
  },
  where: [
    { column: 'predicate_modifier', optional: true, notIn: ['Not', 'NOT', 'not'] },
    { column: 'object_id', notIn: ['sssom:NoTermFound'] },
    { column: 'subject_id', notIn: ['sssom:NoTermFound'] },
  ],
})
