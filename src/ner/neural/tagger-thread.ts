/** What runs on the thread that `ThreadedTagger` starts. */
import { serveModel } from '../../models/serve-model.ts'
import { OnnxTagger } from './onnx-tagger.ts'
import type { TaggerStart } from './threaded-tagger.ts'

await serveModel(async (data) => {
  const { model, choice } = data as TaggerStart
  const tagger = await OnnxTagger.open(model, choice, 1)
  return {
    answer: (texts: readonly string[], signal: AbortSignal) => tagger.tag(texts, signal),
    close: () => tagger.close(),
  }
})
