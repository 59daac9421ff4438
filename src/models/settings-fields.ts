import { z } from 'zod'

/** A name of a file beside `ontoground.json`. */
export const fileName = z
  .string()
  .min(1)
  .regex(/^(?!\.{1,2}$)[^\\/\0]+$/, 'must be the name of a file in the folder, without a path')

/** Keys of every kind of model. */
export const commonFields = {
  $schema: z.string().optional(),
  /** As people call it; the name of the folder when absent. */
  name: z.string().min(1).optional(),
  tokenizer: fileName.optional(),
  lowerCase: z.boolean().default(true),
  files: z
    .record(
      fileName,
      z.strictObject({
        sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'),
        bytes: z.int().min(0),
      }),
    )
    .optional(),
}
