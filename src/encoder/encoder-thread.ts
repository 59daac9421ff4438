/** What runs on the thread that `ThreadedEncoder` starts. */
import { serveModel } from '../models/serve-model.ts'
import { OnnxEncoder } from './onnx-encoder.ts'
import type { EncoderStart } from './threaded-encoder.ts'

await serveModel(
  async (data) => {
    const { model, options } = data as EncoderStart
    const encoder = await OnnxEncoder.open(model, options)
    return {
      answer: (texts: readonly string[], signal: AbortSignal) => encoder.embed(texts, signal),
      close: () => encoder.close(),
    }
  },
  (vectors) => [vectors.buffer as ArrayBuffer],
)
