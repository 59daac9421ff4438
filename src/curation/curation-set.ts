import type { Curie } from '../core/term.ts'
import { conflictsError, findConflicts } from './conflicts.ts'
import { type Curation, isHuman, type Origin, originOf, type Restriction } from './curation.ts'
import { curationKey, foldConcept, foldName } from './curation-key.ts'

/** What is said of a text, of a concept, or of a text as name of a concept. */
interface Slot {
  human: Curation | null
  generated: Curation | null
  /** A person adds or prefers the name, and so has said that it is one. */
  vouchedFor: boolean
  met: boolean
}

interface TextSlots {
  readonly anyConcept: Slot
  readonly byConcept: Map<string, Slot>
  /** Folded ids of the concept the text is preferred for; several, where gold files do not agree. */
  readonly preferred: { human: string | null; generated: string | null; readonly learned: Set<string> }
}

interface Found {
  readonly texts?: TextSlots | undefined
  readonly pair?: Slot | undefined
  readonly whole?: Slot | undefined
}

const NOTHING: Found = {}

/**
 * The curations of one source, to be asked about each of its names. A person's line beats a generated one; among equals,
 * text and concept beat the text alone, and that beats the concept alone. Asking costs well under a microsecond where
 * nothing is said of the name.
 */
export class CurationSet {
  /** The names to add, each once and a person's before the program's, in file order. */
  readonly additions: readonly Curation[]
  readonly #curations: readonly Curation[]
  readonly #byText = new Map<string, TextSlots>()
  readonly #byConcept = new Map<string, Slot>()
  /** Concepts with additions: those are met with their concept, for their text is new to the source. */
  readonly #added = new Map<string, Slot>()
  #lastConcept: Curie = ''
  #lastFolded = ''

  /** @throws KnownError `CURATION_CONFLICT`, naming both lines */
  constructor(file: string, curations: readonly Curation[]) {
    const conflict = conflictsError(file, findConflicts(curations))
    if (conflict) throw conflict
    this.#curations = curations
    for (const curation of curations) this.#enter(curation)
    this.additions = distinctAdditions(curations)
  }

  /** All that was said, in file order. */
  get lines(): readonly Curation[] {
    return this.#curations
  }

  /** What becomes of a name of a concept; `null` when nothing does. */
  restrictionOf(concept: Curie, text: string): Restriction | null {
    const { texts, pair, whole } = this.#meet(concept, text)
    const human = pair?.human ?? texts?.anyConcept.human ?? whole?.human
    if (human) return restrictionIn(human)
    const generated = pair?.generated ?? texts?.anyConcept.generated ?? whole?.generated
    if (!generated || (generated.action === 'drop' && pair?.vouchedFor === true)) return null
    return restrictionIn(generated)
  }

  /** Whether the name means this concept before all others that have it. */
  isPreferred(concept: Curie, text: string): boolean {
    const preferred = this.#meet(concept, text).texts?.preferred
    if (preferred === undefined) return false
    const folded = this.#folded(concept)
    const chosen = preferred.human ?? preferred.generated
    return chosen === null ? preferred.learned.has(folded) : chosen === folded
  }

  /**
   * The lines that no look-up has met so far, in file order: once all names of the source were asked about, those of a
   * concept or a text that it does not have (any more).
   */
  unmatched(): readonly Curation[] {
    return this.#curations.filter((curation) => this.#slotOf(curation)?.met !== true)
  }

  #enter(curation: Curation): void {
    const { action, text, concept } = curation
    const byPerson = isHuman(curation)
    if (action === 'add' && concept !== undefined) slotIn(this.#added, foldConcept(concept))
    const texts = text === undefined ? undefined : this.#textSlots(foldName(text))
    const slots = texts?.byConcept ?? this.#byConcept
    const slot = concept === undefined ? texts?.anyConcept : slotIn(slots, foldConcept(concept))
    if (slot === undefined) return
    if (action === 'prefer' && texts !== undefined && concept !== undefined)
      enterPreferred(texts, originOf(curation), foldConcept(concept))
    if (action === 'add' || action === 'prefer') slot.vouchedFor ||= byPerson
    else slot[byPerson ? 'human' : 'generated'] ??= curation
  }

  #textSlots(key: string): TextSlots {
    const known = this.#byText.get(key)
    if (known !== undefined) return known
    const made: TextSlots = {
      anyConcept: newSlot(),
      byConcept: new Map(),
      preferred: { human: null, generated: null, learned: new Set() },
    }
    this.#byText.set(key, made)
    return made
  }

  /** The slot whose being met means that the curation is. */
  #slotOf({ action, text, concept }: Curation): Slot | undefined {
    if (action === 'add' && concept !== undefined) return this.#added.get(foldConcept(concept))
    const texts = text === undefined ? undefined : this.#byText.get(foldName(text))
    if (concept === undefined) return texts?.anyConcept
    return (texts?.byConcept ?? this.#byConcept).get(foldConcept(concept))
  }

  /** The slots a name falls into, marked as met. */
  #meet(concept: Curie, text: string): Found {
    const texts = this.#byText.get(foldName(text))
    if (texts === undefined && this.#byConcept.size === 0 && this.#added.size === 0) return NOTHING
    const folded = this.#folded(concept)
    const pair = texts?.byConcept.get(folded)
    const whole = this.#byConcept.get(folded)
    for (const slot of [texts?.anyConcept, pair, whole, this.#added.get(folded)]) if (slot) slot.met = true
    return { texts, pair, whole }
  }

  // The names of a concept are asked about one after another.
  #folded(concept: Curie): string {
    if (this.#lastConcept !== concept) [this.#lastConcept, this.#lastFolded] = [concept, foldConcept(concept)]
    return this.#lastFolded
  }
}

const newSlot = (): Slot => ({ human: null, generated: null, vouchedFor: false, met: false })

const slotIn = (slots: Map<string, Slot>, key: string): Slot => {
  const known = slots.get(key)
  if (known !== undefined) return known
  const made = newSlot()
  slots.set(key, made)
  return made
}

const enterPreferred = ({ preferred }: TextSlots, origin: Origin, concept: string): void => {
  if (origin === 'learned') preferred.learned.add(concept)
  else preferred[origin] = concept
}

const restrictionIn = ({ action }: Curation): Restriction | null =>
  action === 'drop' || action === 'link-only' || action === 'case-sensitive' ? action : null

const distinctAdditions = (curations: readonly Curation[]): readonly Curation[] => {
  const chosen = new Map<string, Curation>()
  for (const curation of curations) {
    if (curation.action !== 'add') continue
    const key = curationKey(curation)
    const earlier = chosen.get(key)
    if (earlier === undefined || (!isHuman(earlier) && isHuman(curation))) chosen.set(key, curation)
  }
  return curations.filter(
    (curation) => curation.action === 'add' && chosen.get(curationKey(curation)) === curation,
  )
}
