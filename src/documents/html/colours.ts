/** Hues, degrees, of the classes of the product, far apart where they stand side by side in one text. */
const HUES: Readonly<Record<string, number>> = {
  gene: 215,
  disease: 0,
  phenotype: 28,
  chemical: 130,
  species: 50,
  cell_line: 285,
  cell_type: 315,
  anatomy: 180,
  variant: 245,
  biological_process: 95,
  molecular_function: 70,
  cellular_component: 155,
  sequence_feature: 340,
}

/** The hue of one of the product's classes, degrees. */
export const knownHue = (entityClass: string): number | undefined =>
  Object.hasOwn(HUES, entityClass) ? HUES[entityClass] : undefined

/** The hue of the nth class of another name, from 0: by the golden angle, so that those that come first differ most. */
export const nthHue = (n: number): number => Math.round(((n + 1) * 137.508) % 360)

/** Saturation and lightness, percent, of what lies behind a mention, and the colour of the text on it. */
export const PALETTE = {
  light: { saturation: 80, behind: 86, line: 38, text: '#111111' },
  dark: { saturation: 42, behind: 22, line: 65, text: '#f2f2f2' },
} as const
