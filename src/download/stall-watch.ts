/** Less than this in the time given is no progress: a server that trickles bytes would hold us for ever. */
const LEAST_BYTES = 1024

/** Ends an attempt that has stalled. `stop` must be called. */
export interface StallWatch {
  readonly signal: AbortSignal
  readonly saw: (bytes: number) => void
  readonly hasStalled: () => boolean
  readonly stop: () => void
}

/** @param signal ends the attempt too */
export const watchForStall = (stallTimeoutMs: number, signal: AbortSignal): StallWatch => {
  const controller = new AbortController()
  let seen = 0
  let seenBefore = 0
  const timer = setInterval(() => {
    if (seen - seenBefore < LEAST_BYTES) controller.abort(new Error('stalled'))
    seenBefore = seen
  }, stallTimeoutMs)
  return {
    signal: AbortSignal.any([signal, controller.signal]),
    saw: (bytes) => {
      seen += bytes
    },
    hasStalled: () => controller.signal.aborted,
    stop: () => {
      clearInterval(timer)
    },
  }
}
