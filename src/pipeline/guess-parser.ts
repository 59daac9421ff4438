import { KnownError } from '../core/errors.ts'
import { readBytes } from '../io/source.ts'

/** What the first characters of a file say of its format, surest sign first. */
const SIGNS: readonly (readonly [sign: RegExp, type: string])[] = [
  [/^(?:format-version:|\[Term\])/m, 'obo'],
  [/^\s*\{[^]*?"graphs"\s*:/, 'obographs'],
  [/^\s*(?:Prefix|Ontology)\s*\(/m, 'ofn'],
  [/<(?:DescriptorRecordSet|SupplementalRecordSet|QualifierRecordSet)\b/, 'mesh-xml'],
  [/^\*NEWRECORD/m, 'mesh-ascii'],
  [/<rdf:RDF\b|^@?prefix\b|^<[^>]+>\s+<[^>]+>\s/im, 'owl'],
  [/^\s*\{\s*"(?:id|label)"/, 'jsonl'],
]

const NAMES: readonly (readonly [name: RegExp, type: string])[] = [
  [/\.obo$/i, 'obo'],
  [/\.json$/i, 'obographs'],
  [/\.(?:owl|rdf|ttl|nt)$/i, 'owl'],
  [/\.ofn$/i, 'ofn'],
  [/\.jsonl$/i, 'jsonl'],
]

const LOOKED_AT = 16 * 1024

/**
 * The parser of an ontology file, by what it begins with, else by its name.
 *
 * @throws KnownError `USAGE` when neither says; those of `readBytes`
 */
export const guessParser = async (file: string, known: readonly string[]): Promise<string> => {
  let start = ''
  for await (const bytes of readBytes(file)) {
    start = bytes.toString('latin1', 0, LOOKED_AT)
    break
  }
  const bare = file.replace(/\.(?:gz|zip)$/i, '')
  const type = SIGNS.find(([sign]) => sign.test(start))?.[1] ?? NAMES.find(([name]) => name.test(bare))?.[1]
  if (type !== undefined) return type
  throw new KnownError(
    'USAGE',
    'neither its content nor its name says what format the file has',
    `Give it: --type ${known.join('|')}, or --source NAME for a source of the configuration.`,
    { place: { file } },
  )
}
