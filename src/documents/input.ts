import { basename } from 'node:path'
import { KnownError } from '../core/errors.ts'
import type { ReadOptions } from '../io/source.ts'
import type { DocumentInput, ReadDocumentsOptions } from './contract.ts'

export const nameOf = (input: DocumentInput): string => (typeof input === 'string' ? input : input.name)

/** What the readers of `io` are to be told of an input besides its name. */
export const sourceOf = (input: DocumentInput, { signal }: ReadDocumentsOptions): ReadOptions =>
  typeof input === 'string' ? { signal } : { signal, stream: input.stream }

/** Name of the file without folder and ending, `.gz` included: the id of a document that has no other. */
export const stemOf = (name: string): string => {
  const file = basename(name.replaceAll('\\', '/')).replace(/\.(?:gz|zip)$/i, '')
  const dot = file.lastIndexOf('.')
  return dot <= 0 ? file : file.slice(0, dot)
}

/** @param line on which the NUL byte stands */
export const notText = (file: string, line: number): KnownError =>
  new KnownError(
    'SOURCE_NOT_TEXT',
    'a NUL byte: this is no text',
    'Check the file, and that --from fits it.',
    {
      place: { file, line },
    },
  )
