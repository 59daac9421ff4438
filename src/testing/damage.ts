import fc from 'fast-check'

/** One change to a file: where (a share of its length), what is done, and bytes for it. */
interface Edit {
  readonly at: number
  readonly kind: 'flip' | 'cut' | 'insert' | 'repeat'
  readonly bytes: Uint8Array
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: fc.constantFrom('flip', 'cut', 'insert', 'repeat'),
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 4 }),
    fc
      .string({
        unit: fc.constantFrom(...Array.from('"[]{}()\\!:,;=|<>/# \t\r\n\0é')),
        minLength: 1,
        maxLength: 4,
      })
      .map((text) => new Uint8Array(Buffer.from(text))),
  ),
})

const edited = (source: Buffer, { at, kind, bytes }: Edit): Buffer => {
  const place = Math.min(source.length - 1, Math.floor(at * source.length))
  const before = source.subarray(0, place)
  switch (kind) {
    case 'flip':
      return Buffer.concat([before, bytes, source.subarray(place + bytes.length)])
    case 'cut':
      return Buffer.concat([before, source.subarray(place + 7 * (bytes[0] ?? 0))])
    case 'insert':
      return Buffer.concat([before, bytes, source.subarray(place)])
    case 'repeat':
      return Buffer.concat([source.subarray(0, place + (bytes[0] ?? 0)), source.subarray(place)])
  }
}

/** One of the texts with one to four places damaged, never empty. */
export const damaged = (...texts: readonly string[]): fc.Arbitrary<Buffer> =>
  fc
    .tuple(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([text, edits]) => edits.reduce<Buffer>((source, each) => edited(source, each), Buffer.from(text)))
    .filter((bytes) => bytes.length > 0)
