import { z } from 'zod'
import type { Registry } from '../core/registry.ts'
import { bindRecognizer, type BoundRecognizerKind, type RecognizerKind } from './contract.ts'

const noOptions = z.strictObject({})
type NoOptions = z.infer<typeof noOptions>

const patternKind = async (): Promise<RecognizerKind<NoOptions>> => {
  const { patternRecognizer } = await import('./pattern-recognizer.ts')
  return { options: noOptions, create: ({ classOf }) => patternRecognizer({ classOf }) }
}

const coordinationKind = async (): Promise<RecognizerKind<NoOptions>> => {
  const { coordinationRecognizer } = await import('./coordination/recognizer.ts')
  const { nameTest } = await import('./coordination/name-test.ts')
  return {
    options: noOptions,
    create: (parts) => coordinationRecognizer(nameTest(parts), parts.judge.classes),
  }
}

/** `type` of a recogniser → its kind. */
export const recognizerKinds: Registry<BoundRecognizerKind> = {
  dictionary: async () => bindRecognizer((await import('./dictionary-recognizer.ts')).dictionaryKind),
  neural: async () => bindRecognizer((await import('./neural/recognizer.ts')).neuralKind),
  pattern: async () => bindRecognizer(await patternKind()),
  coordination: async () => bindRecognizer(await coordinationKind()),
}

/** What finds mentions when nobody says what. */
export const DEFAULT_RECOGNIZERS: readonly { readonly type: string }[] = [
  { type: 'dictionary' },
  { type: 'pattern' },
  { type: 'coordination' },
]
