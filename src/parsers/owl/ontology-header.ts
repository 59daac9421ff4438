import type { ParseContext } from '../contract.ts'
import { releaseOfOntology } from '../release.ts'
import type { Subject } from './subject.ts'

/** What the first `owl:Ontology` (or concept scheme) says of the source; later ones are imports that were merged in. */
export class OntologyHeader {
  readonly #context: ParseContext
  readonly #imports = new Set<string>()
  #iri: string | undefined
  #title: string | undefined
  #versionIri: string | undefined
  #version: string | undefined

  constructor(context: ParseContext) {
    this.#context = context
  }

  isAbout(iri: string): boolean {
    return iri === this.#iri
  }

  take(subject: Subject): void {
    const { ontology, line } = subject
    for (const iri of ontology.imports) this.#import(iri, line)
    this.#iri ??= subject.iri
    if (!this.isAbout(subject.iri)) return
    this.#title ??= ontology.title ?? subject.chooseLabel().text ?? undefined
    this.#versionIri ??= ontology.versionIri
    this.#version ??= ontology.version
  }

  describe(): void {
    const release = releaseOfOntology(this.#versionIri, this.#version)
    const title = this.#title ?? this.#iri
    this.#context.describe({
      ...(release === undefined ? {} : { release }),
      ...(title === undefined ? {} : { title }),
      imports: [...this.#imports],
    })
  }

  #import(iri: string, line: number): void {
    if (this.#imports.has(iri)) return
    this.#imports.add(iri)
    this.#context.report({
      code: 'import-not-followed',
      line,
      message: `imports ${iri}, which is not read`,
      repair: 'Use the merged release of the ontology, or add the import as a source of its own.',
    })
  }
}
