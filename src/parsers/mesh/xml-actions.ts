import type { Issue } from '../../core/issue.ts'
import type { MeshCollector } from './collector.ts'
import { curieOfUi, isUi } from './record.ts'
import { branch, type Rule } from './xml-walker.ts'

/**
 * A claim of the files of pharmacological actions: that each of some substances has each of some actions. They come by
 * action (`pa2006.dtd`) or by substance (`pa_substance2006.dtd`).
 */
export class ActionsDraft {
  readonly #report: (issue: Issue) => void
  readonly #actions: string[] = []
  readonly #substances: { readonly ui: string; readonly line: number }[] = []
  #line: number

  constructor(line: number, report: (issue: Issue) => void) {
    this.#line = line
    this.#report = report
  }

  at(line: number): void {
    this.#line = line
  }

  action(text: string): void {
    if (this.#isUi(text)) this.#actions.push(text)
  }

  substance(text: string): void {
    if (this.#isUi(text)) this.#substances.push({ ui: text, line: this.#line })
  }

  addTo(collector: MeshCollector): void {
    const relations = [...new Set(this.#actions)].map((action) => ({
      predicate: 'pharmacological_action',
      object: curieOfUi(action),
    }))
    if (relations.length === 0) return
    for (const { ui, line } of this.#substances) collector.addMore(ui, line, relations)
  }

  #isUi(text: string): boolean {
    if (isUi(text)) return true
    const message = `"${text.slice(0, 80)}" is no identifier of MeSH; what is said of it was left out`
    this.#report({ code: 'malformed-line', line: this.#line, message, repair: 'Write it as D009203.' })
    return false
  }
}

const ACTION: Rule<ActionsDraft> = branch({
  DescriptorUI: {
    text: (draft, text) => {
      draft.action(text)
    },
  },
})

const SUBSTANCE_UI: Rule<ActionsDraft> = {
  open: (draft, _attributes, line) => {
    draft.at(line)
  },
  text: (draft, text) => {
    draft.substance(text)
  },
}

/** The elements that are claims, by name. */
export const CLAIMS: ReadonlyMap<string, Rule<ActionsDraft>> = new Map([
  [
    'PharmacologicalAction',
    branch<ActionsDraft>({
      DescriptorReferredTo: ACTION,
      PharmacologicalActionSubstanceList: branch<ActionsDraft>({
        Substance: branch<ActionsDraft>({ RecordUI: SUBSTANCE_UI }),
      }),
    }),
  ],
  [
    'Substance',
    branch<ActionsDraft>({
      RecordUI: SUBSTANCE_UI,
      PharmacologicalActionList: branch<ActionsDraft>({
        PharmacologicalActionOfSubstance: branch<ActionsDraft>({ DescriptorReferredTo: ACTION }),
      }),
    }),
  ],
])
