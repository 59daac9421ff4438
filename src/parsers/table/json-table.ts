import { KnownError } from '../../core/errors.ts'
import { didYouMean } from '../../core/nearest.ts'
import { isObject, type JsonObject } from '../obographs/fields.ts'
import type { ParseContext, ParsedBatch } from '../contract.ts'
import { type ColumnChoice, keysOf } from './bind.ts'
import { type Cells, cleaner, JsonCells } from './cells.ts'
import type { RowMaker } from './row-maker.ts'
import type { TableSettings } from './settings.ts'

const MAX_KEYS = 200

/** JSON records to terms or mappings. What the columns name need not be in every record, but in one at least. */
export class JsonTable {
  readonly #file: string
  readonly #context: ParseContext
  readonly #maker: RowMaker<JsonObject>
  readonly #required: JsonCells[] = []
  /** Keys of the first record, to name the nearest to one that is nowhere. */
  #keys: readonly string[] = []
  #records = 0

  /** @throws KnownError `CONFIG_INVALID` for columns given by place */
  constructor(settings: TableSettings, file: string, context: ParseContext, maker: RowMaker<JsonObject>) {
    this.#file = file
    this.#context = context
    this.#maker = maker
    const clean = cleaner('plain', settings.empty ?? [])
    const cells = new Map<string, JsonCells>()
    maker.bind((choice) => this.#find(choice, clean, cells))
  }

  #find(
    { column, optional }: ColumnChoice,
    clean: ReturnType<typeof cleaner>,
    known: Map<string, JsonCells>,
  ): Cells<JsonObject> {
    const keys = keysOf(column).filter((key) => typeof key === 'string')
    const [first] = keys
    if (first === undefined) {
      const message = `column ${String(keysOf(column)[0])} is given by place, but the records are JSON`
      throw new KnownError('CONFIG_INVALID', message, 'Name the key instead, e.g. "synonyms.label".', {
        place: { file: this.#file },
      })
    }
    const name = keys.join('\t')
    const cells =
      known.get(name) ??
      new JsonCells(keys, clean, (_column, message) => {
        this.#report(0, `${message}; they were passed over (said once)`, `Name a key in them: "${first}.…".`)
      })
    known.set(name, cells)
    if (!optional && !this.#required.includes(cells)) this.#required.push(cells)
    return cells
  }

  /** One record, or what stands in place of one. */
  add(value: unknown, line: number): void {
    if (!isObject(value)) {
      this.#report(
        line,
        'what stands here is no JSON object; it was left out',
        'Give each record as {"key": value}.',
      )
      return
    }
    if (this.#records++ === 0) this.#keys = Object.keys(value).slice(0, MAX_KEYS)
    this.#maker.row(value, line)
  }

  /** One line that is to be a record. */
  addLine(text: string, line: number): void {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch (error) {
      const reason = error instanceof Error ? error.message.slice(0, 200) : 'no JSON'
      this.#report(
        line,
        `the line is no JSON value and was left out (${reason})`,
        'Write one JSON object on each line.',
      )
      return
    }
    this.add(value, line)
  }

  batch(): ParsedBatch {
    return this.#maker.batch()
  }

  finish(): ParsedBatch {
    const missing = this.#records === 0 ? [] : this.#required.filter(({ found }) => !found)
    for (const { name } of missing) {
      const message = `no record has "${name}".${didYouMean(
        name,
        this.#keys.filter((key) => key.length < 100),
      )}`
      this.#context.report({
        code: 'unknown-tag',
        line: 0,
        message,
        repair: 'Correct the key, or say that it may be missing: {"column": …, "optional": true}.',
      })
    }
    return this.#maker.end()
  }

  #report(line: number, message: string, repair: string): void {
    this.#context.report({ code: 'malformed-line', line, message, repair })
  }
}
