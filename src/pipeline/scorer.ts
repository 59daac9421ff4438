import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { type BoostedModel, boostedScorer } from '../linker/boosted-scorer.ts'
import { RULES } from '../config/load.ts'
import type { Scorer } from '../linker/contract.ts'
import { FEATURE_INPUTS } from '../linker/feature-inputs.ts'
import type { Tree } from '../linker/forest.ts'
import { ruleScorer } from '../linker/rule-scorer.ts'
import { damaged, messageOf, notFound, unsuited } from '../models/model-failure.ts'

const SHIPPED_LINKER = fileURLToPath(new URL('../../data/models/linker', import.meta.url))

/** What a folder of a scorer has, and no other model's. */
export const SCORER_FILE = 'model.json'

const numbers = z.array(z.number())
const treeSchema = z.object({
  feature: z.array(z.int().min(0)),
  threshold: numbers,
  missingLeft: z.array(z.boolean()),
  left: z.array(z.int().min(0)),
  right: z.array(z.int().min(0)),
  value: numbers,
})
const calibration = z.object({ slope: z.number().positive(), offset: z.number() })
const modelSchema = z.object({
  kind: z.literal('linker'),
  name: z.string().min(1),
  features: z.array(z.string()).min(1),
  prior: z.number(),
  calibration: z.object({ default: calibration }).catchall(calibration),
  trees: z.array(treeSchema).min(1),
})

/**
 * The scorer in a folder: `model.json`, boosted trees with their calibration (docs/models.md).
 *
 * @param folder or {@link RULES}; default: the one in the package
 * @throws KnownError `MODEL_NOT_FOUND`, `MODEL_DAMAGED`, `MODEL_UNSUITED`
 */
export const openScorer = async (folder: string = SHIPPED_LINKER): Promise<Scorer> =>
  folder === RULES ? ruleScorer : boostedScorer(await readModel(join(folder, SCORER_FILE)))

const readModel = async (file: string): Promise<BoostedModel> => {
  const model = modelSchema.safeParse(parsed(file, await textOf(file)))
  if (!model.success) {
    const [first] = model.error.issues
    throw damaged(file, `"${first?.path.join('.') ?? ''}": ${first?.message ?? 'not a scorer'}`)
  }
  const unknown = model.data.features.find((name) => !Object.hasOwn(FEATURE_INPUTS, name))
  if (unknown !== undefined)
    throw unsuited(
      file,
      `it scores by "${unknown}", which this version does not know`,
      `Train it anew with this version. Known are ${Object.keys(FEATURE_INPUTS).join(', ')}.`,
    )
  model.data.trees.forEach((tree, at) => {
    if (!isSound(tree, model.data.features.length)) throw damaged(file, `tree ${String(at)} is not whole`)
  })
  return model.data
}

const textOf = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw notFound(file, `the scorer cannot be read: ${messageOf(cause)}`, cause)
  }
}

const parsed = (file: string, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw damaged(file, `it is no JSON: ${messageOf(cause)}`, cause)
  }
}

/** Every node has its numbers, and leads to later nodes only: no way through it is endless. */
const isSound = (
  { feature, threshold, missingLeft, left, right, value }: Tree,
  features: number,
): boolean => {
  const count = value.length
  if (count === 0) return false
  if ([feature, threshold, missingLeft, left, right].some(({ length }) => length !== count)) return false
  return left.every((next, node) => {
    const other = right[node] ?? 0
    if (next === 0) return other === 0
    return next > node && other > node && next < count && other < count && (feature[node] ?? 0) < features
  })
}
