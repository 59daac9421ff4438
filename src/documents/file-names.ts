const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i
// In UTF-16 code units, of three bytes at most: file systems take 255 bytes.
const MAX_LENGTH = 80

/** Names of files for ids: safe on any system, and no two alike, not even in another case. */
export class FileNames {
  readonly #taken = new Set<string>()
  readonly #last = new Map<string, number>()

  of(id: string): string {
    const plain = id.replace(/[^\p{L}\p{N}._+~-]/gu, '_').replace(/^[.~]|\.$/g, '_')
    const safe = (RESERVED.test(plain) ? `_${plain}` : plain === '' ? '_' : plain)
      .slice(0, MAX_LENGTH)
      .replace(/\p{Cs}/gu, '')
    let name = safe
    let number = this.#last.get(safe) ?? 1
    while (this.#taken.has(name.toLowerCase())) name = `${safe}~${String(++number)}`
    if (number > 1) this.#last.set(safe, number)
    this.#taken.add(name.toLowerCase())
    return name
  }
}
