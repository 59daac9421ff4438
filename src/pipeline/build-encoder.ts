import type { ResolvedEncoder } from '../config/load.ts'
import { KnownError } from '../core/errors.ts'
import type { Encoder } from '../encoder/contract.ts'
import { chosenDimensions, encoderId, readEncoderFolder } from '../encoder/encoder-folder.ts'
import { openEncoder } from '../encoder/open-encoder.ts'
import { loadVectorBackend } from '../index/vectors/load-backend.ts'

/** What became of the encoder that a configuration names. */
export type EncoderOutcome<Found> =
  | { readonly found: Found; readonly problem?: undefined }
  /** Nothing is configured, or it cannot be used. */
  | { readonly found: null; readonly problem?: KnownError }

/** Id of the vectors that the encoder would make. The model's files are read, the model is not loaded. */
export const identifyEncoder = (encoder: ResolvedEncoder | undefined): Promise<EncoderOutcome<string>> =>
  outcomeOf(encoder, async ({ folder, type, dimensions }) => {
    const model = await readEncoderFolder(folder)
    const kind = model.settings.kind === 'static' ? 'static' : 'onnx'
    if (type !== undefined && type !== kind) {
      throw new KnownError(
        'MODEL_UNSUITED',
        `the model is of type "${kind}", not "${type}"`,
        `Write "type": "${kind}" in the configuration, or leave it out.`,
        { place: { file: folder } },
      )
    }
    return encoderId(model, chosenDimensions(model, dimensions))
  })

/**
 * The encoder, opened and tried, and all else that vectors need: what fails with one name is not to fail after an hour. The
 * caller closes it.
 */
export const openBuildEncoder = (encoder: ResolvedEncoder | undefined): Promise<EncoderOutcome<Encoder>> =>
  outcomeOf(encoder, async ({ folder, dimensions }) => {
    await loadVectorBackend()
    const opened = await openEncoder(folder, { dimensions })
    try {
      await opened.embed(['a name'])
      return opened
    } catch (error) {
      await opened.close()
      throw error
    }
  })

const outcomeOf = async <Found>(
  encoder: ResolvedEncoder | undefined,
  work: (encoder: ResolvedEncoder) => Promise<Found>,
): Promise<EncoderOutcome<Found>> => {
  if (encoder === undefined) return { found: null }
  try {
    return { found: await work(encoder) }
  } catch (problem) {
    if (problem instanceof KnownError) return { found: null, problem }
    throw problem
  }
}
