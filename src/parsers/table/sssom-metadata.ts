import type { SourceHeader } from '../contract.ts'
import { releaseOf } from '../release.ts'

const MAX_PREFIXES = 10_000

/**
 * The metadata of a mapping set (mapping-commons.github.io/sssom): YAML in comment lines. Read are the scalars that name
 * the set, and `curie_map`; other values are passed over.
 */
export class SssomMetadata {
  /** Prefix → the IRI it stands for. */
  readonly prefixes = new Map<string, string>()
  readonly #scalars = new Map<string, string>()
  #section = ''

  /** A line, without what marks it as a comment. */
  add(text: string): void {
    const entry = /^(\s*)([^\s:#][^:]*):(?:\s+(.*))?$/.exec(text.trimEnd())
    if (!entry) return
    const [, indent = '', key = '', raw = ''] = entry
    const value = plainScalar(raw)
    // `# key:` has a blank after the comment sign, `#  prefix: iri` more of them.
    if (indent.length > 1 && this.#section === 'curie_map') {
      if (this.prefixes.size < MAX_PREFIXES) this.prefixes.set(plainScalar(key), value)
    } else if (indent.length <= 1) {
      this.#section = value === '' ? key : ''
      if (value !== '' && READ.has(key)) this.#scalars.set(key, value)
    }
  }

  end(): SourceHeader {
    const version = this.#scalars.get('mapping_set_version') ?? this.#scalars.get('mapping_date')
    const title = this.#scalars.get('mapping_set_title') ?? this.#scalars.get('mapping_set_id')
    return {
      ...(version === undefined ? {} : { release: releaseOf(version) }),
      ...(title === undefined ? {} : { title }),
    }
  }
}

const READ = new Set(['mapping_set_version', 'mapping_date', 'mapping_set_title', 'mapping_set_id'])

const plainScalar = (raw: string): string => {
  const text = raw.trim()
  const quoted = /^(["'])(.*)\1$/.exec(text)
  return quoted?.[2] ?? text
}
