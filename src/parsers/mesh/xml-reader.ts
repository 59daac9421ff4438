import type { Issue } from '../../core/issue.ts'
import type { XmlHandler } from '../../io/xml-events.ts'
import type { MeshCollector } from './collector.ts'
import { ActionsDraft, CLAIMS } from './xml-actions.ts'
import { RecordDraft } from './xml-draft.ts'
import { PASSED_OVER, RECORDS } from './xml-grammar.ts'
import { type Attributes, RecordWalker, type Rule } from './xml-walker.ts'

/** Root elements of MeSH XML, in the order in which files of several kinds are to be read. */
export const ROOTS: readonly string[] = [
  'DescriptorRecordSet',
  'QualifierRecordSet',
  'SupplementalRecordSet',
  'PharmacologicalActionSet',
  'PharmacologicalActionSubstanceSet',
]

/** What `LanguageCode` (ISO 639-2/B) of a translated MeSH is as a BCP 47 tag; English goes without saying. */
const LANGUAGES = new Map([
  ['chi', 'zh'],
  ['cze', 'cs'],
  ['dut', 'nl'],
  ['fin', 'fi'],
  ['fre', 'fr'],
  ['ger', 'de'],
  ['hrv', 'hr'],
  ['ita', 'it'],
  ['jpn', 'ja'],
  ['lav', 'lv'],
  ['nor', 'no'],
  ['pol', 'pl'],
  ['por', 'pt'],
  ['rus', 'ru'],
  ['scr', 'hr'],
  ['slv', 'sl'],
  ['spa', 'es'],
  ['swe', 'sv'],
])

/** Anything that follows the tags of one record. */
interface Follower {
  open(name: string, attributes: Attributes, line: number): void
  text(text: string): void
  close(): boolean
}

/** Reads one file of MeSH XML into a collector. `root` is the file's root element, once it was seen. */
export class MeshXmlReader implements XmlHandler {
  readonly #collector: MeshCollector
  readonly #report: (issue: Issue) => void
  readonly #saidUnknown: Set<string>
  #language: string | undefined
  #follower: Follower | undefined
  #finish: () => void = () => undefined
  /** Elements open that have no meaning here. */
  #skipped = 0
  root: string | undefined

  /** `saidUnknown`: names reported already, which several files may share. */
  constructor(collector: MeshCollector, report: (issue: Issue) => void, saidUnknown: Set<string>) {
    this.#collector = collector
    this.#report = report
    this.#saidUnknown = saidUnknown
  }

  open(name: string, attributes: Attributes, line: number): void {
    if (this.#follower !== undefined) this.#follower.open(name, attributes, line)
    else if (this.root === undefined) {
      this.root = name
      const code = attributes['LanguageCode']
      this.#language = code === undefined || code === 'eng' ? undefined : (LANGUAGES.get(code) ?? code)
    } else if (this.#skipped > 0 || !this.#begin(name, attributes, line)) this.#skipped++
  }

  close(): void {
    if (this.#follower !== undefined) {
      if (!this.#follower.close()) return
      this.#follower = undefined
      this.#finish()
    } else if (this.#skipped > 0) this.#skipped--
  }

  text(text: string): void {
    this.#follower?.text(text)
  }

  #begin(name: string, attributes: Attributes, line: number): boolean {
    if (Object.hasOwn(RECORDS, name)) {
      const { kind, rule } = RECORDS[name as keyof typeof RECORDS]
      const draft = new RecordDraft(kind, attributes, { line, language: this.#language }, this.#report)
      this.#follow(rule, draft)
      this.#finish = () => {
        this.#collector.add(draft.record(), this.#report)
      }
      return true
    }
    const rule = CLAIMS.get(name)
    if (rule === undefined) {
      this.#unknown(name, line)
      return false
    }
    const draft = new ActionsDraft(line, this.#report)
    this.#follow(rule, draft)
    this.#finish = () => {
      draft.addTo(this.#collector)
    }
    return true
  }

  #follow<Draft>(rule: Rule<Draft>, draft: Draft): void {
    this.#follower = new RecordWalker(rule, draft, (name, line) => {
      this.#unknown(name, line)
    })
  }

  #unknown(name: string, line: number): void {
    if (PASSED_OVER.has(name) || this.#saidUnknown.has(name) || this.#saidUnknown.size > 1000) return
    this.#saidUnknown.add(name)
    const message = `the element <${name.slice(0, 80)}> is not known in MeSH; it is passed over wherever it stands`
    this.#report({ code: 'unknown-tag', line, message, repair: 'Ignore this, or tell us what it means.' })
  }
}
