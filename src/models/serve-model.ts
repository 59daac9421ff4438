import { parentPort, type Transferable, workerData } from 'node:worker_threads'
import { packFailure, type ThreadAnswer, type ThreadRequest } from './thread-messages.ts'

/** A model as its own thread has it. */
export interface ServedModel<Question, Value> {
  answer(question: Question, signal: AbortSignal): Promise<Value>
  close(): Promise<void>
}

/**
 * What runs on the thread that a `ModelThread` starts: opens a model and answers what is asked, several at once.
 *
 * @param open is given the data of the start
 * @param transferred what of an answer is handed over rather than copied
 */
export const serveModel = async <Question, Value>(
  open: (data: unknown) => Promise<ServedModel<Question, Value>>,
  transferred: (value: Value) => readonly Transferable[] = () => [],
): Promise<void> => {
  const send = (message: ThreadAnswer<Value | undefined>, transfer: readonly Transferable[] = []): void => {
    parentPort?.postMessage(message, transfer)
  }
  try {
    serve(await open(workerData), (message) => {
      send(message, 'value' in message ? transferred(message.value) : [])
    })
    send({ number: 0, value: undefined })
  } catch (error) {
    send({ number: 0, failure: packFailure(error) })
  }
}

const serve = <Question, Value>(
  model: ServedModel<Question, Value>,
  send: (message: ThreadAnswer<Value>) => void,
): void => {
  const running = new Map<number, AbortController>()
  const answer = async (number: number, question: Question): Promise<void> => {
    const controller = new AbortController()
    running.set(number, controller)
    try {
      send({ number, value: await model.answer(question, controller.signal) })
    } catch (error) {
      send({ number, failure: packFailure(error) })
    }
    running.delete(number)
  }
  parentPort?.on('message', (request: ThreadRequest<Question>) => {
    switch (request.kind) {
      case 'ask':
        void answer(request.number, request.question)
        break
      case 'cancel':
        running.get(request.number)?.abort()
        break
      case 'close':
        for (const controller of running.values()) controller.abort()
        void model.close().then(() => parentPort?.close())
        break
    }
  })
}
