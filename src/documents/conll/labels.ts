/** Tokens that a mention goes over, both inclusive. */
export interface Extent {
  readonly first: number
  readonly last: number
  /** `''` where the labels name none. */
  readonly class: string
}

// B, I: all schemes. E, S: IOBES. L, U: BILOU. M, W: BMEWO.
const LABEL = /^([BIESLUMW])(?:-(.*))?$/

export const isLabel = (cell: string): boolean => cell === 'O' || LABEL.test(cell)

/**
 * The mentions that the labels of a sentence mark. `B`, `S`, `U` and `W` begin one; the others go on with the one before
 * if it has their class, and else begin one, as IOB1 has it; what is no label is outside.
 */
export const extentsOf = (labels: readonly string[]): readonly Extent[] => {
  const extents: { first: number; last: number; class: string }[] = []
  let open: { first: number; last: number; class: string } | undefined
  labels.forEach((label, index) => {
    const match = LABEL.exec(label)
    if (match === null) {
      open = undefined
      return
    }
    const [, mark = '', name = ''] = match
    if (open?.class === name && 'IEML'.includes(mark)) open.last = index
    else {
      open = { first: index, last: index, class: name }
      extents.push(open)
    }
    if ('ESLUW'.includes(mark)) open = undefined
  })
  return extents
}
