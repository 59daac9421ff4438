import type { DownloadEvent } from '../pipeline/download.ts'
import { styleOf, type Terminal } from './terminal.ts'

const REDRAW_MS = 200

/** A file on its way. */
interface Running {
  readonly begun: number
  /** What lay there already when the first bytes came. */
  already: number | undefined
  bytes: number
  total: number | undefined
}

/** Shows downloads on stderr: one line that is redrawn on a terminal, one line per source elsewhere. */
export const downloadProgress = (terminal: Terminal): ((event: DownloadEvent) => void) => {
  const { stderr } = terminal
  const style = styleOf(terminal, stderr)
  const live = stderr.isTTY === true
  const clear = live ? '\r\u001b[K' : ''
  const running = new Map<string, Running>()
  let drawn = 0
  const draw = (): void => {
    if (!live) return
    drawn = Date.now()
    const line = [...running].map(([name, state]) => `${name} ${shown(state)}`).join(style.dim(' · '))
    stderr.write(`${clear}${line.slice(0, (stderr.columns ?? 80) - 1)}`)
  }
  return (event) => {
    switch (event.kind) {
      case 'begun':
        running.set(event.source, { begun: Date.now(), already: undefined, bytes: 0, total: undefined })
        draw()
        break
      case 'progress': {
        const state = running.get(event.source)
        if (!state) break
        state.already ??= event.bytes
        state.bytes = event.bytes
        state.total = event.total
        if (Date.now() - drawn >= REDRAW_MS) draw()
        break
      }
      case 'retry':
        stderr.write(
          `${clear}${style.yellow('again')} ${event.source}: ${event.reason}${pauseOf(event.waitMs)}\n`,
        )
        draw()
        break
      case 'done': {
        const { source, status } = event.outcome
        const name = [...running.keys()].find((names) => names.split(', ').includes(source))
        const state = name === undefined ? undefined : running.get(name)
        if (name !== undefined) running.delete(name)
        const size = status === 'fetched' && state ? `, ${megabytes(state.bytes)}, ${rateOf(state)}` : ''
        const reason = event.outcome.status === 'skipped' ? `: ${event.outcome.reason}` : ''
        stderr.write(`${clear}${source}: ${status}${reason}${size}\n`)
        draw()
        if (running.size === 0) stderr.write(clear)
      }
    }
  }
}

const shown = (state: Running): string => {
  if (state.bytes === 0) return '…'
  const { bytes, total } = state
  const share = total === undefined || total === 0 ? '' : ` of ${megabytes(total)} ${percent(bytes / total)}`
  return `${megabytes(bytes)}${share} ${rateOf(state)}`
}

const percent = (share: number): string => `${String(Math.floor(100 * Math.min(1, share)))} %`

const rateOf = ({ begun, already = 0, bytes }: Running): string => {
  const seconds = Math.max(0.001, (Date.now() - begun) / 1000)
  return `${((bytes - already) / 1e6 / seconds).toFixed(1)} MB/s`
}

const pauseOf = (waitMs: number): string =>
  waitMs < 1000 ? '' : `; next attempt in ${String(Math.round(waitMs / 1000))} s`

/** Bytes for people, in powers of ten. */
export const megabytes = (bytes: number): string => {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`
  return bytes >= 1e5 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e3).toFixed(1)} kB`
}
