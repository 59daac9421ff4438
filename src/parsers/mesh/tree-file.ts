import type { Issue } from '../../core/issue.ts'
import { isTreeNumber } from './trees.ts'

interface Place {
  readonly treeNumbers: string[]
  readonly line: number
  used: boolean
}

/**
 * Tree numbers by heading, as `mtrees….bin` has them: lines of `Body Regions;A01`. Memory grows with the file (2 MB for
 * all of MeSH).
 */
export class TreeFile {
  readonly #places = new Map<string, Place>()

  read(text: string, firstLine: number, report: (issue: Issue) => void): void {
    let line = firstLine
    for (const raw of text.slice(0, -1).split('\n')) {
      this.#readLine(raw.trimEnd(), line, report)
      line++
    }
  }

  /** The tree numbers of a heading. */
  of(name: string): readonly string[] {
    const place = this.#places.get(name)
    if (place === undefined) return []
    place.used = true
    return place.treeNumbers
  }

  /** Reports the headings that no descriptor has. */
  reportUnused(report: (issue: Issue) => void): void {
    for (const [name, { treeNumbers, line, used }] of this.#places) {
      if (used) continue
      const message = `"${name.slice(0, 80)}" has the tree number ${treeNumbers[0] ?? ''} and no descriptor has that name; left out`
      const repair = 'Use files of one and the same release and language.'
      report({ code: 'fact-without-term', line, message, repair })
    }
  }

  #readLine(text: string, line: number, report: (issue: Issue) => void): void {
    if (text === '') return
    const at = text.lastIndexOf(';')
    const treeNumber = text.slice(at + 1)
    if (at <= 0 || !isTreeNumber(treeNumber)) {
      const message = `"${text.slice(0, 80)}" is no heading with a tree number; left out`
      report({ code: 'malformed-line', line, message, repair: 'Write heading;tree number.' })
      return
    }
    const name = text.slice(0, at)
    const place = this.#places.get(name)
    if (place === undefined) this.#places.set(name, { treeNumbers: [treeNumber], line, used: false })
    else place.treeNumbers.push(treeNumber)
  }
}
