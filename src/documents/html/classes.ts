import { knownHue, nthHue } from './colours.ts'
import { escapedHtml } from '../../core/text/html-text.ts'

/** More classes than these share one entry: a list of thousands helps no reader, and memory must end. */
const MAX_CLASSES = 200
const OTHERS = 'other classes'

interface ClassEntry {
  /** Its number on the page. */
  readonly number: number
  readonly hue: number
  mentions: number
}

/** The classes that the documents written so far have, numbered as they came. */
export class ClassLegend {
  readonly #entries = new Map<string, ClassEntry>()
  #others = 0

  /** The entry of a class; made where it is new. */
  of(entityClass: string): { readonly number: number; readonly hue: number } {
    return this.#entryOf(entityClass)
  }

  /** A mention more of a class. */
  count(entityClass: string): void {
    this.#entryOf(entityClass).mentions++
  }

  /** A box for each class, by which its marks are shown and hidden without a script, and the rules that do it. */
  html(): string {
    const entries = [...this.#entries].sort(
      ([a, one], [b, other]) => other.mentions - one.mentions || (a < b ? -1 : 1),
    )
    const items = entries.map(([name, { number, hue, mentions }]) => {
      const shown = name === '' ? 'no class' : escapedHtml(name)
      const box = `<input type="checkbox" id="k${String(number)}" checked="" autocomplete="off" />`
      return `<li><label>${box} <span class="swatch" style="--h:${String(hue)}">${shown}</span> <span class="count">${String(mentions)}</span></label></li>\n`
    })
    const rules = entries.map(
      ([, { number }]) =>
        `body:has(#k${String(number)}:not(:checked)) mark[data-c="${String(number)}"] { background: none; color: inherit; border-color: transparent; cursor: auto }\n`,
    )
    return `<ul>\n${items.join('')}</ul>\n<style>\n${rules.join('')}</style>\n`
  }

  #entryOf(entityClass: string): ClassEntry {
    const known = this.#entries.get(entityClass)
    if (known !== undefined) return known
    const name = this.#entries.size < MAX_CLASSES ? entityClass : OTHERS
    const entry = this.#entries.get(name) ?? {
      number: this.#entries.size,
      hue: this.#hueOf(name),
      mentions: 0,
    }
    this.#entries.set(name, entry)
    return entry
  }

  #hueOf(name: string): number {
    return knownHue(name) ?? nthHue(this.#others++)
  }
}
