import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  LADDER_PROFILES,
  normalForms,
  normalFormsOfEach,
  RUNG_BELOW,
  RUNGS,
  type LadderProfile,
} from '../../../src/core/text/ladder.ts'

/** Any string a program may hold, half surrogate pairs included. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 60 }),
)

/** Short texts of few pieces, so that different ones often meet somewhere. */
const PIECES =
  "a|A|ａ|b|beta|β|B|i|I|ii|2|two|12|x|X|V|of|the|and|in|gene|genes|cell|cells|line|tumour|tumors|cyst|cysts|é|e\u0301| |  |-|–|, |+|(-)|'|’|™|\u00ad|.|/"
const nearText = fc
  .array(fc.oneof(fc.constantFrom(...PIECES.split('|')), fc.constant(' ')), { maxLength: 6 })
  .map((pieces) => pieces.join(''))

const profile: fc.Arbitrary<LadderProfile> = fc.constantFrom(...LADDER_PROFILES)

describe('normal forms of any text', () => {
  it('come without an exception, all rungs as text, the exact form being the text itself', () => {
    fc.assert(
      fc.property(anyText, profile, (text, by) => {
        const forms = normalForms(text, by)
        expect(forms.exact).toBe(text)
        for (const rung of RUNGS) expect(forms[rung]).toBeTypeOf('string')
      }),
      { numRuns: 1000 },
    )
  })

  it('are the same each time, alone and beside other profiles', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, nearText), (text) => {
        const alone = LADDER_PROFILES.map((by) => normalForms(text, by))
        expect(LADDER_PROFILES.map((by) => normalForms(text, by))).toEqual(alone)
        expect(normalFormsOfEach(text, LADDER_PROFILES)).toEqual(alone)
      }),
      { numRuns: 500 },
    )
  })

  it('share the rungs up to punctuation between profiles', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, nearText), profile, profile, (text, one, other) => {
        const [a, b] = [normalForms(text, one), normalForms(text, other)]
        expect([a.exact, a.case, a.punctuation]).toEqual([b.exact, b.case, b.punctuation])
      }),
    )
  })
})

describe('each rung is made from the one below', () => {
  const texts = fc.array(nearText, { minLength: 30, maxLength: 30 })

  it.each(RUNGS.filter((rung) => RUNG_BELOW[rung] !== null))('%s', (rung) => {
    const below = RUNG_BELOW[rung] ?? 'exact'
    let meetings = 0
    fc.assert(
      fc.property(texts, profile, (many, by) => {
        const seen = new Map<string, string>()
        for (const text of many) {
          const forms = normalForms(text, by)
          const known = seen.get(forms[below])
          if (known !== undefined) meetings++
          expect(known ?? forms[rung]).toBe(forms[rung])
          seen.set(forms[below], forms[rung])
        }
      }),
      { numRuns: 200 },
    )
    expect(meetings).toBeGreaterThan(100)
  })

  it('down to the text itself', () => {
    for (const rung of RUNGS) {
      const path: string[] = []
      for (let at: (typeof RUNGS)[number] | null = rung; at !== null; at = RUNG_BELOW[at]) path.push(at)
      expect(path.at(-1)).toBe('exact')
      expect(new Set(path).size).toBe(path.length)
    }
  })
})
