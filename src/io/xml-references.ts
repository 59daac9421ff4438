import { isCharacter } from './xml-characters.ts'
import { PREDEFINED } from './xml-entities.ts'
import type { XmlInput } from './xml-input.ts'

const NUMBER = /^#(?:x([\da-fA-F]+)|(\d+))$/
const NAME = /^[^\s&<>"']{1,100}$/

/** Puts values in place of references to entities and characters (XML 1.0, 4.1). */
export class XmlReferences {
  readonly #input: XmlInput
  readonly #onExpansion: () => void
  #entities: ReadonlyMap<string, string> = new Map()
  /** Characters that came of the entities of the document so far. */
  expanded = 0

  /** @param onExpansion called each time `expanded` has grown; may throw */
  constructor(input: XmlInput, onExpansion: () => void) {
    this.#input = input
    this.#onExpansion = onExpansion
  }

  define(entities: ReadonlyMap<string, string>): void {
    this.#entities = entities
  }

  /** @param start where `raw` begins in the input */
  resolve(raw: string, start: number): string {
    let resolved = ''
    let done = 0
    for (let at = raw.indexOf('&'); at !== -1; at = raw.indexOf('&', done)) {
      const end = raw.indexOf(';', at)
      if (end === -1) throw this.#noReference(start + at)
      resolved += raw.slice(done, at) + this.#valueOf(raw.slice(at + 1, end), start + at)
      done = end + 1
    }
    return resolved + raw.slice(done)
  }

  #valueOf(name: string, at: number): string {
    const predefined = PREDEFINED.get(name)
    if (predefined !== undefined) return predefined
    if (name.startsWith('#')) return this.#character(name, at)
    const value = this.#entities.get(name)
    if (value === undefined)
      throw NAME.test(name)
        ? this.#input.flaw(`the entity "${name}" is not declared`, at)
        : this.#noReference(at)
    this.expanded += value.length
    this.#onExpansion()
    return value
  }

  #character(name: string, at: number): string {
    const [, hex, decimal] = NUMBER.exec(name) ?? []
    if (hex === undefined && decimal === undefined) throw this.#noReference(at)
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    if (isCharacter(code)) return String.fromCodePoint(code)
    throw this.#input.flaw(`"&${name.slice(0, 40)};" is no character of XML`, at)
  }

  #noReference(at: number): Error {
    return this.#input.flaw('a "&" that begins no reference', at)
  }
}
