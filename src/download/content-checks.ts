import { open } from 'node:fs/promises'
import { isGzip } from './content-encoding.ts'
import { downloadFailed, downloadRefused, onDisk } from './failures.ts'

const HEAD_BYTES = 4096

/** Whether the name of a file, or the path of a url, promises a gzip file. */
export const promisesGzip = (name: string): boolean => /\.t?gz$/i.test(name)
const promisesZip = (name: string): boolean => /\.zip$/i.test(name)
const promisesHtml = (name: string): boolean => /\.x?html?$/i.test(name)

/** The path of a url, less query and fragment. */
export const pathOfUrl = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : url)

/**
 * Looks whether the bytes can be the file they were fetched for: error pages and logins come with status 200 too.
 *
 * @param part the bytes as published
 * @param target the name they are to have
 * @returns whether they are to be compressed: the target is named .gz and what is published is plain
 * @throws KnownError `DOWNLOAD_REFUSED`, `DOWNLOAD_FAILED` when there are none
 */
export const checkContent = async (
  part: string,
  url: string,
  target: string,
): Promise<'as-is' | 'compress'> => {
  const head = await onDisk(part, () => firstBytes(part))
  const path = pathOfUrl(url)
  if (head.length === 0) throw downloadFailed(url, 'the answer is empty', 'Check the url.')
  if (isHtml(head) && ![path, target].some(promisesHtml))
    throw downloadRefused(
      url,
      `answers with a web page, "${shown(head)}"`,
      'Open the url in a browser: it may want a login, a click or another address.',
    )
  const named = [path, target].find(promisesZip)
  if (named !== undefined && !head.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1')))
    throw brokenPromise(url, named, 'zip', head)
  if (isGzip(head) || ![path, target].some(promisesGzip)) return 'as-is'
  if (promisesGzip(path)) throw brokenPromise(url, path, 'gz', head)
  return 'compress'
}

const brokenPromise = (url: string, name: string, ending: string, head: Buffer): Error =>
  downloadRefused(
    url,
    `${name} is no .${ending} file: it begins with "${shown(head)}"`,
    'Check the url and "path": the ending must fit what is published.',
  )

/** Declarations and comments may stand before the first element. */
const isHtml = (head: Buffer): boolean => {
  let rest = head
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart()
  for (const [start, end] of [
    ['<?', '?>'],
    ['<!--', '-->'],
  ] as const)
    while (rest.startsWith(start)) {
      const close = rest.indexOf(end)
      rest = close === -1 ? '' : rest.slice(close + end.length).trimStart()
    }
  return /^<(?:!doctype\s+html|html|head|body)[\s>]/i.test(rest)
}

const shown = (head: Buffer): string =>
  head
    .toString('latin1', 0, 40)
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()

const firstBytes = async (file: string): Promise<Buffer> => {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
