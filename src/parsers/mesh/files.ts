import { basename } from 'node:path'
import type { Issue } from '../../core/issue.ts'
import { listEntries, readBytes } from '../../io/source.ts'
import type { ParseContext } from '../contract.ts'

/** One file of a source of MeSH, which may be a folder or a zip of several. */
export interface MeshFile {
  /** `undefined` when the source is that file alone. */
  readonly entry: string | undefined
  /** Its first bytes, up to 64 KiB, as Latin-1. */
  readonly head: string
}

/**
 * The files of a source whose names match; of a source that is one file, that one, whatever its name.
 *
 * @throws KnownError those of `readBytes`
 */
export const meshFiles = async (
  path: string,
  name: RegExp,
  signal: AbortSignal | undefined,
): Promise<readonly MeshFile[]> => {
  const entries = await listEntries(path)
  if (entries.length === 0) return [{ entry: undefined, head: await headOf(path, undefined, signal) }]
  const files: MeshFile[] = []
  for (const entry of entries) {
    if (entries.length > 1 && !name.test(entry)) continue
    files.push({ entry, head: await headOf(path, entry, signal) })
  }
  return files
}

const headOf = async (
  path: string,
  entry: string | undefined,
  signal: AbortSignal | undefined,
): Promise<string> => {
  for await (const chunk of readBytes(path, { entry, signal })) return chunk.toString('latin1')
  return ''
}

/** Reports with the name of the file in front, where there are several. */
export const reportOf = (
  context: ParseContext,
  { entry }: MeshFile,
  files: readonly MeshFile[],
): ((issue: Issue) => void) =>
  entry === undefined || files.length < 2
    ? (issue) => {
        context.report(issue)
      }
    : (issue) => {
        context.report({ ...issue, message: `${entry}: ${issue.message}` })
      }

// desc2024.xml, supp2024.gz, pa2024.xml, d2014.bin, mtrees2014.bin
const YEAR = /^(?:desc|qual|supp|pa|mtrees|[dqc])(\d{4})(?!\d)/i

/** The release: no file states it, but NLM's own file names do. */
export const describeRelease = (path: string, files: readonly MeshFile[], context: ParseContext): void => {
  for (const { entry } of files) {
    const release = YEAR.exec(basename(entry ?? path))?.[1]
    if (release === undefined) continue
    context.describe({ release })
    return
  }
}
