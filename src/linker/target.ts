/** The concept answered: a name's own, or what replaced it. */
export interface Target {
  readonly row: number
  readonly id: string
  readonly label: string | null
  readonly entityClass: string
  readonly source: string
}
