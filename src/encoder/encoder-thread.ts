/** What runs on the thread that `ThreadedEncoder` starts. */
import { parentPort, workerData } from 'node:worker_threads'
import { OnnxEncoder } from './onnx-encoder.ts'
import { packFailure, type ThreadAnswer, type ThreadRequest, type ThreadStart } from './thread-messages.ts'

const answer = (message: ThreadAnswer): void => {
  parentPort?.postMessage(
    message,
    message.vectors === undefined ? [] : [message.vectors.buffer as ArrayBuffer],
  )
}

const embed = async (
  encoder: OnnxEncoder,
  number: number,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<void> => {
  try {
    answer({ number, vectors: await encoder.embed(texts, signal) })
  } catch (error) {
    answer({ number, failure: packFailure(error) })
  }
}

const serve = (encoder: OnnxEncoder): void => {
  const running = new Map<number, AbortController>()
  parentPort?.on('message', (request: ThreadRequest) => {
    switch (request.kind) {
      case 'embed': {
        const controller = new AbortController()
        running.set(request.number, controller)
        void embed(encoder, request.number, request.texts, controller.signal).then(() =>
          running.delete(request.number),
        )
        break
      }
      case 'cancel':
        running.get(request.number)?.abort()
        break
      case 'close':
        for (const controller of running.values()) controller.abort()
        void encoder.close().then(() => parentPort?.close())
        break
    }
  })
}

try {
  const { model, options } = workerData as ThreadStart
  serve(await OnnxEncoder.open(model, options))
  answer({ number: 0 })
} catch (error) {
  answer({ number: 0, failure: packFailure(error) })
}
