/**
 * Distinct character trigrams of a word, a blank at either end, as numbers of `bits` bits; ascending. Two trigrams in one
 * bucket are taken for one: of a few thousand in use hardly any are, and what is found is compared by its letters.
 */
export const gramsOf = (word: string, bits: number): readonly number[] => {
  const buckets: number[] = []
  let [first, second] = [BLANK, word.charCodeAt(0)]
  for (let at = 1; at <= word.length; at++) {
    const third = at === word.length ? BLANK : word.charCodeAt(at)
    buckets.push(bucketOf(first, second, third, bits))
    first = second
    second = third
  }
  buckets.sort((a, b) => a - b)
  return buckets.filter((bucket, index) => bucket !== buckets[index - 1])
}

const BLANK = 0x20

const bucketOf = (a: number, b: number, c: number, bits: number): number => {
  let hash = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ b
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35) ^ c
  hash = Math.imul(hash ^ (hash >>> 13), 0x85ebca6b)
  return (hash ^ (hash >>> 16)) >>> (32 - bits)
}
