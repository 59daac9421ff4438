import { KnownError } from '../../src/core/errors.ts'

/** The `KnownError` an action throws, or its promise rejects with; anything else fails the test. */
export const failureOf = async (action: () => unknown): Promise<KnownError> => {
  try {
    await action()
  } catch (error) {
    if (error instanceof KnownError) return error
    throw error
  }
  throw new Error('it succeeded')
}
