// Writes the JSON Schema of parsers.config.json: `npm run schema`. A test fails when the file is not what this writes.
import { writeFileSync } from 'node:fs'
import { configJsonSchema } from '../src/config/schema.ts'

writeFileSync(
  new URL('../parsers.config.schema.json', import.meta.url),
  `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
)
