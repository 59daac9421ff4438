import { isName } from './xml-characters.ts'

/** A name of an element or attribute, with what is made of it at each element again. */
export interface XmlName {
  readonly text: string
  readonly endTag: string
}

/** For each ASCII character, whether a name may have it. What is beyond ASCII is looked at once the name is whole. */
const IN_NAMES = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\w:.-]/.test(String.fromCharCode(code)) ? 1 : 0,
)

const SLOTS = 4096
const MAX_KEPT = 4096
const MAX_KEPT_LENGTH = 100

const NO_NAME: XmlName = { text: '', endTag: '' }

/**
 * Reads names of elements and attributes. A file has few, each many times: those met before are not checked again, and
 * those met lately are told by some of their characters and one comparison.
 */
export class XmlNames {
  readonly #slots: XmlName[] = Array.from({ length: SLOTS }, () => NO_NAME)
  readonly #kept = new Map<string, XmlName>()
  /** Where the name read last ends. */
  end = 0

  /** The name between two places, if it was met lately. */
  recall(text: string, start: number, end: number): XmlName | undefined {
    if (end <= start) return undefined
    const name = this.#slots[slotOf(text, start, end)] ?? NO_NAME
    return name.text.length === end - start && text.slice(start, end) === name.text ? name : undefined
  }

  /** The name that begins at `start`; `undefined` where none does. */
  read(text: string, start: number): XmlName | undefined {
    let end = start
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end)
      if (code < 128 && IN_NAMES[code] === 0) break
    }
    this.end = end
    if (end === start) return undefined
    const name = this.#known(text.slice(start, end))
    if (name !== undefined) this.#slots[slotOf(text, start, end)] = name
    return name
  }

  #known(found: string): XmlName | undefined {
    const known = this.#kept.get(found)
    if (known !== undefined || !isName(found)) return known
    // A copy: a slice would keep the whole piece of the file that it was cut out of.
    const text = Buffer.from(found).toString()
    const name = { text, endTag: Buffer.from(`</${text}>`).toString() }
    if (this.#kept.size < MAX_KEPT && text.length <= MAX_KEPT_LENGTH) this.#kept.set(text, name)
    return name
  }
}

const slotOf = (text: string, start: number, end: number): number => {
  const first = text.charCodeAt(start)
  const middle = text.charCodeAt((start + end) >> 1)
  const last = text.charCodeAt(end - 1)
  return (((first * 31 + middle) * 31 + last) * 31 + end - start) & (SLOTS - 1)
}
