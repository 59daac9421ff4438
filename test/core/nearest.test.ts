import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { didYouMean, nearest } from '../../src/core/nearest.ts'

describe('the known word nearest to a typed one', () => {
  it.each([
    ['sorces', ['sources', 'kb'], 'sources'],
    ['PATH', ['path', 'url'], 'path'],
    ['obograph', ['obo', 'obographs'], 'obographs'],
    ['entityclass', ['entityClass', 'idPrefixes'], 'entityClass'],
    ['zzzzzz', ['sources', 'kb'], undefined],
    ['x', [], undefined],
    ['', ['abc'], undefined],
  ])('%j among %j is %j', (typed, known, word) => {
    expect(nearest(typed, known)).toBe(word)
  })

  it('is the word itself when it is known', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-z]{1,10}$/), { minLength: 1 }),
        fc.nat(),
        (words, at) => {
          const word = words[at % words.length] ?? ''
          expect(nearest(word, words)).toBe(word)
        },
      ),
    )
  })

  it('is found through any one slip in a word of four letters or more', () => {
    const slip = fc.tuple(
      fc.stringMatching(/^[a-z]{4,10}$/),
      fc.nat(),
      fc.constantFrom('drop', 'double', 'change'),
    )
    fc.assert(
      fc.property(slip, ([word, at, kind]) => {
        const place = at % word.length
        const letter = kind === 'drop' ? '' : kind === 'double' ? word.slice(place, place + 1).repeat(2) : '-'
        expect(nearest(word.slice(0, place) + letter + word.slice(place + 1), [word])).toBe(word)
      }),
    )
  })

  it('is offered as a sentence, or not at all', () => {
    expect(didYouMean('sorces', ['sources'])).toBe(' Did you mean "sources"?')
    expect(didYouMean('zzzzzz', ['sources'])).toBe('')
  })
})
