import { KnownError } from '../core/errors.ts'
import { readSectionFile, type SectionFile, writeSectionFile } from '../io/section-file.ts'
import { z } from 'zod'
import { damaged, unsuited } from '../models/model-failure.ts'

const MAGIC = 'OGSTAT01'

/** A vector for each piece of a vocabulary, in steps of a 127th of its greatest number. */
export interface StaticTable {
  readonly rows: number
  readonly dimensions: number
  /** Row-major. */
  readonly steps: Int8Array
  /** By which each row is multiplied, weights of the pieces included. */
  readonly scales: Float32Array
}

const metaSchema = z.object({ rows: z.int().min(1), dimensions: z.int().min(1) })

/** @throws KnownError `MODEL_DAMAGED`, `MODEL_UNSUITED` for a file that is no such table */
export const readStaticTable = (file: string): StaticTable => {
  const sections = readSections(file)
  const meta = metaSchema.safeParse(sections.meta)
  if (!meta.success) throw damaged(file, 'the header does not say how many rows and dimensions there are')
  const { rows, dimensions } = meta.data
  const [steps, scales] = asModelFailure(file, () => [sections.u8('steps'), sections.u32('scales')] as const)
  if (steps.length !== rows * dimensions || scales.length !== rows)
    throw damaged(file, `the file does not hold ${String(rows)} rows of ${String(dimensions)} dimensions`)
  return {
    rows,
    dimensions,
    steps: new Int8Array(steps.buffer, steps.byteOffset, steps.length),
    scales: new Float32Array(scales.buffer, scales.byteOffset, rows),
  }
}

/**
 * @param vectors row-major, a row for each piece
 * @param weights of the pieces in the mean of a text
 */
export const writeStaticTable = (
  file: string,
  dimensions: number,
  vectors: Float32Array,
  weights: Float32Array,
): void => {
  const rows = weights.length
  const steps = new Int8Array(rows * dimensions)
  const scales = new Float32Array(rows)
  for (let row = 0; row < rows; row++) {
    const values = vectors.subarray(row * dimensions, (row + 1) * dimensions)
    const step = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127
    if (step > 0)
      steps.set(
        values.map((value) => Math.round(value / step)),
        row * dimensions,
      )
    scales[row] = step * (weights[row] ?? 0)
  }
  writeSectionFile(
    file,
    MAGIC,
    { rows, dimensions },
    {
      steps: new Uint8Array(steps.buffer),
      scales: new Uint32Array(scales.buffer),
    },
  )
}

const readSections = (file: string): SectionFile => asModelFailure(file, () => readSectionFile(file, MAGIC))

/** Failures of section files are told as those of a knowledge base. */
const asModelFailure = <Result>(file: string, read: () => Result): Result => {
  try {
    return read()
  } catch (cause) {
    if (!(cause instanceof KnownError)) throw cause
    if (cause.code !== 'KB_SCHEMA') throw damaged(file, cause.message, cause)
    throw unsuited(file, cause.message, 'Use the model that goes with this version of ontoground.', cause)
  }
}
